"""Cases over the counter, for the timeline, the counter's page and the system they are sent to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Avg, Count, Q, QuerySet, Sum

from communities.actor import Actor
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.models import MatterCase, Resident
from hub.sealing import unseal

SEALED_FORM = "matter_form"
FIRST_CLOSED = ("draft", "closed")


@dataclass(frozen=True, slots=True)
class SentForm:
    """A submitted form: clear values by field for the receiving system, the words they were
    shown in, answers by name."""

    case_id: UUID
    matter: str
    resident_id: int
    operation: str
    items: dict[str, Any]
    texts: dict[str, str]
    asked: dict[str, Any]


def sent_form(case_id: UUID) -> SentForm:
    """The form as submitted, unsealed, for connectors. Raises MatterCase.DoesNotExist."""
    case = MatterCase.objects.exclude(state__in=FIRST_CLOSED).get(case_id=case_id)
    said = orjson.loads(unseal(SEALED_FORM, case.case_id, bytes(case.form_sealed or b"")))
    return SentForm(
        case_id=case.case_id,
        matter=case.matter,
        resident_id=case.resident_id,
        operation=case.operation,
        items={one["field"]: one["value"] for one in said["items"]},
        texts={one["field"]: one["text"] for one in said["items"]},
        asked=said["asked"],
    )


def my_drafts(actor: Actor, today: date) -> QuerySet[MatterCase]:
    return MatterCase.objects.filter(
        opened_staff_id=actor.id, state="draft", opened_on=today
    ).order_by("-id")


def cases_of_counters(actor: Actor) -> QuerySet[MatterCase]:
    """Submitted cases of the counters the actor keeps, newest first."""
    counters = [post.area for post in actor.posts if post.role == "CLERK"]
    return (
        MatterCase.objects.filter(community__in=counters)
        .exclude(state__in=FIRST_CLOSED)
        .order_by("-id")
    )


def names_in_list(cases: Iterable[MatterCase]) -> dict[int, str]:
    """Whose cases they are, masked, by the resident's key."""
    people = Resident.objects.filter(pk__in={case.resident_id for case in cases})
    return {pk: mask(FIELDS["name"], name) for pk, name in people.values_list("pk", "name")}


@dataclass(frozen=True, slots=True)
class Meter:
    """The re-entry meter of one matter in one month: never of a person."""

    matter: str
    cases: int
    held: float
    computed: float
    asked: float
    typed_though_held: int

    @property
    def filled(self) -> float:
        return self.held + self.computed


def meter(*, month: date) -> list[Meter]:
    """Per matter: how many items of a form came from the hub, how many were asked."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    in_month = Q(submitted_at__date__gte=month.replace(day=1), submitted_at__date__lt=after)
    rows = (
        MatterCase.objects.filter(in_month)
        .values("matter")
        .annotate(
            cases=Count("id"),
            held=Avg("items_held"),
            computed=Avg("items_computed"),
            asked=Avg("items_asked"),
            typed_though_held=Sum("items_typed_though_held"),
        )
        .order_by("matter")
    )
    return [Meter(**row) for row in rows]
