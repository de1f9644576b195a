"""Rows that a reader already knows cannot enter: kept aside with their reason, like the door's."""

from collections.abc import Sequence

from django.utils import timezone

from communities.actor import Actor
from communities.rowscope import every_row
from hub.services.intake.asides import keep_aside
from hub.services.intake.observation import Observation
from hub.services.intake.outcome import SET_ASIDE, Outcome, Trouble
from hub.services.intake.passage import Passage
from hub.services.intake.repeats import digests_of
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
    digests = digests_of(observations, "")  # two rows without keys are two entries
    rows = [
        Row(n=n, told=told, digest=digest, troubles=[trouble])
        for n, (told, digest) in enumerate(zip(observations, digests, strict=True))
    ]
    with every_row():
        keep_aside(rows, passage)
    return [Outcome(row.n, SET_ASIDE, None, (trouble,)) for row in rows]
