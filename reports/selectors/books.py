"""What stands in the books: locked sheets, where they begin, what a new pass goes on from."""

from collections.abc import Collection

from django.db.models import Max, Min, Q

from reports.engine.figures import from_json
from reports.engine.run import Books
from reports.models import Run, Sheet, Submission
from reports.periods import Period, read_period

LOCKED = Submission.State.LOCKED
PENDING = (Submission.State.OPEN, Submission.State.DRAFT, Submission.State.CHECKED)


def locked_books(report: str, period: Period, units: Collection[str]) -> dict[str, Books]:
    """The locked sheets of one period, by unit."""
    held = Submission.objects.filter(
        report=report, period=period.name, unit__in=units, state=LOCKED, sheet__isnull=False
    )
    rows = held.values_list(
        "unit", "sheet_id", "sheet__figures", "sheet__run__position", "sheet__run__cut_off"
    )
    return {unit: Books(sheet, from_json(figures), position or 0, last_day)
            for unit, sheet, figures, position, last_day in rows if last_day}  # fmt: skip


def drafted_books(run: Run) -> dict[str, Books]:
    """The sheets of a run that is not locked yet, as what the next period goes on from."""
    assert run.cut_off is not None  # noqa: S101  a made run has one
    rows = Sheet.objects.filter(run=run).values_list("unit", "pk", "figures")
    return {unit: Books(sheet, from_json(figures), run.position or 0, run.cut_off)
            for unit, sheet, figures in rows}  # fmt: skip


def beginnings(report: str, units: Collection[str], before: Period) -> dict[str, Period]:
    """The newest period before the given one that is locked, or waits as an opening."""
    rows = (
        Submission.objects.filter(report=report, unit__in=units, period__lt=before.name)
        .filter(Q(state=LOCKED) | Q(state__in=PENDING, opening=True))
        .values("unit")
        .annotate(newest=Max("period"))
    )
    return {row["unit"]: read_period(row["newest"]) for row in rows}


def openings(report: str, units: Collection[str]) -> dict[str, Period]:
    """The first period in each unit's books."""
    rows = (
        Submission.objects.filter(report=report, unit__in=units, opening=True)
        .values("unit")
        .annotate(first=Min("period"))
    )
    return {row["unit"]: read_period(row["first"]) for row in rows}


def locked_units(report: str, period: Period, units: Collection[str]) -> set[str]:
    held = Submission.objects.filter(
        report=report, period=period.name, unit__in=units, state=LOCKED
    )
    return set(held.values_list("unit", flat=True))
