"""The household register and the floating population register, as the police hand them over."""

from collections.abc import Iterator

from tests.simulators.world.days import iso
from tests.simulators.world.life import Lives
from tests.simulators.world.people import COLLECTIVE, FOREIGN, OUTSIDE, Person

HUKOU_PERSON = (
    "household_no household_type relation_to_head id_type id_number name name_former sex "
    "birth_date ethnic_group nationality native_place birth_place hukou_division hukou_address "
    "hukou_type hk_register_no hk_register_date hk_in_reason hk_in_from hk_card_valid_to"
)
HUKOU = f"row_key {HUKOU_PERSON} alive_status death_date hk_cancel_date hk_cancel_reason updated_at"
FLOATING = (
    "row_key id_type id_number name sex birth_date ethnic_group nationality hukou_division "
    "hukou_address hukou_type community address fp_register_no fp_register_date fp_origin_division "
    "fp_inflow_reason fp_basis fp_stay_length fp_permit_no fp_permit_issue fp_endorse_date "
    "fp_permit_status updated_at"
)
NATIVE = ("420105", "420105", "420100", "420900", "421100", "421000", "410100", "430100")
FORMER = ("小明", "建军", "红梅", "卫东", "春花")


def known_to_hukou(person: Person) -> bool:
    return person.kind not in (OUTSIDE, FOREIGN)


def hukou_person(lives: Lives, person: Person, dated: bool = True) -> list[str]:
    """The columns from household_no to hk_card_valid_to."""
    random, household = lives.random, person.household
    since = reason = came_from = ""
    if dated and random() < 0.35:
        day = person.birth + int(random() * max(1, lives.day - person.birth))
        since = iso(day)
        reason = "01" if random() < 0.5 else lives.pick(("02", "03", "04", "05", "06"))
        if reason == "01":
            since = iso(person.birth)
        else:
            came_from = lives.pick(("湖北省孝感市", "湖北省黄冈市", "武汉市江岸区", "河南省信阳市"))
    born = NATIVE[person.n % 8]
    number = household.number if person.division[:6] == "420105" or person.kind != "3" else ""
    return [
        number,
        "2" if person.kind == COLLECTIVE else "1",
        person.relation if number else "",
        person.id_type,
        person.id_number,
        person.name,
        person.former,
        person.sex,
        iso(person.birth),
        person.ethnic,
        person.nationality,
        born,
        "420105" if person.n % 3 else born,
        person.division,
        person.home_address,
        person.hukou_type,
        f"HB{number}" if number else "",
        since,
        reason,
        came_from,
        iso(lives.day + 200 + person.n % 3000) if 16 <= person.age < 46 else "",
    ]


def hukou_rows(lives: Lives, people: list[Person]) -> Iterator[list[str]]:
    for person in people:
        if not known_to_hukou(person):
            continue
        gone = person.dead_on and iso(person.dead_on)
        state = ["2", gone, gone, "1"] if gone else ["1", "", "", ""]
        stamp = lives.stamp(lives.day - int(lives.random() * 2000))
        yield [f"HJ{person.n:08d}", *hukou_person(lives, person), *state, stamp]


def floating_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        if known_to_hukou(person) or not person.lives_in:
            continue
        yield floating_row(lives, person)


def floating_row(lives: Lives, person: Person) -> list[object]:
    random = lives.random
    since = lives.day - 20 - int(random() * 1800)
    permit = since + 15 if random() < 0.6 and person.kind == OUTSIDE and person.age >= 16 else 0
    endorsed = permit + (lives.day - permit) // 365 * 365 if permit else 0
    overdue = permit and random() < 0.08
    if overdue:
        endorsed -= 365
    return [
        f"LD{person.n:08d}",
        person.id_type,
        person.id_number,
        person.name,
        person.sex,
        iso(person.birth),
        person.ethnic,
        person.nationality,
        person.division,
        person.home_address,
        person.hukou_type,
        person.lives_in,
        person.household.dwelling.address,
        f"JZ4201900{person.n:08d}",
        iso(since),
        person.division[:6],
        lives.pick(("01", "01", "01", "02", "03", "04", "06", "99")) if person.age >= 16 else "02",
        lives.pick("1122") if person.age >= 16 else "3",
        lives.pick("2344"),
        f"ZM420190{person.n:09d}" if permit else "",
        iso(permit) if permit else "",
        iso(max(permit, endorsed)) if permit else "",
        ("2" if overdue else "1") if permit else "0",
        lives.stamp(since + 1),
    ]
