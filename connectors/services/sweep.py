"""What is due now: schedules, retries, expired leases, unexpanded changes, things to send."""

from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Q

from communities.actor import system_actor
from connectors.errors import RunIsOpen
from connectors.models import Outgoing, Page, Run, Schedule
from connectors.models.outgoing import OutgoingState
from connectors.models.run import RunState
from connectors.services.expand import expand_changes
from connectors.services.runs import end_stopped_run, open_run
from connectors.services.schedules import write_schedules

RAW_DAYS = timedelta(days=90)  # product rule
SENDABLE = (OutgoingState.WAITING, OutgoingState.UNSURE, OutgoingState.ACCEPTED)


def due(now: datetime) -> None:
    """Queue what the clock asks for and wake a worker for every run and message that is due."""
    write_schedules(now=now)
    open_due_schedules(now=now)
    expand_changes(now=now)
    forget_old_answers(now=now)
    for run_id in due_runs(now):
        current_app.send_task("connectors.tasks.sync", args=[run_id])
    for target in due_targets(now):
        current_app.send_task("connectors.tasks.deliver", args=[target])


def open_due_schedules(*, now: datetime) -> None:
    """One run for each schedule whose time has come; missed times collapse into one."""
    for schedule in Schedule.objects.filter(enabled=True, next_at__lte=now):
        with transaction.atomic():
            row = Schedule.objects.select_for_update().get(pk=schedule.pk)
            if row.next_at > now:
                continue
            _open_slot(row, now)
            row.next_at = now + row.every
            row.save(update_fields=["next_at"])


def forget_old_answers(*, now: datetime) -> int:
    """Raw answers are kept ninety days; what became of their rows is kept for good."""
    old = Page.objects.filter(fetched_at__lt=now - RAW_DAYS, raw_sealed__isnull=False)
    return old.filter(state="done").update(raw_sealed=None)


def due_runs(now: datetime) -> list[int]:
    """Runs a worker should look at: queued, waited long enough, or with an expired lease."""
    waiting = Q(state__in=[RunState.QUEUED, RunState.PAUSED]) & (
        Q(next_at__isnull=True) | Q(next_at__lte=now)
    )
    orphaned = Q(state=RunState.RUNNING, lease_until__lte=now)
    runs = Run.objects.filter(waiting | orphaned).exclude(lane="file")
    return list(runs.values_list("id", flat=True))


def due_targets(now: datetime) -> list[str]:
    """Systems for which something waits to be sent or asked about."""
    waiting = Outgoing.objects.filter(state__in=SENDABLE, next_at__lte=now)
    return list(waiting.values_list("target", flat=True).distinct().order_by("target"))


def _open_slot(schedule: Schedule, now: datetime) -> None:
    end_stopped_run(system=schedule.system, now=now)
    try:
        open_run(
            system=schedule.system,
            actor=system_actor(f"sync:{schedule.system}"),
            slot=schedule.next_at,
        )
    except RunIsOpen:
        return
