"""Carrying a run forward: claimed for a while, made in one transaction, tried again if it broke."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q

from communities.actor import Actor, system_actor
from communities.errors import HubError
from reports.models import Run
from reports.selectors.due import units_waiting
from reports.services.make import make_run

LEASE = timedelta(minutes=10)
AGAIN = timedelta(seconds=30)
TRIES = 5
log = logging.getLogger(__name__)


def execute(*, run_id: int, now: datetime, actor: Actor | None = None) -> Run | None:
    """Make a run that waits; None when another worker has it or it is done.

    The try is counted before the work starts. What breaks is tried again in half a minute, five
    times; a trouble that only a person can clear is kept with its sentence.
    """
    run = claim(run_id, now)
    if run is None:
        return None
    try:
        units = units_waiting(run, now) if run.slot else None
        return make_run(run=run, actor=actor or system_actor("timetable"), now=now, units=units)
    except HubError as trouble:
        give_up(run_id, trouble.zh)
    except DatabaseError as trouble:
        log.warning("report run %s broke: %s", run_id, type(trouble).__name__)
        put_back(run_id, now)
    return None


@transaction.atomic
def claim(run_id: int, now: datetime) -> Run | None:
    free = Q(state=Run.State.QUEUED) | Q(state=Run.State.MAKING, lease_until__lt=now)
    taken = Run.objects.filter(free, pk=run_id).update(
        state=Run.State.MAKING, attempts=F("attempts") + 1, lease_until=now + LEASE,
        next_at=now + LEASE,
    )  # fmt: skip
    return Run.objects.get(pk=run_id) if taken else None


@transaction.atomic
def put_back(run_id: int, now: datetime) -> None:
    Run.objects.filter(pk=run_id).update(
        state=Run.State.QUEUED, lease_until=None, next_at=now + AGAIN
    )
    Run.objects.filter(pk=run_id, attempts__gte=TRIES).update(
        state=Run.State.FAILED, next_at=None, detail="多次生成未成功，请联系系统管理员。"
    )


@transaction.atomic
def give_up(run_id: int, sentence: str) -> None:
    Run.objects.filter(pk=run_id).update(
        state=Run.State.FAILED, lease_until=None, next_at=None, detail=sentence[:300]
    )
