"""Computed values by the day, asked of a real PostgreSQL."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from psycopg import sql

from hub.derived.expressions import DERIVED
from hub.derived.select import BASE, TABLES, pieces
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import HOUSEHOLD, RESIDENT
from hub.models import (
    Employment,
    Floating,
    MedicalInsurance,
    Property,
    SocialInsurance,
    UrbanRural,
    Veteran,
)
from tests.hub.make import (
    COMMUNITY,
    born,
    make_dwelling,
    make_facts,
    make_household,
    make_resident,
    make_service,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
VECTORS = Path(__file__).parent / "vectors" / "retire_vectors.csv"


def retire_vectors():
    with VECTORS.open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row.values()) for row in csv.DictReader(file)]


def seen(subject, *names, day=TODAY):
    """The fields of one subject as a reader gets them: one value, or a tuple of several."""
    base = {"Resident": RESIDENT, "Household": HOUSEHOLD}.get(type(subject).__name__, "dwelling")
    part = pieces(names, base=base)
    query = sql.SQL("select {} from {} {} where {}.id = %(id)s").format(
        part.columns, part.table, part.joins, sql.Identifier(BASE[base])
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"day": day, "id": subject.pk})
        (row,) = cursor.fetchall()
    return row if len(names) > 1 else row[0]


@pytest.mark.parametrize(("birth_month", "category", "delay", "month", "age"), retire_vectors())
def test_the_retirement_month_follows_the_published_rule(birth_month, category, delay, month, age):
    birth = date(int(birth_month[:4]), int(birth_month[4:]), 15)
    years, months = (int(part) for part in age.rstrip("m").split("y"))
    resident = make_resident(birth_date=birth, sex="2", retire_age_category=category)

    with connection.cursor() as cursor:
        cursor.execute("select hub_retire_delay(%s, %s)", [birth, category])
        (told,) = cursor.fetchone()

    assert seen(resident, "statutory_retire_date") == month
    assert told == int(delay)
    assert (int(month[:4]) - birth.year) * 12 + int(month[4:]) - birth.month == years * 12 + months


def test_a_category_set_by_the_insurance_office_has_no_statutory_delay():
    with connection.cursor() as cursor:
        cursor.execute(
            "select hub_retire_delay('1970-01-15', 'S'), hub_retire_delay('1970-01-15', null)"
        )

        assert cursor.fetchone() == (None, None)


@pytest.mark.parametrize(
    ("day", "years"), [("2025-02-28", 20), ("2025-03-01", 21), ("2024-02-29", 20)]
)
def test_who_is_born_on_a_leap_day_completes_the_year_on_the_first_of_march(day, years):
    with connection.cursor() as cursor:
        cursor.execute("select hub_age('2004-02-29', %s)", [day])

        assert cursor.fetchone() == (years,)


@pytest.mark.parametrize("base", ["resident", "household", "dwelling"])
def test_every_computed_field_can_be_asked_in_one_statement(base):
    own = {key for key, category in CATEGORIES.items() if category.entity == base}
    names = [name for name in DERIVED if FIELDS[name].category in own]
    dwelling = make_dwelling(std_address="江腾路1号2栋301")
    household = make_household(household_dwelling=dwelling)
    resident = make_resident(household=household, dwelling=dwelling)
    subject = {"resident": resident, "household": household, "dwelling": dwelling}[base]

    row = seen(subject, *names) if len(names) > 1 else (seen(subject, *names),)

    assert len(row) == len(names)


def test_a_resident_shows_the_fields_of_household_and_dwelling_too():
    dwelling = make_dwelling()
    household = make_household(household_dwelling=dwelling)
    resident = make_resident(household=household, dwelling=dwelling)

    row = seen(resident, "name", "household_size", "occupant_count", "mobile", "emp_status")

    assert row == ("赵兰", 1, 1, None, None)


def test_every_stored_field_can_be_asked_too():
    resident = make_resident()

    row = seen(resident, *FIELDS)

    assert len(row) == len(FIELDS)
    assert {alias for alias in TABLES} >= {"r", "h", "d", "c01", "c18"}


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(1966, 11, 24), TODAY, 59),
        (date(1966, 11, 23), TODAY, 60),
        (date(2026, 11, 23), TODAY, 0),
        (date(2026, 11, 24), TODAY, None),
        (None, TODAY, None),
    ],
)
def test_age_is_full_years_and_the_leap_day_completes_on_the_first_of_march(birth, day, age):
    resident = make_resident(birth_date=birth)

    assert seen(resident, "age", day=day) == age


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "000"), (2, "000"), (3, "003"), (13, "006"), (14, "014"), (17, "014"), (18, "018"),
     (34, "018"), (49, "035"), (59, "050"), (60, "060"), (65, "065"), (79, "065"), (80, "080"),
     (99, "090"), (100, "100")],
)  # fmt: skip
def test_every_age_falls_into_one_band(age, band):
    assert seen(make_resident(birth_date=born(age, TODAY)), "age_band") == band


@pytest.mark.parametrize(
    ("age", "flags"),
    [(13, (True, False, False, False, None)), (60, (False, True, False, False, None)),
     (80, (False, True, True, True, "80")), (101, (False, True, True, True, "100"))],
)  # fmt: skip
def test_flags_of_age_and_the_allowance_band_follow_the_day(age, flags):
    resident = make_resident(birth_date=born(age, TODAY))

    assert seen(resident, "is_under14", "el_is60", "el_is65", "el_is80", "el_allow_band") == flags


def test_working_age_begins_at_sixteen_and_ends_with_the_computed_month():
    man = make_resident(birth_date=date(1966, 7, 20), sex="1")

    month = seen(man, "statutory_retire_date")

    assert month == "202612"
    assert seen(man, "is_working_age", "is_past_retire_age", day=date(2026, 11, 30)) == (
        True,
        False,
    )
    assert seen(man, "is_working_age", "is_past_retire_age", day=date(2026, 12, 1)) == (False, True)
    assert seen(man, "is_working_age", day=date(1982, 7, 19)) is False
    assert seen(man, "is_working_age", day=date(1982, 7, 20)) is True


@pytest.mark.parametrize(("age", "known"), [(30, True), (53, None), (60, False)])
def test_a_woman_whose_category_nobody_told_is_of_working_age_only_where_it_is_sure(age, known):
    woman = make_resident(birth_date=born(age, TODAY), sex="2")

    assert seen(woman, "is_working_age") is known


def test_a_residence_registered_half_a_year_ago_counts_from_that_day():
    resident = make_resident()
    make_facts(
        Floating,
        resident,
        fp_register_date=date(2026, 5, 24),
        fp_endorse_date=date(2025, 12, 1),
    )

    assert seen(resident, "fp_half_year", "fp_endorse_due") == (False, date(2026, 12, 1))
    assert seen(resident, "fp_half_year", day=date(2026, 11, 24)) is True


def test_recognition_of_employment_difficulty_ends_after_its_last_day():
    resident = make_resident()
    make_facts(
        Employment,
        resident,
        emp_diff_date=date(2025, 1, 1),
        emp_diff_valid_to=date(2026, 11, 23),
    )

    assert seen(resident, "emp_diff_flag") is True
    assert seen(resident, "emp_diff_flag", day=date(2026, 11, 24)) is False
    assert seen(make_resident(), "emp_diff_flag") is False


@pytest.mark.parametrize(
    ("sex", "age", "flag"), [("2", 39, False), ("2", 40, True), ("1", 49, False), ("1", 50, True)]
)
def test_forty_for_women_and_fifty_for_men(sex, age, flag):
    resident = make_resident(birth_date=born(age, TODAY), sex=sex)

    assert seen(resident, "emp_4050") is flag


@pytest.mark.parametrize(
    ("birth", "recognised", "used", "left"),
    [
        (date(1981, 3, 15), date(2026, 3, 1), 10, 26),  # far from retirement
        (date(1981, 3, 15), date(2026, 3, 1), 40, 0),  # more used than there were
        (date(1981, 3, 15), None, None, 36),  # nothing used yet
        (date(1975, 1, 15), date(2021, 1, 1), 30, 0),  # recognised in the last five years: gone
        (date(1977, 6, 15), date(2024, 1, 1), 30, 22),  # recognised in the last five years
    ],
)
def test_months_of_subsidy_left_run_to_retirement_for_who_was_near_it(
    birth, recognised, used, left
):
    resident = make_resident(birth_date=birth, sex="2", retire_age_category="F50")
    make_facts(Employment, resident, emp_diff_date=recognised, emp_subsidy_used=used)

    assert seen(resident, "emp_subsidy_left") == left


def test_who_lives_here_without_paid_medical_insurance_is_uncovered():
    here, insured = make_resident(), make_resident()
    away = make_resident(residence_type="2")
    make_facts(MedicalInsurance, insured, mi_status="1")

    assert seen(here, "mi_uncovered") is True
    assert seen(insured, "mi_uncovered") is False
    assert seen(away, "mi_uncovered") is False


def test_an_enterprise_retiree_draws_the_enterprise_pension_and_is_alive():
    retiree = make_resident()
    dead = make_resident(alive_status="2")
    for resident in (retiree, dead):
        make_facts(
            SocialInsurance,
            resident,
            si_pension_type="110",
            si_benefit_start="202503",
            si_cert_date=date(2026, 1, 31),
        )

    assert seen(retiree, "rt_flag", "si_cert_due") == (True, date(2027, 1, 31))
    assert seen(dead, "rt_flag") is False


def test_visits_and_contacts_are_the_newest_events_up_to_the_day():
    resident = make_resident()
    make_service(resident, "08", date(2026, 9, 1))
    make_service(resident, "12", date(2026, 10, 1))
    make_service(resident, "06", date(2026, 12, 1))

    assert seen(resident, "rt_last_visit", "gg_last_contact") == (
        date(2026, 9, 1),
        date(2026, 10, 1),
    )
    assert seen(resident, "rt_last_visit", day=date(2026, 12, 1)) == date(2026, 12, 1)


def test_a_closed_demand_is_no_longer_open():
    resident = make_resident()
    make_service(resident, "demand", date(2026, 9, 1), count=2)
    make_service(resident, "demand_closed", date(2026, 10, 1))

    assert seen(resident, "gg_demand_open") == 1
    assert seen(resident, "gg_demand_open", day=date(2026, 9, 30)) == 2


@pytest.mark.parametrize(
    ("birth", "day", "flag"),
    [
        (date(2020, 8, 31), date(2026, 9, 1), True),
        (date(2020, 9, 1), date(2026, 9, 1), False),
        (date(2020, 8, 31), date(2026, 8, 31), False),
        (date(2011, 9, 1), date(2027, 3, 1), True),
        (date(2011, 8, 31), date(2026, 12, 31), False),
    ],
)
def test_compulsory_school_age_is_that_of_the_school_year_that_runs(birth, day, flag):
    assert seen(make_resident(birth_date=birth), "ed_compulsory", day=day) is flag


def test_flags_of_a_woman_a_veteran_and_a_party_member():
    resident = make_resident(sex="2", birth_date=born(49, TODAY), political_status="02")
    make_facts(Veteran, resident, va_type="07", va_status="3")

    assert seen(resident, "hf_childbearing", "va_key", "pv_member") == (True, True, True)


def test_a_household_is_counted_from_its_active_members():
    dwelling = make_dwelling()
    household = make_household(household_dwelling=dwelling, household_income_month=Decimal("4000"))
    make_facts(Property, dwelling, hp_area=Decimal("90.00"), hp_tenure="01", hp_use="1")
    mother = make_resident(
        household=household, dwelling=dwelling, sex="2", birth_date=born(40, TODAY)
    )
    make_resident(household=household, dwelling=dwelling, birth_date=born(10, TODAY))
    make_resident(household=household, sex="1", birth_date=born(70, TODAY), residence_type="2")
    make_resident(household=household, record_status="3", birth_date=born(90, TODAY))
    make_facts(Employment, mother, emp_status="2")

    counts = seen(
        household,
        "household_size",
        "household_present_count",
        "household_labour_count",
        "household_employed_count",
        "is_zero_employment",
        "is_elderly_only",
    )

    assert counts == (3, 2, 1, 0, True, False)
    assert seen(household, "household_income_pc") == Decimal("1333.33")
    assert seen(household, "household_area_pc") == Decimal("30.00")
    assert seen(dwelling, "occupant_count", "hp_is_rental") == (2, False)


def test_who_lives_in_a_home_counts_before_anybody_tells_the_register():
    dwelling, household = make_dwelling(), make_household()
    make_resident(dwelling=dwelling, household=household, residence_type=None)
    make_resident(dwelling=dwelling, household=household, residence_type="2")

    assert seen(dwelling, "occupant_count") == 1
    assert seen(household, "household_present_count") == 1


def test_work_of_one_member_ends_zero_employment():
    household = make_household()
    for status in ("1", "2"):
        resident = make_resident(household=household, sex="1", birth_date=born(40, TODAY))
        make_facts(Employment, resident, emp_status=status)

    assert seen(household, "is_zero_employment", "household_employed_count") == (False, 1)


def test_a_household_of_old_people_alone():
    household = make_household()
    make_resident(household=household, birth_date=born(61, TODAY))
    make_resident(household=household, birth_date=born(30, TODAY), residence_type="2")

    assert seen(household, "is_elderly_only") is True
    assert seen(make_household(), "is_elderly_only") is False


def test_the_household_is_called_on_the_heads_phone_shown_masked():
    head = make_resident(mobile_sealed=b"sealed", mobile_hash=b"hash", mobile_mask="138****1234")
    household = make_household(head_resident=head)

    assert seen(household, "household_phone") == "138****1234"


def test_the_urban_rural_class_comes_from_the_loaded_table():
    dwelling = make_dwelling()

    before = seen(dwelling, "urban_rural_class")
    UrbanRural.objects.create(community=COMMUNITY, urban_rural_class="111")

    assert before is None
    assert seen(dwelling, "urban_rural_class") == "111"


def test_an_unknown_field_is_an_error_and_a_dwelling_has_no_one_resident():
    with pytest.raises(KeyError):
        pieces(["star_sign"])
    with pytest.raises(KeyError):
        pieces(["age"], base="dwelling")
