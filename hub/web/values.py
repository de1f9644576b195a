"""One value of the profile: shown in full by a click, corrected or asked of its owner."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities.access import require
from communities.errors import Conflict, HubError, Invalid
from communities.models.area import Level
from communities.permissions import Permission
from communities.prefixes import COMMUNITY_DIGITS, STREET_DIGITS
from communities.selectors.areas import areas_within
from communities.web.pages import PageRequest, page
from hub.dictionary import FIELDS
from hub.errors import NotCorrectedHere
from hub.fields import HUB, Declared
from hub.selectors.codes import codes_of, label_of
from hub.selectors.profile import Profile
from hub.selectors.sight import CORRECTING_RIGHTS, JUDICIAL, NEVER, Shows
from hub.selectors.value_text import PLACES
from hub.services.correct import CLEAR, Corrected, correct, hold, text
from hub.services.once import was_done
from hub.services.unmasking import unmask
from hub.web.as_opened import check_still_held, signed
from hub.web.looking import needed_purpose, note_correcting, profile_seen, purpose_of


@page("POST", needs=Permission.RESIDENT_UNMASK)
def unmask_value(request: PageRequest, resident_id: UUID, field: str) -> HttpResponse:
    seen = profile_seen(request, resident_id, timezone.localdate())
    shown = unmask(profile=seen, field=field, purpose=needed_purpose(request), actor=request.actor)
    if request.htmx:
        return render(request, "hub/value_full.html", {"text": shown})
    return render(
        request, "hub/value_page.html", {"text": shown, "profile": seen, "declared": FIELDS[field]}
    )


@page("GET", "POST", needs=Permission.RESIDENT_CORRECT)
def correct_value(request: PageRequest, resident_id: UUID, field: str) -> HttpResponse:
    """One form for one field: the hub's own is corrected, another's is asked of its owner."""
    declared = correctable(field)
    seen = profile_seen(request, resident_id, timezone.localdate())
    if seen.sight.right(declared.category) not in CORRECTING_RIGHTS or field in NEVER | JUDICIAL:
        raise NotCorrectedHere
    require(request.actor, Permission.RESIDENT_CORRECT, area=seen.scope)
    if request.method == "GET":
        if not purpose_of(request):
            return HttpResponseRedirect(reverse("hub:resident", args=[resident_id]))
        note_correcting(request, seen, field)
        return render(request, "hub/correct.html", form_of(seen, declared))
    needed_purpose(request)
    try:
        with transaction.atomic():
            done = save(request, seen, declared)
    except (Invalid, Conflict) as wrong:
        note_correcting(request, seen, field, result="refused")
        return render(
            request, "hub/correct.html", form_again(request, seen, declared, wrong),
            status=wrong.status,
        )  # fmt: skip
    note_correcting(request, seen, field)
    if not request.htmx:
        return HttpResponseRedirect(reverse("hub:resident", args=[resident_id]))
    now = profile_seen(request, resident_id, timezone.localdate())
    return render(
        request, "hub/corrected.html",
        {"profile": now, "declared": declared, "value": now.values.get(field), "corrects": True,
         "purpose": purpose_of(request), "requested": bool(done.requested),
         "owner": label_of("external_system", declared.owner)},
    )  # fmt: skip


def correctable(field: str) -> Declared:
    declared = FIELDS.get(field)
    if declared is None or not declared.is_correctable:
        raise NotCorrectedHere
    return declared


def form_of(seen: Profile, declared: Declared) -> dict[str, object]:
    value = seen.values.get(declared.name)
    is_full = value is not None and value.shows is Shows.FULL
    return {
        "profile": seen,
        "declared": declared,
        "value": value,
        "told": text(value.clear) if value and is_full else "",
        "seen": signed(seen, declared),
        "owned_here": declared.owner == HUB,
        "owner": label_of("external_system", declared.owner),
        "choices": list(codes_of(declared.code_list).values()) if declared.code_list else [],
        "places": places_to_choose(seen, declared),
        "operation": f"correct:{seen.resident_id}:{declared.name}:{timezone.now().timestamp()}",
    }


def places_to_choose(seen: Profile, declared: Declared) -> list[tuple[str, str]]:
    """Codes and names of the city's districts and, where the field is as fine, of the
    communities around: nobody knows such codes by heart. Any other may still be typed."""
    if declared.type not in PLACES:
        return []
    digits = int(declared.type.removeprefix("division"))
    areas = list(areas_within((settings.HUB_CITY_PREFIX,), level=Level.DISTRICT))
    if digits == COMMUNITY_DIGITS:
        areas += areas_within((seen.scope[:STREET_DIGITS],), level=Level.COMMUNITY)
    return [(area.code[:digits], area.short_name) for area in areas]


def form_again(
    request: PageRequest, seen: Profile, declared: Declared, wrong: HubError
) -> dict[str, object]:
    """The same form with what was typed and why it was not taken."""
    typed = ",".join(request.POST.getlist("value"))
    clash = next(iter(wrong.fields.values()), {}) if isinstance(wrong, Conflict) else {}
    return {
        **form_of(seen, declared),
        "told": typed,
        "typed": typed,
        "wrong": wrong.sentence,
        "clash": clash,
    }


def save(request: PageRequest, seen: Profile, declared: Declared) -> Corrected:
    """Correct with compare-and-set: what was seen must still be what is held."""
    told: object = ",".join(request.POST.getlist("value")).strip()
    if request.POST.get("clear") == "1":
        told = CLEAR
    resident, operation = UUID(seen.resident_id), request.POST.get("operation", "")[:80]
    hold(resident=resident)
    if not was_done(operation=operation, actor=request.actor):
        seen = profile_seen(request, resident, timezone.localdate())
        check_still_held(request, seen, declared, "" if told is CLEAR else str(told))
        check_is_news(seen, declared, told)
    return correct(
        resident=resident,
        values={declared.name: told},
        actor=request.actor,
        purpose=needed_purpose(request),
        operation=operation,
        today=timezone.localdate(),
    )


def check_is_news(seen: Profile, declared: Declared, told: object) -> None:
    """The owner is not asked for what it says already; of a masked value nothing is let on."""
    value = seen.values.get(declared.name)
    if value is None or not value.by_owner or declared.owner == HUB or told is CLEAR:
        return
    if value.shows is Shows.FULL and text(value.clear) == told:
        raise Invalid("这就是现值，不用更正。", "This is the value already.")
