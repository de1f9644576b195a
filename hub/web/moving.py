"""The form by which somebody is told to live elsewhere: a wrong address, or a move."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities.access import require
from communities.errors import Conflict, Invalid
from communities.models.area import Level
from communities.permissions import Permission
from communities.prefixes import STREET_DIGITS
from communities.rowscope import every_row
from communities.selectors.areas import areas_within
from communities.web.pages import PageRequest, page
from hub.dictionary import FIELDS
from hub.errors import NobodyHere, NotCorrectedHere
from hub.selectors.profile import Profile
from hub.selectors.sight import CORRECTING_RIGHTS, HIDDEN_RIGHTS
from hub.services.correct import hold, locked
from hub.services.moving import Move, housemates, move, moved_before
from hub.services.once import was_done
from hub.web.as_opened import check_still_held, signed
from hub.web.looking import needed_purpose, note_correcting, profile_seen, purpose_of
from hub.web.typed import chosen, day_of

ADDRESS = FIELDS["residence_address"]


@page("GET", "POST", needs=Permission.RESIDENT_CORRECT)
def move_house(request: PageRequest, resident_id: UUID) -> HttpResponse:
    """One form: where to, since when, and who of the household comes along."""
    moved = sent_before(request, resident_id) if request.method == "POST" else None
    if moved is not None:
        return moved_page(request, resident_id, moved)
    seen = profile_seen(request, resident_id, timezone.localdate())
    if seen.sight.right("core_dwelling") not in CORRECTING_RIGHTS:
        raise NotCorrectedHere
    require(request.actor, Permission.RESIDENT_CORRECT, area=seen.scope)
    if request.method == "GET":
        if not purpose_of(request):
            return HttpResponseRedirect(reverse("hub:resident", args=[resident_id]))
        note_correcting(request, seen, ADDRESS.name)
        return render(request, "hub/move.html", form_of(request, seen))
    needed_purpose(request)
    try:
        with transaction.atomic():
            moved = save(request, seen)
    except (Invalid, Conflict) as wrong:
        note_correcting(request, seen, ADDRESS.name, result="refused")
        told = {**form_of(request, seen), **typed(request), "wrong": wrong.sentence}
        return render(request, "hub/move.html", told, status=wrong.status)
    note_correcting(request, seen, ADDRESS.name)
    return moved_page(request, resident_id, moved)


def sent_before(request: PageRequest, resident: UUID) -> int | None:
    """How many people moved when this form was sent the first time; None when it was not, or
    cannot be read."""
    try:
        return moved_before(
            resident=resident, to=asked_move(request), actor=request.actor,
            together=chosen(request.POST.getlist("together")), operation=operation_of(request),
        )  # fmt: skip
    except (Invalid, Conflict):
        return None


def moved_page(request: PageRequest, resident: UUID, moved: int) -> HttpResponse:
    to = asked_move(request)
    return render(request, "hub/moved.html", {
        "moved": moved,
        "address": to.address,
        "community": to.community,
        "resident": resident if still_seen(request, resident) else None,
    })  # fmt: skip


def asked_move(request: PageRequest) -> Move:
    return Move(
        community=request.POST.get("community", ""),
        address=request.POST.get("address", "").strip(),
        on=day_of(request.POST.get("on", "")),
    )


def operation_of(request: PageRequest) -> str:
    return request.POST.get("operation", "")[:80]


def form_of(request: PageRequest, seen: Profile) -> dict[str, object]:
    here = str(seen.held.core["community_code"] or seen.scope)
    value = seen.values.get(ADDRESS.name)
    return {
        "profile": seen,
        "now": value.text if value else "",
        "community": here[:12],
        "communities": areas_within((here[:STREET_DIGITS],), level=Level.COMMUNITY),
        "companions": companions(seen),
        "together": [],
        "seen": signed(seen, ADDRESS),
        "operation": f"move:{seen.resident_id}:{timezone.now().timestamp()}",
        "today": timezone.localdate(),
    }


def companions(seen: Profile) -> list[object]:
    """Those of the household whom the reader sees and who live in the same home."""
    if seen.sight.right("core_resident") in HIDDEN_RIGHTS:
        return []
    with transaction.atomic(), every_row():
        same_home = housemates(locked(UUID(seen.resident_id)))
    return [one for one in seen.members if one.visible and UUID(one.resident_id) in same_home]


def typed(request: PageRequest) -> dict[str, object]:
    return {
        "community": request.POST.get("community", ""),
        "address": request.POST.get("address", ""),
        "on": request.POST.get("on", ""),
        "together": request.POST.getlist("together"),
    }


def save(request: PageRequest, seen: Profile) -> int:
    """Move with compare-and-set: the address that was seen must still be the one held."""
    resident, operation = UUID(seen.resident_id), operation_of(request)
    to = asked_move(request)
    hold(resident=resident)
    if not was_done(operation=operation, actor=request.actor):
        seen = profile_seen(request, resident, timezone.localdate())
        check_still_held(request, seen, ADDRESS, to.address)
    return move(
        resident=resident,
        to=to,
        together=chosen(request.POST.getlist("together")),
        actor=request.actor,
        operation=operation,
        today=timezone.localdate(),
    )


def still_seen(request: PageRequest, resident: UUID) -> bool:
    """Whether the mover still sees the person: who moves out of the area leaves their sight."""
    try:
        profile_seen(request, resident, timezone.localdate())
    except NobodyHere:
        return False
    return True
