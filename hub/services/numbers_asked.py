"""Asking by a whole number reaches beyond the own grid, so an hour holds only so many."""

from datetime import datetime

from communities.actor import Actor
from communities.limits import slow_down

AN_HOUR = 120  # product rule: no counter is busier, an enumeration is
ASKED = ("lookup", "reach", "api_lookup", "matter", "enter")


def stop_enumeration(*, actor: Actor, now: datetime) -> None:
    """Count the search box, the counter and the API together; call it before the look is logged.

    Raises TooMany. A downstream system is held by the calls a minute of its key instead.
    """
    if not actor.is_consumer:
        slow_down(actor, *ASKED, per_hour=AN_HOUR, now=now)
