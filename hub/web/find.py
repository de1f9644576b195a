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
from hub.selectors.asked import Asked, recognise
from hub.selectors.search import FoundPage, found
from hub.services.numbers_asked import stop_enumeration
from hub.web.looking import keep_purpose, needed_purpose, purpose_of, remember_reached


@page("GET", "POST", needs=Permission.RESIDENT_FIND)
def find(request: PageRequest) -> HttpResponse:
    """One box for numbers, phones, names and addresses; what was typed never stands in a URL."""
    if request.method == "GET" or not request.POST.get("q", "").strip():
        return render(request, "hub/find.html", {"purpose": purpose_of(request)})
    purpose = needed_purpose(request)
    try:
        asked = recognise(request.POST["q"])
    except SearchTooShort as short:
        told = {"q": request.POST["q"], "purpose": purpose, "wrong": short.sentence}
        return render(request, "hub/find.html", told, status=short.status)
    shown = look(request, asked, purpose)
    if asked.is_whole and len(shown.rows) == 1:
        where = reverse("hub:resident", args=[shown.rows[0].resident_id])
        return keep_purpose(HttpResponseRedirect(where), purpose)
    answer = render(
        request,
        "hub/find_rows.html" if request.POST.get("after") and request.htmx else "hub/find.html",
        {
            "asked": asked,
            "kind": asked.kind.value,
            "q": request.POST["q"],
            "found": shown,
            "purpose": purpose,
        },
    )
    return keep_purpose(answer, purpose)


def look(request: PageRequest, asked: Asked, purpose: str) -> FoundPage:
    """Search in the own area; a whole number with its purpose reaches further. Logged."""
    actor = request.actor
    after = request.POST.get("after", "")
    if asked.is_whole:
        stop_enumeration(actor=actor, now=timezone.now())
    with row_scope(actor, reach=asked.is_whole):
        shown = found(
            asked,
            actor=actor,
            day=timezone.localdate(),
            after=whole_number(after) or 0,
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
