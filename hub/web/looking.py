"""Why a person is looked at, and how far: the purpose is chosen once and kept for the next look."""

from contextlib import nullcontext
from datetime import date
from time import time
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from communities import trail
from communities.errors import Invalid
from communities.permissions import ASKED_AT_COUNTER
from communities.rowscope import row_scope
from communities.web.frame import PURPOSE
from hub.errors import NobodyHere
from hub.selectors.profile import Profile, profile_of
from hub.selectors.profile_query import BY_RESIDENT

REACHED = "reached"
REACH_SECONDS = 30 * 60  # product rule: a whole number opens its holder's page for half an hour
MOST_REACHED = 20


def purpose_of(request: HttpRequest) -> str:
    """The purpose of this look: told with the form, or the one chosen last. "" when none is."""
    told = request.POST.get("purpose") or request.COOKIES.get(PURPOSE, "")
    return told if told in ASKED_AT_COUNTER else ""


def needed_purpose(request: HttpRequest) -> str:
    purpose = purpose_of(request)
    if not purpose:
        raise Invalid("请先选择用途。", "Choose the purpose first.", fields={"purpose": "required"})
    return purpose


def keep_purpose(response: HttpResponse, purpose: str) -> HttpResponse:
    response.set_cookie(
        PURPOSE, purpose, httponly=True, samesite="Lax", max_age=settings.HUB_SESSION_HOURS * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def remember_reached(request: HttpRequest, residents: list[str]) -> None:
    """Keep whom a whole number has reached, so that their pages open for a while."""
    kept = {**request.session.get(REACHED, {}), **dict.fromkeys(residents, int(time()))}
    request.session[REACHED] = dict(list(kept.items())[-MOST_REACHED:])


def is_reached(request: HttpRequest, resident: UUID) -> bool:
    at = request.session.get(REACHED, {}).get(str(resident), 0)
    return time() - at < REACH_SECONDS


def profile_seen(request: HttpRequest, resident: UUID, day: date) -> Profile:
    """The profile as the page's reader sees it. Raises NobodyHere, for nobody and for no right."""
    reached = is_reached(request, resident)
    with row_scope(request.actor, reach=True) if reached else nullcontext():  # type: ignore[attr-defined]  # set by @page
        seen = profile_of(
            by=BY_RESIDENT,
            key=resident,
            actor=request.actor,  # type: ignore[attr-defined]  # set by @page
            day=day,
            reached=reached,
        )
    if seen is None:
        raise NobodyHere
    return seen


def note_correcting(request: HttpRequest, seen: Profile, field: str, *, result: str = "ok") -> None:
    """The access row of a form that shows a value of a person, and of what is sent with it."""
    trail.note(
        request.actor,  # type: ignore[attr-defined]  # set by @page
        action="correct",
        purpose=purpose_of(request),
        residents=[seen.id],
        fields=[field] if field in seen.shown_in_full else [],
        result=result,
        matter=seen.matter,
    )
