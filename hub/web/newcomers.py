"""The form for one person who is not registered yet."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import trail
from communities.access import reachable_prefixes
from communities.errors import Conflict, Invalid, Refused
from communities.models.area import Level
from communities.permissions import Permission
from communities.selectors.areas import areas_within
from communities.web.pages import PageRequest, page
from hub.dictionary import FIELDS
from hub.selectors.codes import codes_of
from hub.services.newcomers import CITIZEN, Newcomer, enter
from hub.services.numbers_asked import stop_enumeration
from hub.web.looking import keep_purpose, needed_purpose, purpose_of, remember_reached
from hub.web.typed import chosen, day_of

TYPED = (
    "id_type", "id_number", "name", "mobile", "hukou_division", "relation_to_head", "community",
    "address", "on",
)  # fmt: skip


@page("GET", "POST", needs=Permission.RESIDENT_CREATE)
def new_resident(request: PageRequest) -> HttpResponse:
    """Enter one person; the page of the person follows."""
    if request.method == "GET" or request.POST.get("begin"):
        return render(request, "hub/enter.html", form_of(request))
    stop_enumeration(actor=request.actor, now=timezone.now())
    purpose = needed_purpose(request)
    try:
        entered = enter(
            newcomer=newcomer_in(request),
            actor=request.actor,
            operation=request.POST.get("operation", "")[:80],
            today=timezone.localdate(),
        )
    except (Invalid, Conflict, Refused) as wrong:
        trail.note(request.actor, action="enter", purpose=purpose, result="refused")
        told = {**form_of(request), "wrong": wrong.sentence}
        return render(request, "hub/enter.html", told, status=wrong.status)
    trail.note(
        request.actor,
        action="enter" if entered.is_new else "reach",
        purpose=purpose,
        residents=[entered.id],
    )
    remember_reached(request, [str(entered.resident)])
    where = reverse("hub:resident", args=[entered.resident])
    return keep_purpose(HttpResponseRedirect(where), purpose)


def newcomer_in(request: PageRequest) -> Newcomer:
    told = {name: request.POST.get(name, "").strip() for name in TYPED}
    on = day_of(told.pop("on"))
    beside = chosen([one for one in [request.POST.get("beside", "")] if one])
    return Newcomer(**told, on=on, beside=beside[0] if beside else None)


def form_of(request: PageRequest) -> dict[str, object]:
    typed = {name: request.POST.get(name, "") for name in TYPED}
    return {
        **typed,
        "id_type": typed["id_type"] or CITIZEN,
        "beside": request.POST.get("beside") or request.GET.get("beside", ""),
        "relations": list(codes_of(FIELDS["relation_to_head"].code_list).values()),
        "papers": list(codes_of(FIELDS["id_type"].code_list).values()),
        "communities": areas_within(reachable_prefixes(request.actor), level=Level.COMMUNITY),
        "districts": areas_within((settings.HUB_CITY_PREFIX,), level=Level.DISTRICT),
        "purpose": purpose_of(request),
        "today": timezone.localdate(),
        "operation": f"enter:{request.actor.name[:40]}:{timezone.now().timestamp()}",
    }
