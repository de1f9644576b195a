"""What the administrators find on their first page."""

from datetime import date, timedelta

from communities.actor import Actor
from communities.permissions import Permission
from communities.selectors.consumers import keys_ending
from communities.selectors.staff import postings_ending
from communities.selectors.trail import refusals_since
from communities.web.portal import register_panel

SOON = timedelta(days=30)
LATELY = timedelta(days=7)


def ending(actor: Actor, today: date) -> dict[str, object]:
    """Postings and keys that end within a month."""
    return {
        "postings": list(postings_ending(today, today + SOON)),
        "keys": list(keys_ending(today, today + SOON)),
        "today": today,
    }


def refused(actor: Actor, today: date) -> dict[str, object]:
    """What was refused in the last week, newest first."""
    return {"events": list(refusals_since(today - LATELY)[:10])}


register_panel(60, "communities/panel_ending.html", ending, Permission.STAFF_MANAGE)
register_panel(70, "communities/panel_refused.html", refused, Permission.TRAIL_SEE)
