import csv
from pathlib import Path

import pytest

from reports.errors import FormulaWrong
from reports.language import parse_check, parse_formula
from reports.language.nodes import (
    Among,
    Binary,
    Blank,
    Check,
    Column,
    Compare,
    Comparison,
    Flow,
    Households,
    IsSet,
    Net,
    Range,
    Ref,
    Service,
    Steps,
    Stock,
)

FOLDER = Path(__file__).parent / "data"
# Three checks of the dictionary are sentences, not rules.
SENTENCES = {"member changes", "环比", "births not yet"}


def rows(name):
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("row", rows("report_indicators.csv"), ids=lambda r: r["report"] + r["row"])
def test_every_indicator_of_the_dictionary_can_be_read(row):
    assert parse_formula(row["formula"])


@pytest.mark.parametrize("row", rows("report_checks.csv"), ids=lambda r: r["report"])
def test_every_check_of_the_dictionary_that_is_a_rule_can_be_read(row):
    if any(words in row["check"] for words in SENTENCES):
        return

    assert isinstance(parse_check(row["check"]), Check)


def test_a_code_keeps_its_leading_nought():
    assert parse_formula("svc(03, count)") == Service("03", "count")


def test_a_list_ends_where_the_next_condition_begins():
    found = parse_formula("stock(RES, ethnic_group set, ethnic_group not in 01,97, 18<=age<=59)")

    assert found == Stock(
        "RES",
        (IsSet("ethnic_group"), Among("ethnic_group", ("01", "97"), negated=True),
         Range("age", "18", "59")),
    )  # fmt: skip


def test_a_list_ends_before_a_bare_field():
    found = parse_formula("stock(REG, va_type in 02,03, is_working_age=1)")

    assert found.conditions[0].values == ("02", "03")
    assert found.conditions[1] == Compare("is_working_age", "=", "1")


def test_a_flow_may_name_its_set_its_timing_and_what_it_counts():
    assert parse_formula("flow(register, move_reason!=01, REG, on_time)") == Flow(
        "register", (Compare("move_reason", "!=", "01"),), "REG", "on_time"
    )
    assert parse_formula("flow(benefit_start, sa_type=01, by household)").counted == "household"
    assert parse_formula("net(RES, off_time)") == Net("RES", "off_time")


def test_gain_and_loss_are_steps_by_sign():
    assert parse_formula("gain(RET)") == Steps("RET", 1)
    assert parse_formula("loss(RET, cause!=death)").sign == -1


def test_households_with_a_member_in_a_set():
    assert isinstance(parse_formula("hh(household_status=1, any(REG))"), Households)


def test_a_ratio_may_stay_blank():
    assert isinstance(parse_formula("i16 / i15 * 100, blank when i15 = 0"), Blank)


@pytest.mark.parametrize(
    "formula",
    ["", "stock()", "stock(ALL)", "stock(RES,", "count(RES)", "svc(03)", "prev(06)", "net(RES, x)",
     "stock(RES, age)) + 1", "__import__('os')", "stock(RES, age<=)", "i1", "sum(x, flow(cert))"],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_its_place(formula):
    with pytest.raises(FormulaWrong) as trouble:
        parse_formula(formula)

    assert "公式" in str(trouble.value)


def test_a_check_over_every_row_but_one():
    found = parse_check("total == male + female for every row except i07")

    assert found.every == ("every",)
    assert found.apart_from == ("07",)
    assert found.rule == Comparison(
        "==", Column("total"), Binary("+", Column("male"), Column("female"))
    )


def test_a_check_of_the_year_to_date_starts_again_in_january():
    found = parse_check(
        "ytd(iNN) == prev.ytd(iNN) + iNN for flow and amount rows, reset in January"
    )

    assert found.resets
    assert found.every == ("flow", "amount")
    assert found.rule.left == Ref("NN", ytd=True)


def test_a_warning_never_blocks():
    assert parse_check("warn only: i11 above i10 + prev.i10 (early checks are possible)").warns


@pytest.mark.parametrize(
    "check", ["i01", "i01 = i02", "i01 == i02 and", "i01 == i02 for every day"]
)
def test_what_is_no_check_is_refused(check):
    with pytest.raises(FormulaWrong):
        parse_check(check)
