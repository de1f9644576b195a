"""A person settles a question: keep what is held, take what the other said, or give the number."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.permissions import Permission
from communities.rowscope import every_row
from hub.cleaning import birth_of, clean, clean_id_number, sex_of
from hub.dictionary import FIELDS
from hub.errors import AnotherPerson, NobodyHere, SearchTooShort
from hub.fields import DWELLING, HOUSEHOLD
from hub.models import Dissent, Dwelling, Household, Question, Resident, SetAside
from hub.models.resident import MERGED
from hub.sealing import identity_hash, unseal
from hub.selectors.questions import is_open
from hub.selectors.sight import Sight
from hub.services.correct import Corrected, correct
from hub.services.intake import Observation, TakenIn, take_in
from hub.services.intake.asides import NOBODY, RAW
from hub.services.outbox import announce
from hub.sheets.words import field_of

TOLD = (frozenset(FIELDS) | {"address", "household_key"}) - {"id_number", "id_type"}
WHO_IT_IS = ("name", "sex", "birth_date")
CHECKING = "P03"  # purpose: information checked and corrected


@transaction.atomic
def keep_held(*, dissent: int, actor: Actor) -> Dissent:
    """The held value stays; the same voice saying the same again asks no more."""
    told = _open_dissent(dissent, actor)
    _settle(told, Dissent.State.KEPT, actor)
    note_settled(told, actor=actor)
    return told


@transaction.atomic
def take_other(*, dissent: int, actor: Actor, today: date) -> Corrected:
    """The other voice is right: what the hub owns changes by the door, what another owns is asked.

    Raises NobodyHere for a dissent outside the actor's rows, Refused without the right.
    """
    told = _open_dissent(dissent, actor)
    person = person_of(told)
    done = correct(
        resident=person.resident_id,
        values={told.field: _said_by(told)},
        actor=actor,
        purpose=CHECKING,
        operation=f"{taken_by(told)}{timezone.now().timestamp()}",
        today=today,
    )
    _settle(told, Dissent.State.TAKEN, actor)
    return done


@transaction.atomic
def give_number(*, question: int, id_number: str, actor: Actor, today: date) -> TakenIn:
    """A row without a number enters by the door with the number a person looked up.

    Raises SearchTooShort for a number that fails its check, AnotherPerson for somebody else's,
    NobodyHere for no such question.
    """
    asked = _open_question(question, actor)
    number = clean_id_number(id_number)
    if number.number is None or number.problem:
        raise SearchTooShort("身份证号校验不通过，请核对后再输。", "The ID number fails its check.")
    raw = orjson.loads(unseal(RAW, NOBODY, bytes(asked.raw_sealed or b"")))
    said = said_in_raw(raw)
    refuse_another(said, number.number)
    observation = Observation(
        said={**said, "id_type": "111", "id_number": number.number},
        key=asked.source_key,
        community=asked.community,
    )
    result = take_in(
        [observation], source=asked.source, actor=actor, creates=True, today=today,
        operation=f"question:{asked.pk}",
    )  # fmt: skip
    _close_question(asked, Question.State.SETTLED, actor)
    return result


def refuse_another(said: Mapping[str, object], number: str) -> None:
    """A slip of one digit may be a neighbour's number: name, sex and birth must agree with it."""
    told = {name: clean(FIELDS[name], said.get(name)).value for name in WHO_IT_IS}
    live = Resident.objects.exclude(record_status=MERGED)
    with every_row():
        held = live.filter(id_number_hash=identity_hash("111", number)).first()
    known = {
        "name": held.name if held else None,
        "sex": sex_of(number),
        "birth_date": birth_of(number),
    }
    if any(told[name] and known[name] and str(told[name]) != str(known[name]) for name in told):
        raise AnotherPerson(
            "这个号码与这一行的姓名、性别或出生日期不符，没有进入。请核对号码；确是同一人的，请先更正姓名。",
            "The number does not go with the row's name, sex or birth date.",
        )


@transaction.atomic
def drop_question(*, question: int, actor: Actor) -> Question:
    """Nothing is to be done about it; the raw row stays sealed beside the answer."""
    asked = _open_question(question, actor)
    _close_question(asked, Question.State.DROPPED, actor)
    return asked


@transaction.atomic
def discard_set_aside(*, set_aside: int, actor: Actor) -> SetAside:
    """A row that stays out for good; told again, it stays out."""
    require(actor, Permission.QUESTION_SETTLE)
    row = SetAside.objects.select_for_update().filter(pk=set_aside, state="open").first()
    if row is None:
        raise NobodyHere
    require(actor, Permission.QUESTION_SETTLE, area=row.community)
    row.state, row.settled_by = SetAside.State.DISCARDED, actor.name[:60]
    row.save(update_fields=["state", "settled_by"])
    return row


def said_in_raw(raw: dict[str, object]) -> dict[str, object]:
    """What a kept row says: its fields by name, or the cells of a sheet by the words above them."""
    named = {name if name in TOLD else field_of(name) or "": cell for name, cell in raw.items()}
    return {name: cell for name, cell in named.items() if name in TOLD and cell not in (None, "")}


def taken_by(told: Dissent) -> str:
    """How the operations begin by which this dissent was ever taken; each taking is its own."""
    return f"dissent:{told.pk}:"


def note_settled(told: Dissent, *, actor: Actor) -> None:
    """One row of the change log that a dissent was settled or opened again; no value moves."""
    announce(
        resident=person_of(told).pk,
        category="question",
        after={"field": told.field, "dissent": told.pk, "state": told.state},
        operation=f"settle:{told.pk}",
        actor=actor,
    )


def _open_dissent(dissent: int, actor: Actor) -> Dissent:
    require(actor, Permission.QUESTION_SETTLE)
    told = held_dissent(dissent, Dissent.State.OPEN)
    require_shown(field=told.field, person=person_of(told), actor=actor)
    return told


def held_dissent(dissent: int, *states: str) -> Dissent:
    """The dissent in one of these states, held after its person and household: whoever tells of
    them takes them in that order. Raises NobodyHere."""
    seen = Dissent.objects.filter(pk=dissent).first()
    if seen is None:
        raise NobodyHere
    person = person_of(seen)
    with every_row():
        list(Resident.objects.select_for_update().filter(pk=person.pk).values_list("pk"))
        if seen.kind == "H":
            homes = Household.objects.select_for_update().filter(pk=seen.subject_id)
            list(homes.values_list("pk"))
    told = Dissent.objects.select_for_update().filter(pk=dissent, state__in=states).first()
    if told is None:
        raise NobodyHere
    return told


def require_shown(*, field: str, person: Resident, actor: Actor) -> None:
    """Who settles is one over this person and is shown the field. Raises Refused, NobodyHere."""
    require(actor, Permission.QUESTION_SETTLE, area=person.scope)
    if not is_open(Sight(actor, person.scope or ""), FIELDS[field]):
        raise NobodyHere


def _open_question(question: int, actor: Actor) -> Question:
    require(actor, Permission.QUESTION_SETTLE)
    asked = Question.objects.select_for_update().filter(pk=question, state="open").first()
    if asked is None:
        raise NobodyHere
    require(actor, Permission.QUESTION_SETTLE, area=asked.community)
    return asked


def _close_question(asked: Question, state: str, actor: Actor) -> None:
    asked.state, asked.settled_by, asked.settled_at = state, actor.name[:60], timezone.now()
    asked.save(update_fields=["state", "settled_by", "settled_at"])


def _settle(told: Dissent, state: str, actor: Actor) -> None:
    told.state, told.settled_by, told.settled_at = state, actor.name[:60], timezone.now()
    told.save(update_fields=["state", "settled_by", "settled_at"])
    trail.note(
        actor,
        action="settle",
        purpose=CHECKING,
        residents=[person_of(told).pk],
        fields=[told.field],
    )


def person_of(told: Dissent) -> Resident:
    """The person, or the one a household or dwelling is shown under."""
    entity = FIELDS[told.field].entity
    rows = Resident.objects.order_by("relation_to_head", "pk")
    if entity == HOUSEHOLD:
        found = rows.filter(household_id=told.subject_id).first()
    elif entity == DWELLING:
        found = rows.filter(dwelling_id=told.subject_id).first()
    else:
        found = rows.filter(pk=told.subject_id).first()
    if found is None:
        raise NobodyHere
    return found


def _said_by(told: Dissent) -> object:
    value = told.value
    if isinstance(value, dict):
        return unseal(told.field, uuid_of(told), bytes.fromhex(value["sealed"].removeprefix("\\x")))
    return value


def uuid_of(told: Dissent) -> UUID:
    entity = FIELDS[told.field].entity
    if entity == HOUSEHOLD:
        return Household.objects.get(pk=told.subject_id).household_uid
    if entity == DWELLING:
        return Dwelling.objects.get(pk=told.subject_id).dwelling_uid
    return Resident.objects.get(pk=told.subject_id).resident_id
