"""Answers as people type them where a browser shows no calendar."""

from datetime import date

import pytest

from hub.services.matters.answers import read_answers
from hub.services.matters.definition import matter_named
from hub.templatetags.hub import month_input

TODAY = date(2026, 11, 23)


def claimed(first, last):
    told = {"claim_from": first, "claim_to": last, "work_place": "菜场", "monthly_income": "3200"}
    return read_answers(matter_named("M01"), told, today=TODAY)


@pytest.mark.parametrize(
    "month",
    [
        "202607",
        "2026-07",
        "2026-7",
        "2026.7",
        "2026/07",
        "2026年7月",
        "2026 年 7 月",
        "２０２６－７",
    ],
)
def test_a_month_may_be_typed_with_or_without_its_nought(month):
    assert claimed(month, "2026-09").given["claim_from"] == "202607"


@pytest.mark.parametrize("month", ["20267", "2026-13", "2026-0", "7月", "26-7", "2026-7-1", ""])
def test_what_is_no_month_of_a_year_has_its_sentence(month):
    assert "claim" in claimed(month, "2026-09").wrong


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("202607", "2026-07"), ("2026-07", "2026-07"), ("2026年7月", "2026年7月"), ("", "")],
)
def test_what_was_typed_is_shown_again_as_it_was(typed, shown):
    assert month_input(typed) == shown
