"""How often a person may do a thing: the access log is the count, so it holds over processes."""

from datetime import datetime, timedelta

from communities.actor import Actor
from communities.errors import TooMany
from communities.selectors.trail import times_since

RETRY_SECONDS = 600


def slow_down(actor: Actor, *actions: str, per_hour: int, now: datetime) -> None:
    """Raise TooMany when the actor has done any of these often enough in the last hour.

    Counts the actor's rows of `actions` in the access log, so write the row after this check.
    Calls that run at the same moment do not see each other's rows.
    """
    done = times_since(actor.name, *actions, since=now - timedelta(hours=1), most=per_hour)
    if done >= per_hour:
        raise TooMany(
            "一小时内的次数已达上限，请稍后再试。",
            "The limit for this hour is reached; try again later.",
            retry_after=RETRY_SECONDS,
        )
