"""The clock's part: what is due gets a run, and whatever waits is woken. Harmless to repeat."""

from datetime import datetime, time
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction

from reports.models import Run
from reports.periods import LOCAL
from reports.selectors.due import (
    NIGHT,
    blocked_since,
    in_hand,
    periods_ended,
    runs_to_wake,
    units_without_draft,
)

TASK = "reports.tasks.make"
TRIES = 5
NIGHTLY = time(2)


@transaction.atomic
def due(now: datetime) -> list[int]:
    """Order the drafts that are due and wake every run whose turn has come; gives their ids."""
    for one, period in periods_ended(now):
        order_due(one.code, period.name, now)
        order_again(one.code, now)
    waiting = list(runs_to_wake(now).values_list("pk", flat=True))
    for run_id in waiting:
        transaction.on_commit(partial(current_app.send_task, TASK, args=[run_id]), robust=True)
    return waiting


def order_due(report: str, period: str, now: datetime) -> None:
    """One slot of the timetable, once; a unit whose books open later gets the next slot."""
    area = settings.HUB_CITY_PREFIX
    if in_hand(report, period) or not units_without_draft(report, period, area):
        return
    slots = Run.objects.filter(report=report, period=period, slot__isnull=False)
    slots = slots.exclude(slot__contains=NIGHT)
    if slots.filter(state=Run.State.FAILED).count() >= TRIES:
        return
    Run.objects.get_or_create(
        slot=f"{report}:{period}:{area}:{slots.count() + 1}",
        defaults={
            "report": report, "period": period, "area": area, "next_at": now,
            "actor": "system:timetable",
        },
    )  # fmt: skip


def order_again(report: str, now: datetime) -> None:
    """Once a night: drafts whose checks failed, because their records may have been mended.

    Those made since this night's hour wait for the next; a night slept through is made up for.
    """
    local = now.astimezone(LOCAL)
    hour = datetime.combine(local.date(), NIGHTLY, LOCAL)
    if local < hour:
        return
    area = settings.HUB_CITY_PREFIX
    for one in blocked_since(report, hour):
        Run.objects.get_or_create(
            slot=f"{report}:{one.period}:{area}{NIGHT}{local:%Y-%m-%d}:{one.opening:d}",
            defaults={
                "report": report, "period": one.period, "area": area, "opening": one.opening,
                "next_at": now, "actor": "system:timetable",
            },
        )  # fmt: skip
