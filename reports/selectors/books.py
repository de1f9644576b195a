"""What stands in the books: locked sheets, where they begin, what a new pass goes on from."""

import json
from collections.abc import Collection
from os.path import commonprefix
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Max, Q, QuerySet

from reports.catalogue import Definition, definition
from reports.engine.carried import carried_rows
from reports.engine.figures import from_json
from reports.engine.grid import Grid
from reports.engine.run import Books
from reports.models import Run, Sheet, Submission
from reports.periods import Period, read_period

BOOKS = (Path(__file__).parent.parent / "sql" / "books.sql").read_text()
LOCKED = Submission.State.LOCKED
PENDING = (Submission.State.OPEN, Submission.State.DRAFT, Submission.State.CHECKED)


def of_units(report: str, units: Collection[str]) -> QuerySet[Submission]:
    """Submissions of the narrowest prefix that holds the units: the caller picks its own."""
    return Submission.objects.filter(
        report=report, unit__startswith=commonprefix([min(units), max(units)]) if units else "-"
    )


def locked_books(report: str, period: Period, units: Collection[str]) -> dict[str, Books]:
    """The locked sheets of one period, by unit, with the rows that the next period reads."""
    if not units:
        return {}
    wanted = set(units)
    told: dict[str, Any] = {
        "report": report, "period": period.name, "prefix": commonprefix([min(units), max(units)]),
        "rows": sorted(carried_rows(definition(report))),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(BOOKS, told)
        found = cursor.fetchall()
    return {
        unit: Books(sheet, from_json(json.loads(figures)), position, last_day)
        for unit, sheet, position, last_day, figures in found if unit in wanted
    }  # fmt: skip


def drafted_books(run: Run, definition: Definition, figures: Grid) -> dict[str, Books]:
    """The sheets a pass has just made, as what the next period goes on from."""
    assert run.cut_off is not None  # noqa: S101  a made run has one
    rows = carried_rows(definition)
    sheets = Sheet.objects.filter(run=run).values_list("unit", "pk")
    return {unit: Books(sheet, figures.part(unit, rows), run.position or 0, run.cut_off)
            for unit, sheet in sheets}  # fmt: skip


def beginnings(report: str, units: Collection[str], before: Period) -> dict[str, Period]:
    """The newest period before the given one that is locked, or waits as an opening."""
    wanted = set(units)
    rows = (
        of_units(report, units)
        .filter(period__lt=before.name)
        .filter(Q(state=LOCKED) | Q(state__in=PENDING, opening=True))
        .values_list("unit")
        .annotate(newest=Max("period"))
    )
    return {unit: read_period(newest) for unit, newest in rows if unit in wanted}


def begun_after(report: str, period: Period, units: Collection[str]) -> set[str]:
    """Units whose books begin only after the period."""
    openings = of_units(report, units).filter(opening=True)
    later = set(openings.filter(period__gt=period.name).values_list("unit", flat=True))
    if not later:
        return later
    earlier = set(openings.filter(period__lte=period.name).values_list("unit", flat=True))
    return (later - earlier) & set(units)


def locked_units(report: str, period: Period, units: Collection[str]) -> set[str]:
    held = of_units(report, units).filter(period=period.name, state=LOCKED)
    return set(held.values_list("unit", flat=True)) & set(units)


def waiting_openings(report: str, period: Period, units: Collection[str]) -> set[str]:
    """Units whose opening is that of the period and waits for its click."""
    held = of_units(report, units).filter(period=period.name, state__in=PENDING, opening=True)
    return set(held.values_list("unit", flat=True)) & set(units)


def begun_units(report: str, units: Collection[str]) -> set[str]:
    """Units that have an opening, locked or waiting."""
    held = of_units(report, units).filter(opening=True).values_list("unit", flat=True)
    return set(held) & set(units)
