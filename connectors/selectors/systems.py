"""How every outside system stands, for the page and the panel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from communities.access import visible_prefixes
from communities.actor import Actor
from communities.prefixes import STREET_DIGITS
from communities.rowscope import every_row
from connectors.models import Outgoing, Run, Schedule
from connectors.models.run import FINAL
from hub.fields import COUNTER, IMPORT
from hub.models import SetAside, SourceState

OWN = (COUNTER, IMPORT)


@dataclass(frozen=True, slots=True)
class SystemNow:
    """One source of data: last success, day of its data, what waits and what hangs."""

    code: str
    state: str
    state_label: str
    last_success_at: datetime | None
    data_date: date | None
    detail: str
    next_at: datetime | None
    run: Run | None
    set_aside: int
    waiting: int
    stuck: int

    @property
    def is_outside(self) -> bool:
        """What people tell the hub itself, at the counter or in a sheet, is no outside system."""
        return self.code not in OWN


def systems_now() -> list[SystemNow]:
    """Every source that is read or has spoken, those that need somebody first."""
    states = {row.source: row for row in SourceState.objects.all()}
    schedules = {row.system: row for row in Schedule.objects.all()}
    aside = _counted_aside()
    queue = {row["target"]: row for row in _queue()}
    runs = {run.system: run for run in _open_runs()}
    codes = [*schedules, *sorted(set(states) - set(schedules))]
    rows = [
        _now(code, states.get(code), schedules.get(code), runs.get(code), aside, queue)
        for code in codes
    ]
    return sorted(rows, key=lambda row: row.state != "failed")


def systems_read() -> list[str]:
    """Systems with an interface, which can be asked at any time."""
    return list(Schedule.objects.values_list("system", flat=True))


def runs_of(system: str) -> QuerySet[Run]:
    return Run.objects.filter(system=system).order_by("-id")


def outgoing_to(system: str) -> QuerySet[Outgoing]:
    """Messages to one system, newest first."""
    return Outgoing.objects.filter(target=system).order_by("-id")


def set_aside_of(system: str, actor: Actor, limit: int) -> list[SetAside]:
    """Open rows of one source that the actor may know of, newest first.

    A row of no known place belongs to no community; a street and those above it see it.
    """
    places = Q()
    for prefix in visible_prefixes(actor):
        places |= Q(community__startswith=prefix) & ~Q(community="")
    if of_a_street(actor):
        places |= Q(community="")
    if not places:
        return []
    with every_row():
        rows = SetAside.objects.filter(places, source=system, state="open")
        return list(rows.order_by("-last_seen", "-id")[:limit])


def of_a_street(actor: Actor) -> bool:
    """Whether the actor's area is a street or larger."""
    return any(len(prefix) <= STREET_DIGITS for prefix in visible_prefixes(actor))


def _counted_aside() -> dict[str, int]:
    """How many rows of each source stay out; a number only, so of every place."""
    with every_row():
        rows = SetAside.objects.filter(state="open").values("source").annotate(n=Count("id"))
        return {row["source"]: row["n"] for row in rows}


def _queue() -> QuerySet:
    return Outgoing.objects.values("target").annotate(
        waiting=Count("id", filter=Q(state__in=["waiting", "unsure", "accepted"])),
        stuck=Count("id", filter=Q(state="poison")),
    )


def _open_runs() -> QuerySet[Run]:
    return Run.objects.exclude(state__in=FINAL).filter(lane="main")


def _now(
    code: str,
    state: SourceState | None,
    schedule: Schedule | None,
    run: Run | None,
    aside: Mapping[str, int],
    queue: Mapping[str, Mapping[str, Any]],
) -> SystemNow:
    told = state.state if state else ""
    return SystemNow(
        code=code,
        state=told,
        state_label=state.get_state_display() if state else "",
        last_success_at=state.last_success_at if state else None,
        data_date=state.data_date if state else None,
        detail=state.detail if state else "",
        next_at=(run and run.next_at) or (schedule.next_at if schedule else None),
        run=run,
        set_aside=aside.get(code, 0),
        waiting=queue.get(code, {}).get("waiting", 0),
        stuck=queue.get(code, {}).get("stuck", 0),
    )
