"""Civil affairs and the disabled persons' federation: elders, aid, children, disability."""

from collections.abc import Iterator

from tests.simulators.world.days import compact, iso
from tests.simulators.world.life import Lives
from tests.simulators.world.people import LOCAL, Household, Person

ELDERLY = (
    "row_key id_number name el_allow_status el_allow_start el_allow_amount el_living el_ability "
    "el_ability_date el_service_subsidy el_home_care el_guardian_name el_guardian_phone updated_at"
)
DISABLED = (
    "row_key id_number name ds_cert_no ds_issue_date ds_valid_to ds_guardian_name "
    "ds_guardian_phone ds_emp_form ds_job_need ds_rehab_need ds_device_need updated_at"
)
DISABLED_AID = "row_key id_number name ds_living_sub ds_care_sub ds_sub_start updated_at"
CHILDREN = (
    "row_key id_number name ch_guardian_name ch_guardian_rel ch_guardian_phone ch_type "
    "ch_left_behind ch_orphan ch_status ch_amount ch_start ch_officer updated_at"
)
AID = (
    "row_key household_no id_number name sa_type sa_status sa_apply_date sa_approve_date "
    "sa_start_month sa_stop_month sa_stop_reason sa_class sa_amount_month sa_persons "
    "sa_checked_income sa_check_no sa_recheck_due sa_temp_date sa_temp_amount sa_cause "
    "household_income_month updated_at"
)


def elderly_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        if person.age < 60 or (person.age < 80 and person.n % 4):
            continue
        yield elderly_row(lives, person)


def elderly_row(lives: Lives, person: Person) -> list[object]:
    """From 80 an allowance, for nine of ten; the tenth may still apply."""
    paid = person.age >= 80 and person.kind == LOCAL and lives.random() < 0.9
    born = compact(person.birth)
    band = {8: "100", 9: "200"}.get(person.age // 10, "500")
    kin = next((one for one in person.household.members if one is not person), None)
    ability = "0" if lives.random() < 0.8 else lives.pick("1123")
    return [
        f"YL{person.n:08d}",
        person.id_number,
        person.name,
        "3" if paid else "0",
        f"{int(born[:4]) + 80}{born[4:6]}" if paid else "",
        band if paid else "",
        living(person),
        ability,
        iso(lives.day - 30 - int(lives.random() * 700)),
        "3" if ability >= "2" else "0",
        lives.pick(("01", "01;03", "07", "08")) if ability >= "2" else "",
        kin.name if kin else "",
        kin.mobile if kin else "",
        lives.stamp(lives.day - int(lives.random() * 60)),
    ]


def living(person: Person) -> str:
    count = len(person.household.members)
    return "3" if count == 1 else "2" if count == 2 and person.spouse else "1"


def disabled_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        if not person.disability:
            continue
        kin = next((one for one in person.household.members if one is not person), None)
        issued = lives.day - 100 - int(lives.random() * 3000)
        working = person.work in ("job", "flexible")
        yield [
            f"CL{person.n:08d}",
            person.id_number,
            person.name,
            person.disability,
            iso(issued),
            iso(issued + 3652),
            kin.name if kin else "",
            kin.mobile if kin else "",
            lives.pick(("01", "06", "05")) if working else "00" if person.age >= 16 else "09",
            "0" if working else lives.pick("01239"),
            lives.pick("0023345"),
            "1" if person.n % 6 == 0 else "0",
            lives.stamp(lives.day - int(lives.random() * 300)),
        ]


def disabled_aid_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        if not person.disability or person.kind != LOCAL:
            continue
        heavy = person.disability[-1] in "12"
        poor = person.n % 3 == 0
        if heavy or poor:
            yield [
                f"LB{person.n:08d}",
                person.id_number,
                person.name,
                "3" if poor else "0",
                "3" if heavy else "0",
                f"20{18 + person.n % 8}0{1 + person.n % 9}",
                lives.stamp(lives.day - int(lives.random() * 90)),
            ]


def child_rows(lives: Lives, people: list[Person]) -> Iterator[list[object]]:
    for person in people:
        if person.age >= 18 or not person.lives_in or lives.random() >= 0.012:
            continue
        guardian = person.household.members[0]
        kind = lives.pick("0002345")
        paid = kind in "23"
        yield [
            f"ET{person.n:08d}",
            person.id_number,
            person.name,
            guardian.name,
            "51" if guardian.sex == "1" else "52",
            guardian.mobile,
            kind,
            "1" if kind == "0" else "0",
            "3" if kind == "4" else "0",
            "3" if paid else "0",
            "1100.00" if paid else "",
            "202501" if paid else "",
            lives.pick(("周敏", "何静", "彭丽")),
            lives.stamp(lives.day - int(lives.random() * 90)),
        ]


def aid_rows(lives: Lives, households: list[Household]) -> Iterator[list[object]]:
    """About one household in fifty of those registered here draws or drew aid."""
    for household in households:
        if household.kind != LOCAL or not household.dwelling or len(household.members) > 4:
            continue
        head = household.members[0]
        if head.kind == LOCAL and not head.roster and lives.random() < 0.024:
            yield aid_row(lives, household)


def aid_row(lives: Lives, household: Household) -> list[object]:
    applicant, persons = household.members[0], len(household.members)
    kind = lives.pick(("01", "01", "01", "02", "03", "03", "04", "05"))
    stopped = lives.random() < 0.1
    year, month = 2019 + int(lives.random() * 7), 1 + int(lives.random() * 9)
    monthly = kind in ("01", "02")
    return [
        f"DB{applicant.n:08d}",
        household.number,
        applicant.id_number,
        applicant.name,
        kind,
        "5" if stopped else "3",
        f"{year}-{month:02d}-05",
        f"{year}-{month:02d}-25",
        f"{year}{month + 1:02d}",
        "202606" if stopped else "",
        "02" if stopped else "",
        lives.pick("ABC") if kind == "01" else "",
        f"{580 * persons}.00" if monthly else "",
        persons,
        f"{400 * persons}.00",
        f"HD{year}{applicant.n:08d}",
        "2027-03-31" if monthly else "",
        "2026-05-11" if kind == "05" else "",
        "2000.00" if kind == "05" else "",
        lives.pick(("01", "02", "03", "04", "05")),
        f"{400 * persons}.00",
        lives.stamp(lives.day - int(lives.random() * 120)),
    ]
