"""What reports put on the first page."""

from datetime import date

from django.utils import timezone

from communities.actor import Actor
from communities.permissions import Permission
from communities.web.portal import register_panel
from reports.selectors.overview import overviews


def due_reports(actor: Actor, today: date) -> dict[str, object] | None:
    """Of each report: what is made, blocked and locked, and the unit's own next step."""
    shown = overviews(actor, timezone.now(), today)
    return {"reports": shown, "today": today, "wide": True} if shown else None


register_panel(20, "reports/panel.html", due_reports, Permission.REPORT_SEE)
