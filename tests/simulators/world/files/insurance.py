"""Medical insurance, as the platform hands it over."""

from collections.abc import Iterator

from tests.simulators.world.days import iso
from tests.simulators.world.life import Lives
from tests.simulators.world.people import FOREIGN, OUTSIDE, Person

MEDICAL = (
    "row_key id_number name mi_person_no mi_type mi_status mi_person_type mi_place mi_start "
    "mi_pause mi_paid_year mi_pay_date mi_aid_identity mi_flexible updated_at"
)


def medical_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        if person.kind == FOREIGN:
            continue
        missing = 0.5 if person.kind == OUTSIDE else 0.04
        if person.sample or lives.random() >= missing:
            yield medical_row(lives, person)


def medical_row(lives: Lives, person: Person) -> list[object]:
    random, work = lives.random, person.work
    employee = work in ("job", "flexible", "retired_enterprise", "retired_public")
    if work == "flexible" and not person.sample and random() < 0.4:
        employee = False
    value = random()
    status = "1" if person.sample or value < 0.95 else "2" if value < 0.985 else "4"
    start = max(person.birth, lives.day - 300 - int(random() * 5000))
    aid = "4" if person.disability and person.disability[-1] in "12" else "0"
    return [
        f"YB{person.n:08d}",
        person.id_number,
        person.name,
        f"4201900000{person.n:09d}",
        "310" if employee else "390",
        status,
        person_type(person, employee),
        "420105" if person.n % 20 else "420100",
        iso(start),
        iso(lives.day - 60) if status == "2" else "",
        "2026" if status == "1" else "2025",
        "" if employee else f"2025-{10 + person.n % 3}-{1 + person.n % 28:02d}",
        "" if employee and aid == "0" else aid,
        "1" if employee and work == "flexible" else "0",
        lives.stamp(lives.day - int(random() * 250)),
    ]


def person_type(person: Person, employee: bool) -> str:
    if employee:
        return "12" if person.work.startswith("retired") else "11"
    age = person.age
    if age < 1:
        return "1401"
    if age < 6:
        return "1402"
    if age < 18:
        return "1403"
    if person.work == "school":
        return "1404"
    return "16" if age >= 60 else "15"
