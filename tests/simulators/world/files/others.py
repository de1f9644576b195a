"""Party, schools, health, veterans, marriage, grid care: the offices with few columns each."""

from collections.abc import Iterator

from tests.simulators.world.days import iso
from tests.simulators.world.identity import uscc
from tests.simulators.world.life import Lives
from tests.simulators.world.people import FOREIGN, Person

PARTY = (
    "row_key id_number name political_status pv_join pv_branch pv_in_date pv_double pv_floating "
    "pv_vol_no pv_vol_hours rt_party_in_date updated_at"
)
SCHOOL = (
    "row_key id_number name ed_school ed_school_uscc ed_stage ed_grade ed_student_no ed_enrol_date "
    "ed_aid updated_at"
)
HEALTH = (
    "row_key id_number name hf_team hf_signed hf_births hf_pregnancy hf_birth_reg hf_special "
    "hf_checkup hf_chronic hf_smi updated_at"
)
VETERANS = (
    "row_key id_number name va_type va_cert_no va_enlist va_discharge va_discharge_type va_grade "
    "va_status va_amount va_plaque updated_at"
)
MARRIAGE = (
    "row_key id_number name marital_status mf_reg_date mf_reg_type mf_spouse_name mf_spouse_id "
    "death_date mf_cremation mf_death_cert updated_at"
)
CARE = (
    "row_key id_number name gg_care gg_demand_type gg_special gg_special_to gg_left_behind "
    "updated_at"
)
STAGES = (
    (3, "1", "幼儿园"),
    (6, "2", "小学"),
    (12, "3", "初级中学"),
    (15, "4", "高级中学"),
    (18, "6", "大学"),
)


def party_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        volunteer = person.age >= 16 and person.n % 17 == 0
        if person.kind == FOREIGN or not (person.party or volunteer):
            continue
        member = person.party in ("01", "02")
        joined = person.birth + int(365.25 * 18) + int(lives.random() * 3000)
        joined = min(joined, lives.day - 40)
        retired = person.retiree and member and person.retiree["rt_status"] == "1"
        yield [
            f"DJ{person.n:08d}",
            person.id_number,
            person.name,
            person.party or "13",
            iso(joined) if member else "",
            f"{person.lives_in[-3:] or '江堤'}第{1 + person.n % 6}党支部" if member else "",
            iso(max(joined, lives.day - 2000 + person.n % 1900)) if member else "",
            "1" if member and person.work == "job" and person.n % 3 == 0 else "0",
            "1" if member and person.n % 29 == 0 else "0",
            f"ZY{person.n:010d}" if volunteer else "",
            f"{person.n % 120}.5" if volunteer else "",
            person.retiree["rt_in_date"] if retired else "",
            lives.stamp(lives.day - int(lives.random() * 90)),
        ]


def school_rows(lives: Lives, people: list[Person], schools: dict[str, str]) -> Iterator[list]:
    for person in people:
        if person.work != "school" or lives.random() < 0.06:
            continue
        start, stage, word = next(one for one in reversed(STAGES) if person.age >= one[0])
        school = f"汉阳区江堤{('第一', '第二', '实验')[person.n % 3]}{word}"
        yield [
            f"XJ{person.n:08d}",
            person.id_number,
            person.name,
            school,
            schools[school],
            stage,
            f"{person.age - start + 1}年级",
            f"G{person.id_number}",
            f"{2026 - (person.age - start)}-09-01",
            lives.pick("0000000002") if stage in "23" else "0",
            lives.stamp(lives.day - int(lives.random() * 29)),
        ]


def schools_of(rng) -> dict[str, str]:
    return {
        f"汉阳区江堤{place}{word}": uscc(rng, "12")
        for _, _, word in STAGES
        for place in ("第一", "第二", "实验")
    }


def health_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    """Those signed with a family doctor: the old, the small, women of age, one adult in four."""
    for person in people:
        age, random = person.age, lives.random
        fertile = person.sex == "2" and 15 <= age <= 49
        if not person.lives_in or person.kind == FOREIGN:
            continue
        if not (age >= 60 or age < 6 or person.n % 4 == 0):
            continue
        expecting = fertile and random() < 0.03
        sick = age >= 50 and random() < 0.3
        yield [
            f"WJ{person.n:08d}",
            person.id_number,
            person.name,
            f"江堤街社区卫生服务中心第{1 + person.n % 12}团队",
            iso(lives.day - 20 - int(random() * 700)),
            str(person.n % 3) if fertile and person.marital != "10" else "",
            "1" if expecting else "0" if fertile else "",
            f"SY{person.n:010d}" if expecting else "",
            "3" if age >= 60 and random() < 0.2 else "0",
            iso(lives.day - 5 - int(random() * 360)) if age >= 65 and random() < 0.7 else "",
            lives.pick(("1", "1", "2", "1;2", "3")) if sick else "0",
            "1" if age >= 18 and random() < 0.004 else "0",
            lives.stamp(lives.day - int(random() * 25)),
        ]


def veteran_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        kind = person.veteran
        if not kind:
            continue
        joined = person.birth + int(18.5 * 365.25)
        left = min(joined + 730 + person.n % 3000, lives.day - 30)
        paid = kind in ("06", "07")
        yield [
            f"TY{person.n:08d}",
            person.id_number,
            person.name,
            kind,
            f"YD4201{person.n:010d}",
            iso(joined),
            iso(left),
            lives.pick("112344") if kind != "03" else "5",
            f"{1 + person.n % 10:02d}" if kind == "07" else "",
            "3" if paid else "0",
            f"{900 + person.n % 600}.00" if paid else "",
            iso(lives.day - person.n % 1500) if person.n % 5 else "",
            lives.stamp(lives.day - int(lives.random() * 200)),
        ]


def marriage_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    """Couples of the last years, and the cremations of those who died before the opening."""
    for person in people:
        stamp = lives.stamp(lives.day - int(lives.random() * 200))
        head = [f"HY{person.n:08d}", person.id_number, person.name]
        if person.dead_on:
            died = iso(person.dead_on)
            burnt = iso(person.dead_on + 2)
            yield [*head, "", "", "", "", "", died, burnt, f"SW{person.n:010d}", stamp]
        elif person.spouse and 22 <= person.age < 60 and person.spouse.kind != FOREIGN:
            other = person.spouse
            since = (
                max(person.birth, other.birth) + int(22.5 * 365.25) + min(person.n, other.n) % 900
            )
            date = iso(min(since, lives.day - 30))
            yield [*head, "20", date, "1", other.name, other.id_number, "", "", "", stamp]


def care_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        random = lives.random
        if not person.lives_in or person.kind == FOREIGN:
            continue
        old_alone = person.age >= 75 and len(person.household.members) == 1
        special = lives.pick("123") if 18 <= person.age < 60 and random() < 0.003 else ""
        demand = random() < 0.04
        if not (old_alone or special or demand or random() < 0.01):
            continue
        yield [
            f"ZZ{person.n:08d}",
            person.id_number,
            person.name,
            "2" if old_alone and person.age >= 85 else "1" if old_alone else "0",
            f"{1 + int(random() * 9):02d}" if demand else "",
            special,
            "2027-06-30" if special else "",
            "01" if old_alone and random() < 0.3 else "00",
            lives.stamp(lives.day - int(random() * 29)),
        ]
