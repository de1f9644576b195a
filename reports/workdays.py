"""Working days by the State Council's yearly holiday notice, kept as data.

`data/workdays.csv` names, for every year that it knows, the weekdays that are off and the
weekend days that are worked. A year it does not know falls back to Monday to Friday, and the
answer says so, because a due day nobody announced yet is only a guess.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "workdays.csv"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DueDay:
    """`announced` is whether the State Council's calendar of that year was used."""

    day: date
    announced: bool


@cache
def announced_days() -> dict[date, bool]:
    with FILE.open(encoding="utf-8-sig", newline="") as lines:
        return {date.fromisoformat(row["date"]): row["kind"] == "work"
                for row in csv.DictReader(lines)}  # fmt: skip


@cache
def announced_years() -> frozenset[int]:
    return frozenset(day.year for day in announced_days())


def is_working_day(day: date) -> bool:
    return announced_days().get(day, day.weekday() < SATURDAY)


def nth_working_day(first: date, n: int) -> DueDay:
    """The n-th working day on or after the given day (n from 1)."""
    day, left = first, n
    while True:
        left -= is_working_day(day)
        if not left:
            return DueDay(day, day.year in announced_years())
        day += timedelta(days=1)
