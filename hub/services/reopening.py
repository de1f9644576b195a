"""A settled question is opened again, and what its answer moved goes back where it can."""

from datetime import date
from typing import Any

from django.db import transaction

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import Conflict
from communities.permissions import Permission
from hub.dictionary import FIELDS
from hub.errors import NobodyHere
from hub.fields import HUB
from hub.models import Change, CorrectionRequest, Dissent, Question, SetAside
from hub.models.request import OPEN
from hub.sealing import unseal
from hub.services.correct import CLEAR, correct
from hub.services.settling import (
    CHECKING,
    held_dissent,
    note_settled,
    person_of,
    require_shown,
    taken_by,
    uuid_of,
)

SETTLED = (Dissent.State.KEPT, Dissent.State.TAKEN)


@transaction.atomic
def reopen_dissent(*, dissent: int, actor: Actor, today: date) -> Dissent:
    """Undo one settlement: a value that was taken goes back by the door, a request is recalled.

    Raises NobodyHere for none of the actor's rows, Conflict when the value has changed since or
    the request has already gone to its owner.
    """
    require(actor, Permission.QUESTION_SETTLE)
    told = held_dissent(dissent, *SETTLED)
    person = person_of(told)
    require_shown(field=told.field, person=person, actor=actor)
    if told.state == Dissent.State.TAKEN:
        take_back = put_back if FIELDS[told.field].owner == HUB else recall
        take_back(told, actor=actor, today=today)
    told.state, told.settled_by, told.settled_at = Dissent.State.OPEN, "", None
    told.save(update_fields=["state", "settled_by", "settled_at"])
    note_settled(told, actor=actor)
    trail.note(actor, action="settle", purpose=CHECKING, residents=[person.pk],
               fields=[told.field], detail="undo")  # fmt: skip
    return told


def put_back(told: Dissent, *, actor: Actor, today: date) -> None:
    """The value before the taking, said again at the counter; nobody's later word is undone."""
    changes = Change.objects.filter(
        kind=told.kind, subject_id=told.subject_id, category=FIELDS[told.field].category,
        after__has_key=told.field,
    ).order_by("-seq")  # fmt: skip
    last = changes.first()
    if last is None or not last.operation.startswith(taken_by(told)):
        raise Conflict(
            "这一项之后又有新的变更，不能撤销；请直接更正。",
            "The value has changed since; correct it instead.",
        )
    correct(
        resident=person_of(told).resident_id,
        values={told.field: clear_of(told, last.before.get(told.field))},
        actor=actor,
        purpose=CHECKING,
        today=today,
    )


def clear_of(told: Dissent, held: Any) -> object:
    if held is None:
        return CLEAR
    if isinstance(held, dict):
        sealed = bytes.fromhex(held["sealed"].removeprefix("\\x"))
        return unseal(told.field, uuid_of(told), sealed)
    return ",".join(map(str, held)) if isinstance(held, list) else held


def recall(told: Dissent, *, actor: Actor, today: date) -> None:
    """A request that still lies here is taken back."""
    asked = CorrectionRequest.objects.select_for_update().filter(
        resident_id=person_of(told).pk, field=told.field, state__in=OPEN
    )
    held = asked.first()
    if held is None or held.travels or held.handed_over_on:
        raise Conflict(
            "请求已送归口部门或已答复，不能撤销。", "The request has gone to its owner already."
        )
    held.state, held.answered_by = CorrectionRequest.State.RECALLED, actor.name[:60]
    held.save(update_fields=["state", "answered_by"])


@transaction.atomic
def reopen_question(*, question: int, actor: Actor) -> Question:
    """A row that was dropped waits for a person again."""
    require(actor, Permission.QUESTION_SETTLE)
    asked = Question.objects.select_for_update().filter(pk=question, state="dropped").first()
    if asked is None:
        raise NobodyHere
    require(actor, Permission.QUESTION_SETTLE, area=asked.community)
    asked.state, asked.settled_by, asked.settled_at = Question.State.OPEN, "", None
    asked.save(update_fields=["state", "settled_by", "settled_at"])
    return asked


@transaction.atomic
def reopen_set_aside(*, set_aside: int, actor: Actor) -> SetAside:
    """A row that was to stay out for good waits for its correction again."""
    require(actor, Permission.QUESTION_SETTLE)
    row = SetAside.objects.select_for_update().filter(pk=set_aside, state="discarded").first()
    if row is None:
        raise NobodyHere
    require(actor, Permission.QUESTION_SETTLE, area=row.community)
    row.state, row.settled_by = SetAside.State.OPEN, ""
    row.save(update_fields=["state", "settled_by"])
    return row
