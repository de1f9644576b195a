from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import trail
from communities.access import may
from communities.actor import Actor
from communities.permissions import Permission
from communities.web.pages import PageRequest, page
from hub.askable import systems_to_ask
from hub.fields import HUB, Declared
from hub.models import SourceState
from hub.selectors.codes import label_of
from hub.selectors.granted import shown_fields
from hub.selectors.profile import Card, Profile
from hub.selectors.sight import CORRECTING_RIGHTS, HIDDEN_RIGHTS, Shows
from hub.selectors.timeline import looks_at, story_of
from hub.services.matters.definition import shipped_matters
from hub.web.looking import keep_purpose, needed_purpose, profile_seen, purpose_of

FOR_THE_RESIDENT = "P07"
HEAD = ("name", "sex", "age", "id_number", "mobile", "residence_address", "residence_type")
IN_FULL = ("id_number", "mobile", "residence_address")


@page("GET", "POST", needs=Permission.RESIDENT_SEE)
def resident(request: PageRequest, resident_id: UUID) -> HttpResponse:
    """One person on one screen. Without a purpose the page asks for it first."""
    here = reverse("hub:resident", args=[resident_id])
    if request.method == "POST":
        return keep_purpose(HttpResponseRedirect(here), needed_purpose(request))
    purpose = purpose_of(request)
    if not purpose:
        return render(request, "hub/purpose.html", {"here": here})
    today = timezone.localdate()
    seen = profile_seen(request, resident_id, today)
    trail.note(
        request.actor,
        action="profile",
        purpose=purpose,
        residents=[seen.id],
        fields=seen.shown_in_full,
        matter=seen.matter,
    )
    return render(request, "hub/resident.html", told(request, seen, purpose, today))


def told(request: PageRequest, seen: Profile, purpose: str, today: date) -> dict[str, object]:
    values, story = seen.values, story_of(seen.id, seen.sight)
    core = seen.card("core_resident")
    others = [card for card in seen.cards if card is not core]
    return {
        "profile": seen,
        "closed": seen.sight.right("core_resident") in HIDDEN_RIGHTS,
        "head": {name: values.get(name) for name in HEAD},
        "head_values": [values[name] for name in IN_FULL if name in values],
        "basics": [value for value in core.values if value.name not in HEAD] if core else [],
        "cards": [card for card in others if not card.is_empty and not is_trivial(card)],
        "without": [card for card in others if card.is_empty or is_trivial(card)],
        "purpose": purpose,
        "purpose_label": label_of("purpose", purpose),
        "steps": story.steps,
        "waiting": sum(step.mark == "wait" for step in story.steps),
        "states": {state.source: state for state in SourceState.objects.all()},
        "askable": systems_to_ask(),
        "questions": story.questions,
        "looks": looks_at(seen.id) if purpose == FOR_THE_RESIDENT else [],
        "matters": list(shipped_matters().values()) if may_file(request) else [],
        "under_way": shipped_matters().get(seen.matter),
        "cases": cases_shown(seen, request.actor),
        "corrects": may(request.actor, Permission.RESIDENT_CORRECT, area=seen.scope),
        "blanks": blanks(seen),
    }  # fmt: skip


def blanks(seen: Profile) -> list[Declared]:
    """What the hub itself keeps of the person and the household, and nobody has told yet."""
    categories = [
        "core_resident",
        *(["core_household"] if "core_household" in seen.held.rows else []),
    ]
    return [
        declared
        for category in categories
        if seen.sight.right(category) in CORRECTING_RIGHTS
        for declared in shown_fields(category)
        if declared.owner == HUB
        and declared.is_correctable
        and declared.name not in seen.values
        and seen.sight.shows(declared) is not Shows.HIDDEN
    ]


def cases_shown(seen: Profile, actor: Actor) -> dict[str, Mapping[str, Any]]:
    """By matter: the case under way, or the reader's own draft of today."""
    today = seen.day.isoformat()
    return {
        case["matter"]: case
        for case in seen.held.cases
        if case["state"] != "draft"
        or (case["opened_by"] == actor.name and case["opened_on"] == today)
    }


def may_file(request: PageRequest) -> bool:
    return may(request.actor, Permission.MATTER_FILE)


def is_trivial(card: Card) -> bool:
    """A category of which only sums are known and all of them say no or nothing."""
    return card.flag is None and all(
        value.computed and (value.clear in (False, 0, None) or value.text == "***")
        for value in card.values
    )
