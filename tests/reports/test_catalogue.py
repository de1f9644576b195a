import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from reports.catalogue import definition, definitions, read_definition
from reports.errors import DefinitionWrong, FormulaWrong, NoSuchReport, PeriodWrong
from reports.periods import LOCAL, Period, read_period
from reports.workdays import is_working_day, nth_working_day

FOLDER = Path(__file__).parent / "data"
OCTOBER = read_period("2026-10")
SMALL = """
code = "T01"
title = "试表"
line = "labour"
columns = ["total"]
[[indicators]]
row = "01"
label = "居住人口"
formula = "stock(RES)"
"""


def dictionary(name, report):
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["report"] == report]


@pytest.mark.parametrize("code", ["R01", "R03"])
def test_a_shipped_report_says_what_the_dictionary_says(code):
    rows = dictionary("report_indicators.csv", code)

    found = [(one.row, one.label, one.label_en, one.kind, one.formula)
             for one in definition(code).indicators]  # fmt: skip

    assert found == [
        (row["row"], row["label_zh"], row["label_en"], row["kind"], row["formula"]) for row in rows
    ]


@pytest.mark.parametrize("code", ["R01", "R03"])
def test_a_shipped_report_has_the_checks_of_the_dictionary(code):
    wanted = [row["check"] for row in dictionary("report_checks.csv", code)]

    assert [one.check.text for one in definition(code).checks] == wanted


def test_retiree_work_contents_all_land_in_a_row():
    text = " ".join(one.formula for one in definition("R03").indicators)

    assert all(f"svc({item:02d}," in text for item in (3, 4, *range(6, 16)))


def test_the_two_reports_are_due_as_their_rules_say():
    population, retirees = definition("R01").due, definition("R03").due

    assert population.cut_off(OCTOBER) == date(2026, 10, 31)
    assert population.due(OCTOBER, "community").day == date(2026, 11, 4)
    assert population.due(OCTOBER, "street").day == date(2026, 11, 6)
    assert retirees.cut_off(OCTOBER) == date(2026, 10, 28)
    assert retirees.due(OCTOBER, "community").day == date(2026, 10, 30)
    assert retirees.due(OCTOBER, "street").day == date(2026, 11, 4)


def test_in_february_the_retirees_are_due_when_they_can_be_made():
    due = definition("R03").due

    assert due.cut_off(Period(2027, 2)) == date(2027, 2, 28)
    assert due.due(Period(2027, 2), "community").day == date(2027, 3, 1)
    assert due.due(Period(2028, 2), "community").day == date(2028, 2, 29)


def test_a_period_ends_at_its_local_midnight():
    due = definition("R01").due

    assert due.last_ended(datetime(2026, 10, 31, 23, 59, tzinfo=LOCAL)) == Period(2026, 9)
    assert due.last_ended(datetime(2026, 11, 1, 0, 0, tzinfo=LOCAL)) == Period(2026, 10)


def test_holidays_and_worked_weekends_are_known():
    assert not is_working_day(date(2026, 10, 7))
    assert is_working_day(date(2026, 10, 10))
    assert nth_working_day(date(2026, 10, 1), 1).day == date(2026, 10, 8)


def test_a_year_nobody_announced_falls_back_to_weekdays_and_says_so():
    found = nth_working_day(date(2027, 1, 1), 3)

    assert found.day == date(2027, 1, 5)
    assert not found.announced


@pytest.mark.parametrize("text", ["2026-13", "2026", "26-01", "2026-1", ""])
def test_a_period_that_is_no_month_is_refused(text):
    with pytest.raises(PeriodWrong):
        read_period(text)


def test_an_unknown_report_is_told():
    with pytest.raises(NoSuchReport):
        definition("R99")


def test_a_repeated_row_is_refused():
    again = SMALL + SMALL[SMALL.index("[[indicators]]") :]

    with pytest.raises(DefinitionWrong):
        read_definition(again)


def test_a_formula_that_cannot_be_read_is_refused_with_the_definition():
    with pytest.raises(FormulaWrong):
        read_definition(SMALL.replace("stock(RES)", "stock(EVERYBODY)"))


def test_columns_are_by_sex_by_year_or_one():
    with pytest.raises(DefinitionWrong):
        read_definition(SMALL.replace('["total"]', '["month", "total"]'))


def test_one_line_has_one_table_a_period():
    tables = {(one.line, one.due.period): set() for one in definitions().values()}
    for one in definitions().values():
        tables[one.line, one.due.period].add(one.table)

    assert all(len(names) == 1 for names in tables.values())
