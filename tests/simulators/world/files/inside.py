"""What the three simulated systems hold on their own disks."""

from collections.abc import Iterator

from tests.simulators.world.days import add_months, compact, iso, month_of
from tests.simulators.world.identity import uscc
from tests.simulators.world.life import EMPLOYERS, Lives
from tests.simulators.world.people import CITY, FOREIGN, LOCAL, OUTSIDE, Household, Person

AC01 = (
    "aac001 aac002 aac003 aac004 aac005 aac006 aac011 aac016 aac021 aac027 aac147 aae005 aae019 "
    "aae020 aae036"
)
JY = (
    "bcc031 aac001 aac002 acc318 aae043 acc114 aab004 aab003 aab054 acc02a acc369 aae030 aae031 "
    "acc31s acc31n aae100 aae036"
)
SY = "bcc021 aac001 aac002 aae043 ajc090 ajc093 ajc096 ajc097 aab302 aac313 aae100 aae036"
KN = "bcc131 aac001 aac002 acc369 acc361 acc362 acc363 aae100 aae036"
ZC = "bcc151 aac001 aac002 acc151 acc152 acc153 aae100 aae036"
STATES = {
    "job": "1", "flexible": "1", "unemployed": "9", "idle": "5", "home": "5", "unable": "5",
    "retired_enterprise": "2", "retired_public": "2", "retired_resident": "2", "school": "10",
}  # fmt: skip
SHARES = {
    "job": 0.6, "flexible": 0.9, "unemployed": 1.0, "idle": 0.3, "home": 0.1,
    "retired_enterprise": 0.1,
}  # fmt: skip
FLEXIBLE = (
    "家政服务",
    "社区团购配送",
    "网约车驾驶",
    "早餐摊点",
    "装修零工",
    "护工",
    "手工加工",
    "理发",
)
OFFICES = ("江堤街道政务服务中心", "汉阳区公共就业服务中心")
START = "2026-01-01"


class Employment:
    """Rows of the employment bureau's five tables."""

    def __init__(self, lives: Lives, first: int, last: int, rng) -> None:
        self.lives = lives
        self.first, self.last = first, last
        self.employers = [(name, uscc(rng)) for name in EMPLOYERS]
        self.tables: dict[str, list[list[object]]] = {
            name: [] for name in ("ac01", "jy", "sy", "kn", "zc")
        }

    def time(self) -> str:
        span = (self.last - self.first + 1) * 86400 - 1
        second = int(self.lives.random() * span)
        day, rest = self.first + second // 86400, second % 86400
        rest = 28800 + rest % 36000
        return f"{iso(day)} {rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"

    def hold(self, person: Person) -> None:
        share = SHARES.get(person.work, 0)
        known = person.difficulty or self.lives.random() < share
        if person.kind == FOREIGN or person.dead_on or not known:
            return
        number = f"4201{person.n:010d}"
        self.tables["ac01"].append(self.basic(person, number))
        if person.work in ("job", "flexible"):
            self.employed(person, number)
        if person.work == "unemployed":
            self.unemployed(person, number)
        if person.difficulty:
            self.difficult(person, number)

    def basic(self, person: Person, number: str) -> list[object]:
        state = STATES[person.work]
        if person.n % 997 == 0:
            state = "12"
        return [
            number, person.id_number, person.name, f"0{person.sex}", person.ethnic,
            iso(person.birth), person.education, state,
            f"420105{person.n:010d}" if person.work != "retired_enterprise" else "",
            "1" if person.kind != OUTSIDE else "2", f"SB{person.n:08d}", person.mobile_at_office,
            f"经办{person.n % 30:02d}", OFFICES[person.n % 2], self.time(),
        ]  # fmt: skip

    def employed(self, person: Person, number: str) -> None:
        flexible = person.work == "flexible"
        since = self.lives.day - 60 - int(self.lives.random() * 2500)
        form = "022" if flexible else self.lives.pick(("010",) * 9 + ("021",))
        if person.n % 1499 == 0:
            form = "055"
        row = self.registration(person, number, form, since, "1")
        self.tables["jy"].append(row)
        if person.n % 31 == 0 and not person.sample:
            self.tables["jy"].append(self.registration(person, number, form, since + 20, "1"))
        elif person.n % 10 == 0:
            self.tables["jy"].append(self.registration(person, number, "010", since - 900, "0"))

    def registration(self, person: Person, number: str, form: str, since: int, valid: str) -> list:
        own = form != "010"
        name, code = ("", "") if own else self.lives.pick(self.employers)
        content = FLEXIBLE[person.n % len(FLEXIBLE)] if form == "022" else ""
        return [
            f"JY{len(self.tables['jy']) + 1:010d}", number, person.id_number, form, iso(since + 5),
            iso(since), name, code, "" if own else "10", "1" if person.age >= 45 else "0",
            person.difficulty, "" if own else iso(since), "" if own else iso(since + 1095),
            iso(since) if form == "022" else "", content, valid, self.time(),
        ]  # fmt: skip

    def unemployed(self, person: Person, number: str) -> None:
        since = self.lives.day - 20 - int(self.lives.random() * 500)
        self.tables["sy"].append([
            f"SY{person.n:010d}", number, person.id_number, iso(since + 3), iso(since),
            self.lives.pick(("20", "20", "80", "90", "10")), "", "", person.division[:6], "420105",
            "1", self.time(),
        ])  # fmt: skip

    def difficult(self, person: Person, number: str) -> None:
        since = self.lives.day - 60 - int(self.lives.random() * 900)
        since = since if not person.sample else self.lives.day - 447
        self.tables["kn"].append([
            f"KN{person.n:010d}", number, person.id_number, person.difficulty, iso(since),
            iso(since), iso(since + 1095), "1", self.time(),
        ])  # fmt: skip
        if person.work == "flexible" and (person.sample or self.lives.random() < 0.6):
            used = 14 if person.sample else 1 + person.n % 30
            start = add_months(month_of(self.lives.day), -used)
            self.tables["zc"].append(
                [
                    f"ZC{person.n:010d}",
                    number,
                    person.id_number,
                    "020",
                    start,
                    used,
                    "1",
                    self.time(),
                ]
            )


SECURITY = (
    "aac001 id_number id_served aac003 aae140 aac008 aac031 aac049 aae041 aae201 aac040 acc31f "
    "aac008s ajc112 aac008g aic160 aac084 aae010 aae008 aaz500 aac086"
)
SCHEMES = {
    "job": "110", "flexible": "110", "unemployed": "110", "retired_enterprise": "110",
    "retired_public": "120",
}  # fmt: skip
BANKS = (
    "中国工商银行汉阳支行",
    "中国建设银行钟家村支行",
    "武汉农村商业银行江堤支行",
    "中国邮政储蓄银行汉阳支行",
)


def security_rows(lives: Lives, people: list[Person], month: str) -> Iterator[list[object]]:
    """`month` is the last month whose close the figures stand for."""
    for person in people:
        if person.age < 16 or person.work in ("school", "none") or person.kind == FOREIGN:
            continue
        if not person.sample and lives.random() < 0.06:
            continue
        row = security_row(lives, person, month)
        yield row
        if person.n % 200 == 0 and not person.roster:
            yield [f"9{row[0][1:]}", *row[1:]]


def security_row(lives: Lives, person: Person, month: str) -> list[object]:
    retired = draws_pension(person)
    scheme = SCHEMES.get(person.work, "170")
    months = 150 + person.n % 200 if retired else 12 + person.n % 220
    last = month if not retired else benefit_start(person)
    status, pay = ("1", "3") if retired else ("1", "1") if person.n % 13 else ("2", "2")
    if person.work == "flexible" and person.difficulty:
        status, pay = "1", "1"
    benefit = ("20" if person.n % 3 else "30") if person.work == "unemployed" else "10"
    base = 300_000 if scheme == "170" else 446_200 + person.n % 60 * 10_000
    base = 446_200 if person.sample else base
    employed = "1" if person.work == "job" else "0"
    return [
        f"3{person.n:09d}",
        person.id_number,
        served(person),
        person.name,
        "150" if person.n % 4001 == 0 else scheme,
        status,
        "8" if person.n % 3989 == 0 else pay,
        add_months(last, -months),
        last,
        months,
        base,
        "1" if person.work == "flexible" else "0",
        employed,
        benefit if scheme == "110" and not retired else "",
        employed,
        benefit_start(person) if retired else "",
        certified(lives, person) if retired else "",
        f"6217{person.n * 7919 % 10**15:015d}",
        BANKS[person.n % len(BANKS)],
        f"A{person.n:08d}",
        person.pension,
    ]


def draws_pension(person: Person) -> bool:
    """Residents' pension begins at sixty for all; the others from their retirement."""
    return person.work.startswith("retired") and (
        person.work != "retired_resident" or person.age >= 60
    )


def served(person: Person) -> str:
    """The number as the old system spells it: old retirees with 15 digits, a few slips."""
    number, plain = person.id_number, person.id_type == "111" and not person.sample
    if plain and person.n % 500 == 7:
        return number[:-1] if person.n % 1000 == 7 else f"{number[:17]}{(person.n + 1) % 10}"
    if plain and person.age >= 66 and person.n % 14 == 3 and number[6:8] == "19":
        return number[:6] + number[8:17]
    return number


def benefit_start(person: Person) -> str:
    if person.retiree:
        return add_months(person.retiree["rt_date"][:7].replace("-", ""), 1)
    born = compact(person.birth)
    return add_months(f"{int(born[:4]) + 60}{born[4:6]}", 1)


def certified(lives: Lives, person: Person) -> str:
    if person.retiree and "cert" in person.retiree:
        return person.retiree["cert"].replace("-", "")
    return compact(lives.day - 30 * (11 - (person.n - lives.day) % 12) - person.n % 28)


HOUSING = "jtbh sqbh sqrq sqr_xm sqr_sfzh bzfs bzzt lhh lhrq pzrq xmmc fwdz yzj ybt fhdq qzys"
HOUSING_MEMBERS = "jtbh xm sfzh gx"
WORDS = {
    "02": "本人",
    "11": "配偶",
    "12": "妻",
    "20": "之子",
    "22": "儿子",
    "30": "女儿",
    "32": "之女",
}
MODES = ("实物配租", "租赁补贴", "实物配租", "保障性租赁", "租赁补贴", "直管公房")
STATES_HOUSING = (
    "保障中",
    "保障中",
    "轮候",
    "已受理",
    "公示",
    "轮候",
    "已退出",
    "不予保障",
    "复核",
)
PROJECTS = ("四新之光公租房", "江腾苑公租房", "汉阳人家保障房")


def housed_families(lives: Lives, households: list[Household]) -> list[Household]:
    return [
        one
        for one in households
        if one.kind in (LOCAL, CITY)
        and one.dwelling
        and len(one.members) <= 5
        and lives.random() < 0.018
        and not any(member.busy and not member.roster for member in one.members)
    ]


def housing_rows(lives: Lives, families: list[Household]) -> Iterator[list[object]]:
    for n, family in enumerate(families):
        yield housing_row(lives, family, n)


def housing_row(lives: Lives, family: Household, n: int) -> list[object]:
    head, mode, state = family.members[0], MODES[n % 6], STATES_HOUSING[n % 9]
    if n % 301 == 300:
        mode, state = ("住房券", state) if n % 2 else (mode, "冻结")
    asked = lives.day - 400 - int(lives.random() * 1500)
    queued = state in ("轮候", "保障中", "复核", "已退出")
    holds = state in ("保障中", "复核")
    flat = holds and mode in ("实物配租", "保障性租赁", "直管公房")
    return [
        f"JT{n + 1:07d}", f"SQ{n + 1:07d}", iso(asked), head.name, head.id_number, mode, state,
        f"LH{n + 1:06d}" if queued else "", iso(asked + 60) if queued else "",
        iso(asked + 300) if holds else "", PROJECTS[n % 3] if flat else "",
        f"汉阳区四新南路{n % 40 + 1}号{n % 9 + 1}栋{n % 3 + 1}单元{n % 18 + 1}02" if flat else "",
        f"{180 + n % 200}.00" if flat else "",
        f"{300 + n % 400}.00" if holds and mode == "租赁补贴" else "",
        "2027-06-30" if holds else "", n % 4 if flat and n % 7 == 0 else 0 if flat else "",
    ]  # fmt: skip


def housing_member_rows(families: list[Household]) -> Iterator[list[object]]:
    for n, family in enumerate(families):
        for member in family.members:
            if member.id_number:
                word = WORDS.get(member.relation, "子" if member.sex == "1" else "其他亲属")
                yield [f"JT{n + 1:07d}", member.name, member.id_number, word]
