"""What the timetable owes: periods that have ended, and units still without their draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from reports.catalogue import Definition, definition, definitions
from reports.models import Run, Submission
from reports.periods import Period, read_period
from reports.selectors.books import PENDING

NIGHT = ":night:"


def periods_ended(now: datetime) -> Iterator[tuple[Definition, Period]]:
    """The newest ended period of every shipped report."""
    for one in definitions().values():
        yield one, one.due.last_ended(now)


def units_waiting(run: Run, now: datetime) -> list[str]:
    """Communities with open books that have no submission for the run's period yet; of a run
    ordered in the night those whose checks still fail."""
    if run.slot and NIGHT in run.slot:
        blocked = blocked_since(run.report, now)
        key = (run.period, run.opening)
        return [unit for one in blocked if (one.period, one.opening) == key for unit in one.units]
    return units_without_draft(run.report, run.period, run.area)


def units_without_draft(report: str, period: str, area: str) -> list[str]:
    """A draft that somebody had made while the period still ran is none of the ended period. A
    street's locked sum of an opening has no sheet: it opens no books."""
    held = Submission.objects.filter(report=report, unit__startswith=area)
    begun = held.filter(
        opening=True, state=Submission.State.LOCKED, period__lt=period, sheet__isnull=False
    )
    ended = definition(report).due.makes_from(read_period(period))
    made = held.filter(period=period).exclude(state__in=PENDING, sheet__run__made_at__lt=ended)
    return sorted(
        set(begun.values_list("unit", flat=True)) - set(made.values_list("unit", flat=True))
    )


@dataclass(frozen=True, slots=True, order=True)
class Blocked:
    """Units with a draft whose checks fail, by the newest period that waits in each."""

    period: str
    opening: bool
    units: tuple[str, ...]


def blocked_since(report: str, before: datetime) -> list[Blocked]:
    """Units whose failed draft was made before the instant; a remake takes the earlier months
    along, so each unit stands under its newest waiting period."""
    waiting = Submission.objects.filter(report=report, state__in=PENDING)
    failed = waiting.filter(state=Submission.State.DRAFT, sheet__run__made_at__lt=before)
    newest = {
        unit: (period, opening)
        for unit, period, opening in waiting.filter(unit__in=failed.values("unit"))
        .order_by("period").values_list("unit", "period", "opening")
    }  # fmt: skip
    return [
        Blocked(*key, tuple(sorted(unit for unit, held in newest.items() if held == key)))
        for key in sorted(set(newest.values()))
    ]


def runs_to_wake(now: datetime) -> QuerySet[Run]:
    """Runs whose turn has come: queued, or claimed by a worker that never came back."""
    waiting = Run.objects.filter(state__in=[Run.State.QUEUED, Run.State.MAKING])
    return waiting.filter(next_at__lte=now).order_by("next_at", "pk")


def in_hand(report: str, period: str) -> bool:
    return Run.objects.filter(
        report=report, period=period, slot__isnull=False,
        state__in=[Run.State.QUEUED, Run.State.MAKING],
    ).exists()  # fmt: skip
