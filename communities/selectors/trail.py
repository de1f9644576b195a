from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from communities.models import TrailEvent
from communities.models.trail_event import REACH
from communities.prepared import run_prepared

TIMES = """
SELECT count(*) FROM (
    SELECT FROM communities_trailevent
    WHERE account = %(account)s AND action = ANY(%(actions)s) AND at >= %(since)s
    LIMIT %(most)s
) done
"""


def trail_events(
    *, account: str = "", purpose: str = "", on: date | None = None, before: int | None = None
) -> QuerySet[TrailEvent]:
    """The access log, newest first; `before` is the id to continue from."""
    events = TrailEvent.objects.order_by("-pk")
    if account:
        events = events.filter(account=account)
    if purpose:
        events = events.filter(purpose=purpose)
    if on is not None:
        first, last = (timezone.make_aware(datetime.combine(on, at)) for at in (time.min, time.max))
        events = events.filter(at__range=(first, last))
    return events.filter(pk__lt=before) if before else events


def times_since(account: str, *actions: str, since: datetime, most: int) -> int:
    """How often an account did one of these, counted up to `most` in the rows of the access log."""
    values = {"account": account, "actions": list(actions), "since": since, "most": most}
    ((times,),) = run_prepared(TIMES, values)
    return int(times)


def reaches_of(units: Iterable[str], *, since: datetime) -> QuerySet[TrailEvent]:
    """Look-ups beyond the own grid by people posted inside any of the prefixes, newest first."""
    inside = Q(pk__in=())
    for unit in units:
        inside |= Q(unit__startswith=unit)
    return TrailEvent.objects.filter(inside, action=REACH, at__gte=since).order_by("-at", "-pk")


def refusals_since(day: date) -> QuerySet[TrailEvent]:
    """What was refused since the day began, newest first."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return TrailEvent.objects.filter(result="refused", at__gte=start).order_by("-pk")
