"""Runs begin, go on and end here; who carries one is settled in engine/lease."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import Invalid, NotFound
from communities.permissions import PURPOSES, Permission
from connectors.errors import RunIsOpen
from connectors.models import Run
from connectors.models.run import FINAL, RunState
from hub.models import Resident


def open_run(
    *,
    system: str,
    actor: Actor,
    mode: str = "delta",
    lane: str = "main",
    slot: datetime | None = None,
    subject: UUID | None = None,
) -> Run:
    """Queue a run. Raises RunIsOpen while another of this system and lane is not finished."""
    try:
        with transaction.atomic():
            return Run.objects.create(
                system=system,
                lane=lane,
                mode=mode,
                slot=slot,
                subject=subject,
                asked_by=actor.name,
            )
    except IntegrityError as trouble:
        raise RunIsOpen(
            "这个系统已有一次没有结束的同步。", "This system has a run that is not finished."
        ) from trouble


@transaction.atomic
def ask_about_person(*, system: str, resident: UUID, purpose: str, actor: Actor) -> Run:
    """Ask one system how one resident stands there now; the same open question is asked once, and
    one that stopped at an answer nobody understood is asked anew.

    Raises NotFound for somebody the actor may not see, alike for nobody, Invalid without a
    purpose. Leaves an access row.
    """
    require(actor, Permission.RESIDENT_SEE)
    person = Resident.objects.filter(resident_id=resident).first()
    if person is None:
        raise NotFound("没有找到这位居民。", "Nobody was found.")
    if purpose not in PURPOSES:
        raise Invalid("请先选择用途。", "Choose the purpose first.", fields={"purpose": "required"})
    lane = f"person {resident.hex[:12]}"
    trail.note(actor, action="ask_owner", purpose=purpose, residents=[person.pk], detail=system)
    held = Run.objects.filter(system=system, lane=lane).exclude(state__in=FINAL).first()
    if held is not None:
        return _go_on(held) if held.state == RunState.BLOCKED else held
    return open_run(system=system, actor=actor, mode="person", lane=lane, subject=resident)


def open_or_find_run(*, system: str, actor: Actor, mode: str = "delta") -> Run:
    """The open run of the system, or a new one; a blocked or waiting one is made due at once."""
    try:
        return open_run(system=system, actor=actor, mode=mode)
    except RunIsOpen:
        open_runs = Run.objects.filter(system=system, lane="main").exclude(state__in=FINAL)
        for stopped in open_runs.filter(state=RunState.BLOCKED):
            _go_on(stopped)
        open_runs.filter(state=RunState.PAUSED).update(next_at=None)
        return open_runs.latest("id")


@transaction.atomic
def resume_run(*, run: Run, actor: Actor, accepts_shrink: bool = False) -> Run:
    """Go on with a run that waited for a person; accepting a shrink is part of the decision."""
    require(actor, Permission.SYSTEMS_RUN)
    if run.state == RunState.BLOCKED:
        _ask_again(run)
    Run.objects.filter(pk=run.pk, state__in=[RunState.BLOCKED, RunState.PAUSED]).update(
        state=RunState.QUEUED,
        block="",
        next_at=None,
        setbacks=0,
        accepts_shrink=accepts_shrink or run.accepts_shrink,
        asked_by=actor.name,
    )
    run.pages.filter(state="fetched").update(attempts=0)
    run.refresh_from_db()
    return run


def _go_on(run: Run) -> Run:
    """Make a blocked run due at once, asking again for what it stopped at."""
    _ask_again(run)
    Run.objects.filter(pk=run.pk, state=RunState.BLOCKED).update(
        state=RunState.QUEUED, block="", next_at=None
    )
    run.refresh_from_db()
    return run


def _ask_again(run: Run) -> None:
    """Forget the answer that could not be read: the other side may have mended it since.

    Of a source that shrank exactly the answer a person has looked at is taken.
    """
    if run.block != "shrink":
        run.pages.filter(state="fetched").delete()


@transaction.atomic
def end_stopped_run(*, system: str, now: datetime) -> None:
    """A run that stopped at an answer nobody understood ends when its system is due again.

    The other side may have mended the answer since, and what else it has must not wait for that.
    What a person has to look at first (a shrunken source, a loop, a refused sign-in) stays open.
    """
    stopped = Run.objects.filter(
        system=system, lane="main", state=RunState.BLOCKED, block="schema"
    ).first()
    if stopped is not None:
        _ask_again(stopped)
        Run.objects.filter(pk=stopped.pk, state=RunState.BLOCKED).update(
            state=RunState.FAILED, ended_at=now, lease_until=None
        )


@transaction.atomic
def close_run(*, run: Run, actor: Actor, now: datetime) -> Run:
    """End a blocked run without doing the rest; what it has taken in stays."""
    require(actor, Permission.SYSTEMS_RUN)
    Run.objects.filter(pk=run.pk, state__in=[RunState.BLOCKED, RunState.PAUSED]).update(
        state=RunState.FAILED, ended_at=now, lease_until=None
    )
    run.refresh_from_db()
    return run
