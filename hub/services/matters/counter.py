"""A matter at the counter: opened with the ID number, submitted once, closed at the day's end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.utils import timezone

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.permissions import Permission
from hub.errors import (
    AlreadyFiled,
    AnswersWanting,
    CaseClosed,
    NobodyHere,
    NotEligible,
    SearchTooShort,
)
from hub.models import MatterCase
from hub.sealing import seal
from hub.selectors.asked import Kind, recognise
from hub.selectors.cases import FIRST_CLOSED, sent_form
from hub.selectors.profile import Profile, clear_value, profile_of
from hub.selectors.profile_query import BY_ID, BY_IDENTITY
from hub.selectors.search import number_hashes
from hub.services.matters.answers import check_answers, read_answers
from hub.services.matters.claimed import months_taken
from hub.services.matters.definition import Matter, matter_named
from hub.services.matters.form import Form, facts_of, fill
from hub.services.matters.sent import as_sent
from hub.services.outbox import announce
from hub.services.receipts import record_receipt

COUNTER_PURPOSE = "P01"
SEALED_FORM = "matter_form"
State = MatterCase.State
UNDECIDED = (State.SUBMITTED, State.ACCEPTED, State.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with the clerk's full view of its person and the filled form."""

    case: MatterCase
    matter: Matter
    profile: Profile
    form: Form


@transaction.atomic
def open_case(*, matter: str, id_number: str, actor: Actor, today: date) -> Opened:
    """Open today's draft of a matter for the holder of an ID number, in the clerk's community.

    The same clerk gets the same draft again; a case sent and not yet decided is shown instead.
    The look is logged; one that finds nobody is the caller's to log: what is raised undoes it.
    Raises NobodyHere, alike for nobody and for somebody of another community; SearchTooShort for
    a number that fails its check and for what is no ID number; MatterUnknown; Refused.
    """
    require(actor, Permission.MATTER_FILE)
    definition = matter_named(matter)
    person = profile_of(
        by=BY_IDENTITY, key=number_hashes(number_in(id_number)), actor=actor, day=today
    )
    counter = _counter_of(actor, person.scope) if person else ""
    if person is None or not counter:
        raise NobodyHere
    case = _undecided_case(person.id, matter) or _draft_of(
        person.id, definition, counter, actor, today
    )
    return _opened(case, actor=actor, today=today)


def number_in(typed: str) -> str:
    """The whole number; a text without a digit is not taken for the start of a name."""
    asked = recognise(typed) if any(map(str.isdigit, typed)) else None
    if asked is None or asked.kind is not Kind.NUMBER:
        raise SearchTooShort("请输入完整的身份证号。", "Type the whole ID number.")
    return asked.text


@transaction.atomic
def look_at_case(*, case_id: UUID, actor: Actor, today: date) -> Opened:
    """A case of the own counter again. Raises NobodyHere, CaseClosed for a draft gone by."""
    require(actor, Permission.MATTER_FILE)
    case = MatterCase.objects.filter(case_id=case_id).first()
    if case is None or not _counter_of(actor, case.community):
        raise NobodyHere
    if case.state == State.CLOSED or (case.state == State.DRAFT and case.opened_on != today):
        raise CaseClosed
    return _opened(case, actor=actor, today=today)


@transaction.atomic
def submit_case(
    *, case_id: UUID, answers: Mapping[str, object], actor: Actor, today: date
) -> MatterCase:
    """Submit a draft: the form is sealed as shown, a change row carries it to the owner system.

    Submitting again changes nothing. Raises AnswersWanting with a sentence per asked item,
    NotEligible with the conditions that are not met, CaseClosed, AlreadyFiled where another
    counter has sent the matter since.
    """
    require(actor, Permission.MATTER_FILE)
    case = _held_for_writing(case_id)
    if case is None or not _counter_of(actor, case.community):
        raise NobodyHere
    if case.state not in (State.DRAFT, State.CLOSED):
        return case
    if case.state == State.CLOSED or case.opened_on != today or case.opened_by != actor.name:
        raise CaseClosed
    if _undecided_case(case.resident_id, case.matter):
        raise AlreadyFiled
    current = _opened(case, actor=actor, today=today)
    given = _checked_answers(case, current, answers, actor=actor, today=today)
    _seal_form(case, current, given)
    _send(case, current, actor)
    return case


def _held_for_writing(case_id: UUID) -> MatterCase | None:
    """The case, with all of its person's cases of the matter held: two counters take turns."""
    mine = MatterCase.objects.filter(case_id=case_id)
    held = MatterCase.objects.select_for_update().order_by("pk").filter(
        resident_id__in=mine.values("resident_id"), matter__in=mine.values("matter")
    )  # fmt: skip
    return next((one for one in held if one.case_id == case_id), None)


def _checked_answers(
    case: MatterCase, current: Opened, answers: Mapping[str, object], *, actor: Actor, today: date
) -> dict[str, object]:
    if current.form.refusals:
        raise NotEligible([line.refusal for line in current.form.refusals])
    read_now = read_answers(current.matter, answers, today=today)
    facts = {
        **facts_of(current.profile.held, today),
        **read_now.facts(),
        **months_taken(case, read_now.given),
    }
    check_answers(current.matter, read_now, facts, partial(_computed_in, case, actor))
    if read_now.wrong:
        raise AnswersWanting(dict(read_now.wrong))
    return read_now.given


def _computed_in(case: MatterCase, actor: Actor, month: str) -> Mapping[str, object]:
    """The person's computed fields as they were on the first of a month."""
    return _person_of(case, actor, date(int(month[:4]), int(month[4:]), 1)).held.computed


def _opened(case: MatterCase, *, actor: Actor, today: date) -> Opened:
    """The case with its person as the actor may see one now; the look is logged."""
    definition = matter_named(case.matter)
    held = _person_of(case, actor, today)
    _note_look(actor, held, case)
    form = fill(definition, held)
    if case.state not in FIRST_CLOSED:
        form = as_sent(form, sent_form(case.case_id), held.held)
    return Opened(case, definition, held, form)


def _person_of(case: MatterCase, actor: Actor, today: date) -> Profile:
    person = profile_of(by=BY_ID, key=case.resident_id, actor=actor, day=today)
    if person is None:
        raise NobodyHere
    return person


def _note_look(actor: Actor, person: Profile, case: MatterCase) -> None:
    trail.note(
        actor,
        action="matter",
        purpose=COUNTER_PURPOSE,
        residents=[person.id],
        fields=person.shown_in_full,
        matter=str(case.case_id),
    )


def _counter_of(actor: Actor, scope: str) -> str:
    """The community whose counter the actor keeps and whose person this is, "" when none."""
    return next(
        (
            post.area
            for post in actor.posts
            if post.role == "CLERK" and scope.startswith(post.prefix)
        ),
        "",
    )


def _undecided_case(resident: int, matter: str) -> MatterCase | None:
    return (
        MatterCase.objects.filter(resident_id=resident, matter=matter, state__in=UNDECIDED)
        .order_by("-id")
        .first()
    )


def _draft_of(resident: int, matter: Matter, counter: str, actor: Actor, today: date) -> MatterCase:
    close_drafts(today=today, resident=resident, actor=actor)
    case, _made = MatterCase.objects.get_or_create(
        resident_id=resident,
        matter=matter.code,
        opened_staff_id=actor.id,
        state=State.DRAFT,
        defaults={
            "case_id": uuid4(),
            "community": counter,
            "purpose": COUNTER_PURPOSE,
            "opened_by": actor.name,
            "opened_on": today,
        },
    )
    return case


def close_drafts(*, today: date, actor: Actor, resident: int | None = None) -> int:
    """Close every draft of an earlier day: not submitted that day, its full view ends."""
    stale = MatterCase.objects.filter(state=State.DRAFT, opened_on__lt=today)
    if resident is not None:
        stale = stale.filter(resident_id=resident)
    return stale.update(state=State.CLOSED)


def _seal_form(case: MatterCase, current: Opened, given: Mapping[str, object]) -> None:
    """Keep what was shown and answered, sealed as one piece, with the meter's counts."""
    counts = current.form.counts
    said = {
        "items": [
            {
                "label": one.item.label,
                "field": one.item.field,
                "text": one.value.text,
                "value": clear_value(current.profile.held, one.item.field),
            }
            for one in current.form.items
            if one.value is not None
        ],
        "asked": dict(given),
    }
    case.form_sealed = seal(SEALED_FORM, case.case_id, orjson.dumps(said).decode())
    case.asked = dict(given)
    case.items_held = counts["prefilled_now"]
    case.items_computed = counts["computed_now"]
    case.items_asked = counts["asked"]


def _send(case: MatterCase, current: Opened, actor: Actor) -> None:
    case.operation = f"{case.matter}:{case.case_id}"
    case.state = State.SUBMITTED
    case.submitted_at = timezone.now()
    case.save()
    seq = announce(
        resident=case.resident_id,
        category="matter",
        after={"case_id": str(case.case_id), "matter": case.matter, "state": "submitted"},
        operation=case.operation,
        actor=actor,
    )
    record_receipt(
        operation=case.operation,
        target=current.matter.owner,
        resident=case.resident_id,
        what=current.matter.label.zh,
        state="pending",
        case_id=case.pk,
        change_seq=seq,
        actor=actor,
    )
