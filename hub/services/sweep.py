"""What the house looks after by the clock, each sweep a little."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from communities.actor import system_actor
from communities.rowscope import every_row
from hub.services.matters.counter import close_drafts
from hub.services.uploads import wake_for_uploads
from hub.services.waiting import tell_again

MONTHS_AHEAD = 62


def due(now: datetime) -> None:
    """Wake for files, close yesterday's drafts, make next months, tell what waited for today."""
    today = timezone.localdate(now)
    wake_for_uploads()
    with every_row():
        close_drafts(today=today, actor=system_actor("sweep"))
        make_month((today + timedelta(days=MONTHS_AHEAD)).replace(day=1).isoformat())
    tell_again(today=today, actor=system_actor("sweep"))


def make_month(first_day: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select hub_make_change_month(%s::date)", [first_day])
