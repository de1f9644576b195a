"""Where each change of one person has gone, and who has looked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Area, TrailEvent
from communities.prepared import run_prepared
from hub.dictionary import FIELDS
from hub.models import CorrectionRequest, MatterCase, Question, Receipt
from hub.models.request import OPEN
from hub.selectors.sight import Shows, Sight
from hub.selectors.value_text import named

NEWEST = 40
MOST_NAMED = 6
ASKED_OWNER = "请求更正"  # what the receipt of a request says was sent
STORY = """
    (select 'receipt' as kind, coalesce(answered_at, made_at) as at, what, state, target as source,
        reason as detail, reference, null::uuid as case_id,
        case when field <> '' then array[field::text] end as names, null::date as day,
        false as first
     from hub_receipt where resident_id = %(resident)s order by id desc limit 40)
    union all
    (select 'request', coalesce(answered_at, made_at), field, state, owner, reason, '', null, null,
        due_on, false
     from hub_request where resident_id = %(resident)s order by id desc limit 40)
    union all
    (select 'case', coalesce(decided_at, submitted_at, opened_at), matter, state, '', reason,
        reference, case_id, null, null, false
     from hub_matter_case where resident_id = %(resident)s and state <> 'closed'
     order by id desc limit 40)
    union all
    (select 'question', first_seen, kind, state, source, '', '', null, null, null, false
     from hub_question where resident_id = %(resident)s and state = 'open' order by id limit 20)
    union all
    (select 'change', recorded_at, category, '', source, '', '', null,
        array(select jsonb_object_keys(after || before)), effective_date, before = '{}'::jsonb
     from hub_change
     where kind = 'R' and subject_id = %(resident)s
        and category not in ('matter', 'request', 'question')
     order by seq desc limit 40)
"""
MARKS = {
    "pending": "wait", "sent": "wait", "submitted": "wait", "accepted": "ok", "in_review": "wait",
    "approved": "ok", "done": "ok", "returned": "stop", "refused": "stop", "failed": "stop",
    "draft": "wait",
}  # fmt: skip
LOOKS = ("lookup", "reach", "profile", "unmask", "matter", "api_profile", "api_lookup")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the timeline. `what` and `state` are sentences, `mark` is ok, wait or stop."""

    at: datetime
    what: str
    state: str
    mark: str
    source: str = ""
    detail: str = ""
    reference: str = ""
    case_id: object = None


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the person as the resident may be told it: unit, time and purpose."""

    at: datetime
    unit: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Story:
    """What became of one person's changes, newest first, and the kinds of open questions."""

    steps: tuple[Step, ...]
    questions: tuple[str, ...]


def story_of(resident: int, sight: Sight) -> Story:
    """Receipts, requests, cases, changes and questions of one person, in one prepared statement.

    A field is named only to a reader whose page shows that it is held: that somebody is under
    special care or has a mental disorder is said by the name of the field already.
    """
    steps, questions = [], []
    for row in run_prepared(STORY, {"resident": resident}):
        told = Told(*row)
        if told.kind == "question":
            questions.append(_(Question.Kind(told.what).label))
        elif (step := STEPS[told.kind](named_to(sight, told))) is not None:
            steps.append(step)
    steps.sort(key=lambda step: step.at, reverse=True)
    return Story(tuple(steps[:NEWEST]), tuple(questions))


class Told(NamedTuple):
    """One row of the story as the statement gives it."""

    kind: str
    at: datetime
    what: str
    state: str
    source: str
    detail: str
    reference: str
    case_id: object
    names: list[str] | None
    day: date | None
    first: bool


def named_to(sight: Sight, told: Told) -> Told:
    """The row without the fields that the reader is not shown."""
    if told.kind == "request":
        return told if is_named(sight, told.what) else told._replace(what="")
    if told.names is None:
        return told
    return told._replace(names=[name for name in told.names if is_named(sight, name)])


def is_named(sight: Sight, name: str) -> bool:
    declared = FIELDS.get(name)
    if declared is None or sight.right(declared.category) == "F":
        return False
    return sight.shows(declared) is not Shows.HIDDEN


def receipt_step(told: Told) -> Step | None:
    if told.names == []:
        return None
    state = _(Receipt.State(told.state).label)
    what = _(told.what) if told.what else ""
    if told.names and told.what == ASKED_OWNER:
        what = asked_for(told.names[0])
    return Step(told.at, what, state, MARKS[told.state], told.source, told.detail, told.reference)


def asked_for(field: str) -> str:
    return _("请求更正「%(name)s」") % {"name": named(FIELDS[field]) if field in FIELDS else field}


def request_step(told: Told) -> Step | None:
    if not told.what:
        return None
    due = _("应于%(day)s前答复") % {"day": told.day.isoformat()} if told.day else ""
    waits = told.state in OPEN
    return Step(
        at=told.at,
        what=asked_for(told.what),
        state=str(CorrectionRequest.State(told.state).label),
        mark={"pending": "wait", "accepted": "wait", "done": "ok"}.get(told.state, "stop"),
        source=told.source,
        detail=told.detail or (due if waits else ""),
    )


def case_step(told: Told) -> Step:
    return Step(
        at=told.at,
        what=told.what,
        state=_(MatterCase.State(told.state).label),
        mark=MARKS.get(told.state, "wait"),
        detail=told.detail,
        reference=told.reference,
        case_id=told.case_id,
    )


def change_step(told: Told) -> Step | None:
    labels = [named(FIELDS[name]) for name in told.names or () if name in FIELDS]
    if not labels:
        return None
    said = "、".join(labels[:MOST_NAMED])
    if len(labels) > MOST_NAMED:
        said += _("等%(count)s项") % {"count": len(labels)}
    return Step(
        at=told.at,
        what=(_("首次登记：") if told.first else _("更新：")) + said,
        state="",
        mark="ok",
        source=told.source,
        detail=in_force(told.day, told.at),
    )


STEPS: dict[str, Callable[[Told], Step | None]] = {
    "receipt": receipt_step,
    "request": request_step,
    "case": case_step,
    "change": change_step,
}


def in_force(effective: date | None, at: datetime) -> str:
    if effective is None or effective.year == 1 or effective == timezone.localdate(at):
        return ""
    return _("自%(day)s起") % {"day": effective.isoformat()}


def looks_at(resident: int, *, most: int = 50) -> list[Look]:
    """Who looked, for the resident's own question (purpose P07): unit, time and purpose."""
    events = TrailEvent.objects.filter(residents__contains=[resident], action__in=LOOKS)
    rows = list(events.order_by("-id")[:most])
    units = {prefix for row in rows for prefix in row.unit.split(",") if prefix}
    names: Mapping[str, Any] = dict(
        Area.objects.filter(prefix__in=units).values_list("prefix", "short_name")
    )
    return [
        Look(row.at, "、".join(names.get(one, one) for one in row.unit.split(",")), row.purpose)
        for row in rows
    ]
