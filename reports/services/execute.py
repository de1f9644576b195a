"""Carrying a run forward: claimed for a while, made in one transaction, tried again if it broke."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet

from communities.actor import Actor, system_actor
from communities.errors import HubError
from reports.errors import MadeElsewhere
from reports.models import Run
from reports.selectors.due import units_waiting
from reports.services.make import make_run

LEASE = timedelta(minutes=1)  # from the claim to the making, which holds the run by its row
AGAIN = timedelta(seconds=30)
TRIES = 5
NEVER_MADE = "多次生成未成功，请联系系统管理员。"
log = logging.getLogger(__name__)


def execute(*, run_id: int, now: datetime, actor: Actor | None = None) -> Run | None:
    """Make a run that waits; None when another worker has it or it is done.

    The try is counted before the work starts. What breaks is tried again in half a minute, five
    times; a trouble that only a person can clear is kept with its sentence.
    """
    run = claim(run_id, now)
    return None if run is None else carry(run, now=now, actor=actor or system_actor("timetable"))


def carry(run: Run, *, now: datetime, actor: Actor) -> Run | None:
    """Make a claimed run; whoever slept until another took it over changes nothing."""
    try:
        units = units_waiting(run, now) if run.slot else None
        return make_run(run=run, actor=actor, now=now, units=units)
    except MadeElsewhere:
        log.info("report run %s was taken over", run.pk)
    except HubError as trouble:
        give_up(run, trouble.zh)
    except DatabaseError as trouble:
        log.warning("report run %s broke: %s", run.pk, type(trouble).__name__)
        put_back(run, now)
    return None


@transaction.atomic
def claim(run_id: int, now: datetime) -> Run | None:
    """Take a run that waits, or one whose maker is gone: while it is made its row is locked.

    One whose makers never came back is given to a person: each of its tries was counted.
    """
    free = Q(state=Run.State.QUEUED) | Q(state=Run.State.MAKING, lease_until__lt=now)
    waiting = Run.objects.select_for_update(skip_locked=True, no_key=True)
    run = waiting.filter(free, pk=run_id).first()
    if run is None:
        return None
    if run.attempts >= TRIES:
        give_up(run, NEVER_MADE)
        return None
    Run.objects.filter(pk=run_id).update(
        state=Run.State.MAKING, attempts=F("attempts") + 1, lease_until=now + LEASE,
        next_at=now + LEASE,
    )  # fmt: skip
    return Run.objects.get(pk=run_id)


def put_back(run: Run, now: datetime) -> None:
    if run.attempts >= TRIES:
        give_up(run, NEVER_MADE)
    else:
        mine(run).update(state=Run.State.QUEUED, lease_until=None, next_at=now + AGAIN)


def give_up(run: Run, sentence: str) -> None:
    mine(run).update(state=Run.State.FAILED, lease_until=None, next_at=None, detail=sentence[:300])


def mine(run: Run) -> QuerySet[Run]:
    """The run while nobody has claimed it since."""
    return Run.objects.filter(pk=run.pk, state=Run.State.MAKING, attempts=run.attempts)
