"""Facts whose day has come are told again, as their source told them."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from typing import Any

import orjson

from communities.actor import Actor
from communities.rowscope import every_row
from hub.fields import RESIDENT
from hub.models import SetAside
from hub.sealing import unseal
from hub.services.intake import take_in
from hub.services.intake.asides import NOBODY, RAW
from hub.services.intake.waiting import WAITS, from_kept


def tell_again(*, today: date, actor: Actor) -> int:
    """Take in every waiting fact whose day is not later than today; gives their number.

    Each is told by itself: one that breaks stays where it is and keeps no other waiting. It is
    raised when all have been told.
    """
    with every_row():
        waiting = list(SetAside.objects.filter(reason=WAITS, state=SetAside.State.OPEN))
    told: list[int] = []
    with ExitStack() as turns:
        for aside in reversed(waiting):
            turns.callback(tell, aside, told, today=today, actor=actor)
    return len(told)


def tell(aside: SetAside, told: list[int], *, today: date, actor: Actor) -> None:
    """Tell one fact again if its day has come, and note that it was told."""
    with every_row():
        kept: Mapping[str, Any] = orjson.loads(unseal(RAW, NOBODY, bytes(aside.raw_sealed)))
        if date.fromisoformat(kept["day"]) > today:
            return
        take_in(
            [from_kept(kept[WAITS])],
            source=aside.source,
            actor=actor,
            today=today,
            entity=kept.get("entity", RESIDENT),  # not said in rows kept by earlier versions
            creates=kept.get("creates", False),
        )
        aside.state, aside.settled_by = SetAside.State.REPLAYED, actor.name[:60]
        aside.save(update_fields=["state", "settled_by"])
        told.append(aside.pk)
