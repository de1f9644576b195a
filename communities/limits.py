"""How often a person may do a thing: the access log is the count."""

from datetime import datetime, timedelta

from communities.actor import Actor
from communities.errors import TooMany
from communities.selectors.trail import times_since


def slow_down(actor: Actor, action: str, *, per_hour: int, now: datetime) -> None:
    """Raise TooMany when the actor has done this often enough in the last hour.

    Counts the actor's rows of `action` in the access log, so write the row after this check.
    """
    if times_since(actor.name, action, now - timedelta(hours=1)) >= per_hour:
        raise TooMany(
            "这一小时内查找次数已达上限，请稍后再试。",
            "The limit for this hour is reached; try again later.",
            retry_after=600,
        )
