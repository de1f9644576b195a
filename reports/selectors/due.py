"""What the timetable owes: periods that have ended, and units still without their draft."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from reports.catalogue import Definition, definitions
from reports.models import Run, Submission
from reports.periods import Period


def periods_ended(now: datetime) -> Iterator[tuple[Definition, Period]]:
    """The newest ended period of every shipped report."""
    for one in definitions().values():
        yield one, one.due.last_ended(now)


def units_waiting(run: Run) -> list[str]:
    """Communities with open books that have no submission for the run's period yet."""
    return units_without_draft(run.report, run.period, run.area)


def units_without_draft(report: str, period: str, area: str) -> list[str]:
    held = Submission.objects.filter(report=report, unit__startswith=area)
    begun = held.filter(opening=True, state=Submission.State.LOCKED, period__lt=period)
    made = held.filter(period=period)
    return sorted(
        set(begun.values_list("unit", flat=True)) - set(made.values_list("unit", flat=True))
    )


def runs_to_wake(now: datetime) -> QuerySet[Run]:
    """Runs whose turn has come: queued, or claimed by a worker that never came back."""
    waiting = Run.objects.filter(state__in=[Run.State.QUEUED, Run.State.MAKING])
    return waiting.filter(next_at__lte=now).order_by("next_at", "pk")


def in_hand(report: str, period: str) -> bool:
    return Run.objects.filter(
        report=report, period=period, slot__isnull=False,
        state__in=[Run.State.QUEUED, Run.State.MAKING],
    ).exists()  # fmt: skip
