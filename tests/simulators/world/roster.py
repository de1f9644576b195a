"""The people of the Jiangteng roster workbook: offices know them, registers leave them out."""

import csv
from datetime import date

from tests.simulators.world import names
from tests.simulators.world.days import age_on
from tests.simulators.world.people import CITY, LOCAL, OUTSIDE, Dwelling, Household, Person
from tests.simulators.world.places import FIXTURES, Community
from tests.simulators.world.settle import ADDRESS, Settlers

COMMUNITY = "420105011006"
RELATIONS = {
    "户主": "02", "配偶": "10", "长子": "22", "子": "20", "女": "30",
    "孙子": "41", "父亲": "51", "母亲": "52",
}  # fmt: skip
FIRST_FREE_BUILDING = 61
"""The workbook's people live in the buildings below it."""


def roster_rows() -> list[dict[str, str]]:
    with (FIXTURES / "jiangteng_people.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def settle_roster(settlers: Settlers, community: Community, rows: list[dict[str, str]]) -> None:
    """Put the workbook's people into the books, household by household."""
    households: dict[str, Household] = {}
    flats: dict[tuple[str, str, str], Dwelling] = {}
    for row in rows:
        household = households.get(row["household"])
        if household is None:
            household = households[row["household"]] = open_household(settlers, community)
            household.key = row["household"]
        place = (row["building"], row["unit"], row["room"])
        if place not in flats:
            flats[place] = community.add(
                Dwelling(community.code, "", int(place[0]), int(place[1]), place[2])
            )
        if household.dwelling is None:
            household.dwelling = flats[place]
            household.dwelling.household = household
        add_person(settlers, household, row)


def open_household(settlers: Settlers, community: Community) -> Household:
    value = settlers.random()
    kind = LOCAL if value < 0.84 else CITY if value < 0.93 else OUTSIDE
    household = Household(kind, community.code)
    settlers.households.append(household)
    if kind != OUTSIDE:
        household.number = f"{community.code[3:]}{len(settlers.households):07d}"
    return household


def add_person(settlers: Settlers, household: Household, row: dict[str, str]) -> None:
    birth = date.fromisoformat(row["birth_date"]).toordinal()
    relation = RELATIONS[row["relation"]]
    person = Person(len(settlers.people) + 1, household, relation, row["sex"], birth)
    person.id_number, person.name, person.mobile = row["id_number"], row["name"], row["mobile"]
    person.age = age_on(birth, settlers.day)
    person.marital = "20" if relation in ("02", "10", "51", "52") else "10"
    person.roster = True
    person.ethnic = settlers.pick(names.MINORITIES) if settlers.random() < 0.05 else "01"
    enrol(settlers, person, household)
    household.members.append(person)
    settlers.people.append(person)


def enrol(settlers: Settlers, person: Person, household: Household) -> None:
    """Registered where the household is; the head decides for all."""
    if household.members:
        first = household.members[0]
        person.division, person.home_address = first.division, first.home_address
        person.registered_in, person.hukou_type = first.registered_in, first.hukou_type
        return
    if household.kind == LOCAL:
        person.division = person.registered_in = COMMUNITY
        person.home_address = f"{ADDRESS}江腾社区{household.dwelling.plain}"
        return
    place = "city" if household.kind == CITY else "outside"
    person.division, person.home_address = settlers.pick(settlers.places[place])
    if household.kind == OUTSIDE:
        person.hukou_type = "22"
