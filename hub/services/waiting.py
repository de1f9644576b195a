"""Facts whose day has come are told again, as their source told them."""

from datetime import date

import orjson

from communities.actor import Actor
from communities.rowscope import every_row
from hub.models import SetAside
from hub.sealing import unseal
from hub.services.intake import take_in
from hub.services.intake.asides import NOBODY, RAW
from hub.services.intake.waiting import WAITS, from_kept


def tell_again(*, today: date, actor: Actor) -> int:
    """Take in every waiting fact whose day is not later than today; gives their number."""
    told = 0
    with every_row():
        for aside in SetAside.objects.filter(reason=WAITS, state=SetAside.State.OPEN):
            kept = orjson.loads(unseal(RAW, NOBODY, bytes(aside.raw_sealed)))
            if date.fromisoformat(kept["day"]) > today:
                continue
            take_in([from_kept(kept[WAITS])], source=aside.source, actor=actor, today=today)
            aside.state, aside.settled_by = SetAside.State.REPLAYED, actor.name[:60]
            aside.save(update_fields=["state", "settled_by"])
            told += 1
    return told
