"""Households and homes through the one door: where they stand, what they sum to, by both clocks."""

import pytest
from django.db import transaction

from communities.actor import system_actor
from hub.models import Household, Resident
from hub.services.intake import Observation, take_in
from reports.catalogue import read_definition
from reports.engine.drill import Figure, behind
from reports.engine.run import Books, Task, pass_over
from reports.errors import DefinitionWrong, FieldUnknown
from reports.services.snapshot import position_now
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    make_areas,
    make_happening,
    make_household,
    make_native,
    run_sql,
    until_seen,
    when,
)
from tests.reports.test_story import ADAM, BELLA, CHEN, DONG

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("story")
OCTOBER_ENDS = "2026-10-31"
REPORT = """
code = "T01"
title = "试表"
line = "x"
columns = ["total", "male", "female"]
"""
ROWS = {
    "01": "hh(sa_type=01, sa_status=3)",
    "02": "sum(sa_persons, hh(sa_type=01, sa_status=3))",
    "03": "sum(sa_amount_month, hh(sa_type=01, sa_status=3))",
    "04": "dw(hp_use=2)",
    "05": "sum(occupant_count, dw(hp_use=2))",
    "06": "hh(any member va_plaque set)",
    "07": "sum(sa_persons, hh(sa_status=3, sa_recheck_due in month))",
    "08": "sum(el_allow_amount, stock(REG, el_allow_status=3))",
}


def report(**rows):
    said = [f'[[indicators]]\nrow = "{row}"\nlabel = "{row}"\nformula = "{formula}"'
            for row, formula in (rows or ROWS).items()]  # fmt: skip
    return read_definition(REPORT + "\n".join(said))


def tell(who, source="PSB_HJ", unit=RIVER, **said):
    take_in([Observation(said={"id_number": who, **said}, community=unit)],
            source=source, actor=SYSTEM, creates=source == "PSB_HJ", today=NOON.date())  # fmt: skip


@pytest.fixture
def street():
    """Two and one to a household in River, one in Bridge; two households on the allowance."""
    with transaction.atomic():
        make_areas()
    for who, unit, house in ((ADAM, RIVER, 1), (BELLA, RIVER, 1), (CHEN, RIVER, 2),
                             (DONG, BRIDGE, 3)):  # fmt: skip
        tell(who, unit=unit, name="某人", hukou_division=unit, address=f"{house}栋1单元101",
             nationality="CHN", household_key=str(house), household_status="1",
             relation_to_head="20" if who == BELLA else "户主")  # fmt: skip
    aid = {"sa_type": "01", "sa_status": "3", "sa_recheck_due": "2026-10-20"}
    tell(ADAM, "MCA_SA", **aid, sa_persons="2", sa_amount_month="800.50")
    tell(DONG, "MCA_SA", unit=BRIDGE, **aid, sa_persons="1", sa_amount_month="500.00")
    tell(CHEN, "HUB", hp_use="2")
    tell(BELLA, "VA", va_plaque="2020-01-01")
    tell(DONG, "MCA_YL", unit=BRIDGE, el_allow_status="3", el_allow_amount="100.00")
    until_seen()


def figures(asked=None, units=(RIVER, BRIDGE), position=None):
    clocks = when(position or position_now(), OCTOBER_ENDS)
    task = Task(asked or report(), OCTOBER, units, clocks, opening=True)
    with transaction.atomic():
        return pass_over(task, today=NOON.date()).figures


def totals(of, unit=RIVER):
    return {row: str(cells["total"]) for row, cells in of[unit].items()}


def test_households_homes_and_their_sums(street):
    found = figures()

    assert totals(found) == {
        "01": "1", "02": "2", "03": "800.50", "04": "1", "05": "1", "06": "1", "07": "2",
        "08": "0",
    }  # fmt: skip
    assert totals(found, BRIDGE)["08"] == "100.00"
    assert totals(found, BRIDGE)["01"] == "1"


def test_a_household_has_no_sex_and_a_sum_over_persons_has(street):
    found = figures()

    assert (found[RIVER]["01"]["male"], found[RIVER]["05"]["female"]) == (None, None)
    assert str(found[BRIDGE]["08"]["female"]) == "100.00"


def test_a_household_is_counted_in_one_unit_whatever_area_is_asked_for(street):
    whole, part = figures(), figures(units=(RIVER,))

    assert totals(whole) == totals(part)


def test_what_was_told_after_the_position_is_not_counted(street):
    before = position_now()
    tell(CHEN, "MCA_SA", sa_type="01", sa_status="3", sa_persons="1", sa_amount_month="1")
    tell(CHEN, "HUB", hp_use="1")
    until_seen()

    assert totals(figures(position=before)) == totals(figures(position=before, units=(RIVER,)))
    assert totals(figures(position=before))["01"] == "1"
    assert totals(figures(position=before))["04"] == "1"
    assert totals(figures())["01"] == "2"
    assert totals(figures())["04"] == "1"  # let out until November


def test_a_household_stands_where_it_stood_on_the_day(street):
    home = Household.objects.order_by("pk").first()
    elsewhere = Household.objects.order_by("pk").last()
    run_sql("update hub_household set household_dwelling_id = %s where id = %s",
            elsewhere.household_dwelling_id, home.pk)  # fmt: skip
    run_sql(
        "insert into hub_change (kind, subject_id, category, before, after, source, actor,"
        " effective_date) values ('H', %s, 'core_household', jsonb_build_object("
        "'household_dwelling_id', %s::bigint), jsonb_build_object('household_dwelling_id',"
        " %s::bigint), 'PSB_HJ', 'test', '2026-11-05')",
        home.pk, home.household_dwelling_id, elsewhere.household_dwelling_id)  # fmt: skip
    until_seen()

    assert totals(figures())["01"] == "1"
    assert totals(figures(), BRIDGE)["01"] == "1"


def test_the_figure_opens_to_heads_and_to_addresses(street):
    def opened(row):
        figure = Figure(report(), RIVER, row, "total", (1,), when(position_now(), OCTOBER_ENDS))
        with transaction.atomic():
            return behind(figure, after=0, limit=9, since=figure.when.day)

    (household,), (home,) = opened("02"), opened("04")

    assert household.resident == Resident.objects.order_by("pk").first().pk
    assert home.resident is None
    assert "2栋1单元101" in home.address


def test_the_eighteenth_birthday_is_that_of_the_month():
    with transaction.atomic():
        make_areas()
        make_native(RIVER, born="2008-10-12")
        make_native(RIVER, born="2008-11-01")
    until_seen()

    assert totals(figures(report(**{"01": "flow(birthday18)"})))["01"] == "1"


def test_who_was_born_on_the_29th_of_february_is_eighteen_on_the_first_of_march():
    with transaction.atomic():
        make_areas()
        make_native(RIVER, born="2008-02-29")
        make_native(RIVER, born="2008-02-28")
    until_seen()
    asked = report(**{"01": "flow(birthday18)"})

    def counted(day):
        task = Task(asked, OCTOBER, (RIVER,), when(position_now(), day), opening=True)
        with transaction.atomic():
            return totals(pass_over(task, today=NOON.date()).figures)["01"]

    assert (counted("2026-02-28"), counted("2026-03-31")) == ("1", "1")


def test_an_event_of_a_register_is_counted_where_the_person_lives(street):
    with transaction.atomic():
        adam = Resident.objects.order_by("pk").first()
        make_happening(adam.pk, BRIDGE, "register", "unemp_register", on="2026-10-12")
    until_seen()
    asked = report(**{"01": "flow(unemp_register, RES)"})
    books = {unit: Books(0, {}, 1, OPENED.last) for unit in (RIVER, BRIDGE)}
    task = Task(asked, OCTOBER, (RIVER, BRIDGE), when(position_now(), OCTOBER_ENDS), books)

    with transaction.atomic():
        found = pass_over(task, today=NOON.date()).figures

    assert (totals(found)["01"], totals(found, BRIDGE)["01"]) == ("1", "0")


def test_a_household_that_was_made_later_is_not_there_yet():
    with transaction.atomic():
        make_areas()
        house = make_household()
        run_sql("update hub_household set scope = %s where id = %s", RIVER, house)
        make_native(RIVER, household=house)
        run_sql(
            "insert into hub_change (xid, kind, subject_id, category, before, after, source, actor,"
            " effective_date) values ('99999999', 'H', %s, 'core_household', '{}',"
            " '{\"household_status\": \"1\"}', 'PSB_HJ', 'test', '0001-01-01')", house)  # fmt: skip
    until_seen()
    asked = report(**{"01": "hh(household_type!=9)"})

    assert totals(figures(asked, position=5000))["01"] == "0"


@pytest.mark.parametrize(
    ("formula", "trouble"),
    [("hh(sex=1)", DefinitionWrong), ("dw(sa_type=01)", DefinitionWrong),
     ("hh(any(REG), any member va_plaque set)", DefinitionWrong),
     ("sum(sa_persons, hh(any(REG)))", DefinitionWrong), ("hh(no_such=1)", FieldUnknown)],
)  # fmt: skip
def test_parts_that_do_not_fit_are_refused_with_a_sentence(formula, trouble):
    with pytest.raises(trouble):
        figures(report(**{"01": formula}))
