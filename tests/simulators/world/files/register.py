"""The communities' own registers: people who live here, as clerks wrote them down."""

from collections.abc import Iterator

from tests.simulators.world.days import iso
from tests.simulators.world.dirt import Dirt
from tests.simulators.world.life import Lives
from tests.simulators.world.people import Person

REGISTER = (
    "row_key community household_key relation_to_head name id_type id_number sex address mobile "
    "education_level marital_status move_in_date hk_register_no remark"
)
LEDGER = (
    "row_key managing_community id_number name rt_status rt_type rt_date rt_employer "
    "rt_employer_type rt_in_date rt_archive_place rt_archive_status rt_group rt_honor rt_care_type "
    "rt_elsewhere updated_at"
)
EDUCATION = {
    "81": "小学", "71": "初中", "61": "高中", "41": "中等专科毕业", "31": "大学专科",
    "21": "大学本科", "14": "硕士研究生毕业",
}  # fmt: skip
MARITAL = {"10": "未婚", "20": "已婚", "30": "丧偶", "40": "离婚"}
RELATION = {
    "02": "户主", "11": "配偶", "12": "配偶", "20": "子", "22": "长子", "23": "次子", "24": "三子",
    "30": "女", "32": "长女", "33": "次女", "34": "三女", "51": "父亲", "52": "母亲", "41": "孙子",
}  # fmt: skip
REMARKS = ("电话空号", "待核实", "夜班", "常年在外", "养犬")


class Registers:
    """Rows of one community's register after another, with the slips of the hand."""

    def __init__(self, lives: Lives, dirt: Dirt, names: dict[str, str]) -> None:
        self.lives = lives
        self.dirt = dirt
        self.names = names

    def rows(self, people: list[Person]) -> Iterator[list[str]]:
        lines = 0
        for person in people:
            lines += 1
            row = self.row(person)
            yield [f"{person.lives_in[-3:]}L{lines:06d}", *row]
            if self.lives.random() < 0.008 and not person.sample:
                lines += 1
                self.dirt.counts["same_person_twice"] += 1
                yield [f"{person.lives_in[-3:]}L{lines:06d}", *row]

    def row(self, person: Person) -> list[str]:
        dirt, household, foreign = self.dirt, person.household, person.id_type != "111"
        since = self.since(person)
        plain = person.sample
        education = EDUCATION.get(person.education, "")
        marital = MARITAL[person.marital] if person.age >= 18 else ""
        relation = RELATION.get(person.relation, "其他")
        return [
            person.lives_in,
            household.key,
            relation if plain else dirt.blank(relation),
            person.name if plain or foreign else dirt.name(person),
            "" if not foreign else person.id_type,
            dirt.id_number(person),
            "男" if person.sex == "1" else "女",
            household.dwelling.address if plain else self.address(person),
            person.mobile if plain else dirt.phone(person.mobile),
            education if plain else dirt.blank(education),
            marital if plain else dirt.blank(marital),
            since if plain else dirt.day(since),
            "",
            REMARKS[person.n % 5] if person.n % 211 == 0 else "",
        ]

    def since(self, person: Person) -> str:
        """The day of moving in, for those who told it."""
        if person.n % 10 >= 3:
            return ""
        years = min(self.lives.day - person.birth, 30 + person.n * 31 % 5000)
        return iso(self.lives.day - max(1, years))

    def address(self, person: Person) -> str:
        """One household, one hand: the same flat in one of the ways people write it."""
        flat, style = person.household.dwelling, int(person.household.key) % 10
        if style < 6:
            return flat.address
        if style < 8:
            return flat.plain
        if style < 9:
            return f"{self.names[person.lives_in]}{flat.building}-{flat.unit}-{flat.room}"
        return f"江堤街道{self.names[person.lives_in]}{flat.plain}室"


def ledger_rows(lives: Lives, people: list[Person]) -> Iterator[list[str]]:
    for person in people:
        entry = person.retiree
        if entry is None:
            continue
        yield [
            f"TX{person.n:08d}",
            entry["community"],
            person.id_number,
            person.name,
            *(entry[name] for name in LEDGER.split()[4:-1]),
            lives.stamp(lives.day - 10 - int(lives.random() * 300)),
        ]
