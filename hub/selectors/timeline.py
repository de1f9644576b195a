"""Where each change of one person has gone, and who has looked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from communities.models import Area, TrailEvent
from hub.dictionary import FIELDS
from hub.models import CorrectionRequest, MatterCase, Receipt
from hub.selectors.value_text import named

NEWEST = 40
CHANGES = """
    select seq, recorded_at, category, array(select jsonb_object_keys(after || before)) as names,
        source, effective_date, before = '{}'::jsonb as first
    from hub_change
    where kind = 'R' and subject_id = %(resident)s and category not in ('matter', 'request')
    order by seq desc limit %(most)s
"""
MARKS = {
    "pending": "wait", "sent": "wait", "submitted": "wait", "accepted": "ok", "in_review": "wait",
    "approved": "ok", "done": "ok", "returned": "stop", "refused": "stop", "failed": "stop",
    "draft": "wait",
}  # fmt: skip
LOOKS = ("lookup", "profile", "unmask", "matter", "api_profile", "api_lookup")


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


def steps_of(resident: int) -> list[Step]:
    """Receipts, requests, cases and changes of one person, newest first."""
    steps = [*receipts(resident), *requests(resident), *cases(resident), *changes(resident)]
    return sorted(steps, key=lambda step: step.at, reverse=True)[:NEWEST]


def receipts(resident: int) -> Iterator[Step]:
    for one in Receipt.objects.filter(resident_id=resident).order_by("-id")[:NEWEST]:
        yield Step(
            at=one.answered_at or one.made_at,
            what=one.what,
            state=_(one.get_state_display()),
            mark=MARKS[one.state],
            source=one.target,
            detail=one.reason,
            reference=one.reference,
        )


def requests(resident: int) -> Iterator[Step]:
    for one in CorrectionRequest.objects.filter(resident_id=resident).order_by("-id")[:NEWEST]:
        name = named(FIELDS[one.field]) if one.field in FIELDS else one.field
        due = _("应于%(day)s前答复") % {"day": one.due_on.isoformat()}
        yield Step(
            at=one.answered_at or one.made_at,
            what=_("请求更正「%(name)s」") % {"name": name},
            state=_(one.get_state_display()),
            mark={"pending": "wait", "done": "ok"}.get(one.state, "stop"),
            source=one.owner,
            detail=one.reason or (due if one.state == "pending" else ""),
        )


def cases(resident: int) -> Iterator[Step]:
    shown = MatterCase.objects.filter(resident_id=resident).exclude(state="closed")
    for one in shown.order_by("-id")[:NEWEST]:
        yield Step(
            at=one.decided_at or one.submitted_at or one.opened_at,
            what=one.matter,
            state=_(one.get_state_display()),
            mark=MARKS.get(one.state, "wait"),
            detail=one.reason,
            reference=one.reference,
            case_id=one.case_id,
        )


def changes(resident: int) -> Iterator[Step]:
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, {"resident": resident, "most": NEWEST})
        rows = cursor.fetchall()
    for _seq, at, _category, names, source, effective, first in rows:
        labels = [named(FIELDS[name]) for name in names if name in FIELDS]
        if not labels:
            continue
        told = "、".join(labels[:6]) + (
            _("等%(count)s项") % {"count": len(labels)} if len(labels) > 6 else ""
        )
        yield Step(
            at=at,
            what=(_("首次登记:") if first else _("更新:")) + told,
            state="",
            mark="ok",
            source=source,
            detail=in_force(effective, at),
        )


def in_force(effective: date | None, at: datetime) -> str:
    if effective is None or effective.year == 1 or effective == at.date():
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
