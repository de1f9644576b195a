from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import trail
from communities.asking import whole_number
from communities.permissions import Permission
from communities.rowscope import row_scope
from communities.web.pages import PageRequest, page
from hub.errors import SearchTooShort
from hub.sealing import seal, unseal
from hub.selectors.asked import Asked, recognise
from hub.selectors.search import FoundPage, found
from hub.services.numbers_asked import stop_enumeration
from hub.web.looking import keep_purpose, needed_purpose, purpose_of, remember_reached

TYPED, NOBODY = "typed", UUID(int=0)  # a text that belongs to no subject


@page("GET", "POST", needs=Permission.RESIDENT_FIND)
def find(request: PageRequest) -> HttpResponse:
    """One box for numbers, phones, names and addresses; what was typed never stands in a URL.

    A list has an address of its own, so that the way back from one of its people leads to it.
    """
    typed = request.POST.get("q", "") if request.method == "POST" else typed_last(request)
    if not typed.strip():
        return render(request, "hub/find.html", {"purpose": purpose_of(request)})
    purpose = needed_purpose(request)
    try:
        asked = recognise(typed)
    except SearchTooShort as short:
        told = {"q": typed, "purpose": purpose, "wrong": short.sentence}
        return render(request, "hub/find.html", told, status=short.status)
    if request.method == "POST" and not asked.is_whole and not request.POST.get("after"):
        return keep_purpose(to_the_list(request, typed), purpose)
    shown = look(request, asked, purpose)
    if asked.is_whole and len(shown.rows) == 1:
        where = reverse("hub:resident", args=[shown.rows[0].resident_id])
        return keep_purpose(HttpResponseRedirect(where), purpose)
    return keep_purpose(listed(request, asked, typed, shown, purpose), purpose)


def to_the_list(request: PageRequest, typed: str) -> HttpResponse:
    """The list's address says nothing of it; what was typed waits sealed in the session."""
    request.session[TYPED] = seal(TYPED, NOBODY, typed).hex()
    return HttpResponseRedirect(reverse("hub:find") + "?last")


def typed_last(request: PageRequest) -> str:
    kept = request.session.get(TYPED, "") if "last" in request.GET else ""
    return unseal(TYPED, NOBODY, bytes.fromhex(kept)) if kept else ""


def listed(
    request: PageRequest, asked: Asked, typed: str, shown: FoundPage, purpose: str
) -> HttpResponse:
    return render(
        request,
        "hub/find_rows.html" if request.POST.get("after") and request.htmx else "hub/find.html",
        {
            "asked": asked,
            "kind": asked.kind.value,
            "q": typed,
            "found": shown,
            "purpose": purpose,
        },
    )


def look(request: PageRequest, asked: Asked, purpose: str) -> FoundPage:
    """Search in the own area; a whole number with its purpose reaches further. Logged."""
    actor = request.actor
    if asked.is_whole:
        stop_enumeration(actor=actor, now=timezone.now())
    with row_scope(actor, reach=asked.is_whole):
        shown = found(
            asked,
            actor=actor,
            day=timezone.localdate(),
            after=whole_number(request.POST.get("after", "")) or 0,
            reached=asked.is_whole,
        )
    if asked.is_whole:
        remember_reached(request, [row.resident_id for row in shown.rows])
    trail.note(
        actor,
        action=action_of(asked, shown),
        purpose=purpose,
        residents=[row.id for row in shown.rows],
        count=len(shown.rows),
    )
    return shown


def action_of(asked: Asked, shown: FoundPage) -> str:
    """What the access log calls it; "reach" is beyond the own area and shown to the secretary."""
    if not asked.is_whole:
        return "find"
    return "reach" if any(row.outside for row in shown.rows) else "lookup"
