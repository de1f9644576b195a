"""Rows that a reader already knows cannot enter: kept aside with their reason, like the door's."""

from collections.abc import Sequence

from django.utils import timezone

from communities.actor import Actor
from hub.services.intake.asides import keep_aside
from hub.services.intake.observation import Observation
from hub.services.intake.outcome import SET_ASIDE, Outcome, Trouble
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row


def hold_out(
    observations: Sequence[Observation], *, reason: str, field: str, source: str, actor: Actor
) -> list[Outcome]:
    """Set rows aside for a reason of `hub.reasons`; call it inside the caller's transaction."""
    now = timezone.now()
    passage = Passage(
        source=source,
        actor=actor.name[:60],
        operation="",
        run_id=None,
        entity="resident",
        creates=False,
        today=timezone.localdate(now),
        now=now,
    )
    trouble = Trouble(reason, field)
    rows = [Row(n=n, told=told, troubles=[trouble]) for n, told in enumerate(observations)]
    keep_aside(rows, passage)
    return [Outcome(row.n, SET_ASIDE, None, (trouble,)) for row in rows]
