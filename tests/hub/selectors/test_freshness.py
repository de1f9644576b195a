from datetime import date

import pytest

from hub.selectors.freshness import is_stale

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("told", "stale"),
    [
        ("2026-05-23", False),
        ("2026-05-22", True),
        ("2026-05-22T23:59:59+08:00", True),
        ("2026-11-23T08:00:00+08:00", False),
    ],
)
def test_a_word_of_half_a_year_ago_to_the_day_is_still_fresh(told, stale):
    assert is_stale(told, day=DAY, months=6) is stale


def test_a_month_without_that_day_counts_to_its_end():
    assert is_stale("2026-02-28", day=date(2026, 8, 30), months=6)
    assert not is_stale("2026-03-01", day=date(2026, 8, 30), months=6)


def test_the_turn_of_the_year_is_crossed():
    assert not is_stale("2025-12-31", day=date(2026, 1, 15), months=1)
    assert is_stale("2025-12-14", day=date(2026, 1, 15), months=1)
