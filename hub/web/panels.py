"""What residents and matters put on the first page."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from communities.access import may
from communities.actor import Actor
from communities.permissions import Permission
from communities.selectors.trail import reaches_of
from communities.web.portal import register_panel
from hub.models import Dissent, Question, SetAside
from hub.selectors.cases import cases_of_counters, my_drafts
from hub.selectors.requests import late_by_owner, lists_to_release
from hub.services.matters.definition import shipped_matters
from hub.web.case_lists import lines_of

LATEST = 5
DAYS_SHOWN = 30


def counter(actor: Actor, today: date) -> dict[str, Any] | None:
    """Matters to open by ID number, today's drafts and the latest answers."""
    return {
        "matters": list(shipped_matters().values()),
        "drafts": lines_of(my_drafts(actor, today), actor),
        "cases": lines_of(cases_of_counters(actor)[:LATEST], actor),
    }


def waiting(actor: Actor, today: date) -> dict[str, Any] | None:
    """How many questions wait in the own area; each number leads to its list."""
    return {
        "disagreements": Dissent.objects.filter(state="open", asks=True).count(),
        "questions": Question.objects.filter(state="open").count(),
        "set_aside": SetAside.objects.filter(state="open").count()
        if may(actor, Permission.SET_ASIDE_SEE)
        else None,
    }


def reached(actor: Actor, today: date) -> dict[str, Any] | None:
    """Look-ups by whole number beyond the own grid, shown to the secretary."""
    own = [post.prefix for post in actor.posts if post.role == "SEC"]
    if not own:
        return None
    since = timezone.now() - timedelta(days=DAYS_SHOWN)
    rows = list(reaches_of(own, since=since)[:LATEST])
    return {"rows": rows} if rows else None


def late_requests(actor: Actor, today: date) -> dict[str, Any] | None:
    """Owners who let their day pass, in numbers."""
    late = late_by_owner(actor, today)
    return {"late": late, "may_open": may(actor, Permission.QUESTION_SEE)} if late else None


def to_release(actor: Actor, today: date) -> dict[str, Any] | None:
    """Lists of requests that wait for the second person's word."""
    lists = lists_to_release(actor)
    return {"lists": lists} if lists else None


register_panel(10, "hub/panel_counter.html", counter, Permission.MATTER_FILE)
register_panel(30, "hub/panel_waiting.html", waiting, Permission.QUESTION_SEE)
register_panel(35, "hub/panel_reached.html", reached, Permission.RESIDENT_FIND)
register_panel(32, "hub/panel_requests.html", late_requests, Permission.REPORT_SEE)
register_panel(33, "hub/panel_lists.html", to_release, Permission.EXPORT_APPROVE)
