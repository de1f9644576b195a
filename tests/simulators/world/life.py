"""What each person does for a living, learned, draws and belongs to."""

from random import Random

from tests.simulators.world.days import add_months, compact, iso, month_of, months_between
from tests.simulators.world.people import AWAY, FOREIGN, LOCAL, OUTSIDE, Person

EMPLOYERS = (
    "武汉江城机械厂", "汉阳纺织总厂", "琴台商贸有限公司", "龙阳建筑工程公司", "晴川酒店管理公司",
    "武汉第三印染厂", "汉阳造纸厂", "知音物流有限公司", "墨水湖物业服务公司", "鹦鹉洲船舶修造厂",
)  # fmt: skip
EMPLOYER_TYPES = ("1", "1", "1", "2", "2", "3", "3", "4", "4", "5", "6", "6", "7", "7", "9")
TIMES = [
    f"T{8 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+08:00"
    for second in range(0, 36000, 7)
]
"""Office hours."""
RETIRED_SHARE = 0.28
"""Of those past retirement age: managed by the community as retirees of enterprises."""


def statutory_month(birth: str, category: str) -> str:
    """Retirement month by the decision of 2024-09-13 (product rule, see the retirement vectors)."""
    age, step, cap = {"M60": (60, 4, 36), "F55": (55, 4, 36), "F50": (50, 2, 60)}[category]
    old = f"{int(birth[:4]) + age:04d}{birth[4:6]}"
    late = months_between("202501", old)
    return old if late < 0 else add_months(old, min(cap, late // step + 1))


def category_of(person: Person) -> str:
    if person.sex == "1":
        return "M60"
    return "F55" if person.n % 5 == 0 else "F50"


class Lives:
    """Hands out schooling, work, benefits and memberships."""

    def __init__(self, rng: Random, day: int) -> None:
        self.random = rng.random
        self.day = day
        self.month = month_of(day)

    def pick(self, choices):
        return choices[int(self.random() * len(choices))]

    def give(self, person: Person) -> None:
        person.education = self.education(person)
        person.mobile_at_office = person.mobile
        if person.mobile and self.random() < 0.15:
            person.mobile_at_office = f"1{30 + person.n % 70}{person.n * 7919 % 10**8:08d}"
        person.pension = category_of(person)
        self.employ(person)
        if person.kind != FOREIGN:
            self.belong(person)

    def education(self, person: Person) -> str:
        age, value = person.age, self.random()
        if age < 12:
            return ""
        if age < 15:
            return "81"
        if age < 18:
            return "71"
        if age > 62:
            return "81" if value < 0.4 else "71" if value < 0.75 else "61" if value < 0.92 else "31"
        for share, code in ((0.06, "81"), (0.3, "71"), (0.42, "61"), (0.52, "41"), (0.75, "31")):
            if value < share:
                return code
        return "21" if value < 0.96 else "14"

    def employ(self, person: Person) -> None:
        age, value = person.age, self.random()
        if age < 16:
            person.work = "school" if age >= 3 else "none"
            return
        born = compact(person.birth)[:6]
        if statutory_month(born, person.pension) <= self.month:
            self.retire(person, value)
        elif age < 22 and value < 0.75:
            person.work = "school"
        else:
            person.work = self.occupation(value)
        if person.work in ("unemployed", "flexible") and self.random() < 0.25:
            person.difficulty = "050" if age >= 40 else self.pick(("040", "070", "060", "100"))

    def occupation(self, value: float) -> str:
        for share, work in (
            (0.66, "job"), (0.78, "flexible"), (0.83, "unemployed"), (0.88, "idle"), (0.97, "home"),
        ):  # fmt: skip
            if value < share:
                return work
        return "unable"

    def retire(self, person: Person, value: float) -> None:
        if value < RETIRED_SHARE and person.kind in (LOCAL, AWAY, "3"):
            person.work = "retired_enterprise"
            person.retiree = self.ledger_entry(person)
        elif value < RETIRED_SHARE + 0.08:
            person.work = "retired_public"
        elif value < RETIRED_SHARE + 0.10 and person.kind != OUTSIDE:
            person.work = "retired_enterprise"
        else:
            person.work = "retired_resident"

    def ledger_entry(self, person: Person) -> dict[str, str]:
        """The community's own sheet on a retiree; `community` manages the person."""
        retired = statutory_month(compact(person.birth)[:6], person.pension)
        since = min(add_months(retired, 1 + int(self.random() * 8)), self.month)
        value = self.random()
        status = "1" if value < 0.94 else "3" if value < 0.97 else "2"
        kind = self.pick(EMPLOYER_TYPES)
        return {
            "community": person.lives_in or person.registered_in,
            "rt_status": status,
            "rt_type": self.pick("1111111114562"),
            "rt_date": f"{retired[:4]}-{retired[4:]}-01",
            "rt_employer": self.pick(EMPLOYERS) if kind != "7" else "",
            "rt_employer_type": kind,
            "rt_in_date": "" if status == "3" else self.day_in(since),
            "rt_archive_place": "江堤街道党群服务中心",
            "rt_archive_status": self.pick("1111244"),
            "rt_group": f"第{1 + person.n % 9}小组",
            "rt_honor": self.pick("0" * 60 + "1234"),
            "rt_care_type": self.care(person),
            "rt_elsewhere": "0" if person.lives_in else self.pick("1223"),
        }

    def day_in(self, month: str) -> str:
        """A day of the month that lies before the opening's retiree cut-off, the 28th."""
        return f"{month[:4]}-{month[4:]}-{1 + int(self.random() * 27):02d}"

    def care(self, person: Person) -> str:
        if person.age >= 80:
            return "1" if self.random() < 0.8 else "5"
        return self.pick("0" * 50 + "23456")

    def belong(self, person: Person) -> None:
        """Party, forces and disability."""
        random = self.random
        if person.age >= 18 and random() < 0.08:
            person.party = "02" if random() < 0.03 else "01"
        elif 14 <= person.age < 28 and random() < 0.5:
            person.party = "03"
        if random() < 0.016:
            kind = int(random() * 7) + 1
            person.disability = f"{person.id_number}{kind}{1 + int(random() * 4)}"
        if person.sex == "1" and person.age >= 20 and random() < 0.035:
            person.veteran = self.pick(("02", "02", "02", "01", "06", "07", "03"))

    def stamp(self, day: int) -> str:
        """A source's own time on a day."""
        return iso(day) + TIMES[int(self.random() * len(TIMES))]
