"""The inbox: disagreements, rows without a number, rows set aside; each with where it belongs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from communities.actor import Actor
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import DWELLING, HOUSEHOLD
from hub.masking import mask
from hub.models import Question, SetAside
from hub.sealing import unseal
from hub.selectors.profile import SEEN_RIGHTS
from hub.selectors.sight import Shows, Sight
from hub.selectors.value_text import text_of

PAGE = 50
RAW, NOBODY = "raw_row", UUID(int=0)  # how the door seals a row that has no subject yet
LINKS = {HOUSEHOLD: "household_id", DWELLING: "dwelling_id"}
DISSENTS = """
    select x.id, x.field, x.source, x.value, x.first_seen, x.last_seen, x.kind, x.subject_id,
        r.resident_id, r.name, r.scope, r.id as resident
    from hub_dissent x
    join lateral (
        select r.* from hub_resident r where case x.kind when 'R' then r.id = x.subject_id
            when 'H' then r.household_id = x.subject_id else r.dwelling_id = x.subject_id end
        order by r.relation_to_head nulls last, r.id limit 1) r on true
    where x.state = 'open' and x.asks and x.id > %(after)s
        and (%(resident)s::bigint is null or r.id = %(resident)s)
    order by x.id limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One open dissent: what is held and from whom, what another source says."""

    id: int
    resident_id: str
    name: str
    field: str
    held: str
    held_by: str
    said: str
    said_by: str
    last_seen: Any
    may_take: bool


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row put to a person: where it stands in its sheet and whom it names, masked."""

    question: Question
    where: str
    name: str


@dataclass(frozen=True, slots=True)
class Inbox:
    disagreements: tuple[Disagreement, ...]
    questions: tuple[AskedRow, ...]
    set_aside: tuple[SetAside, ...]
    more: bool
    last: int  # where the next page of disagreements begins


def inbox(actor: Actor, *, after: int = 0) -> Inbox:
    """What waits for a person in the reader's own area, oldest first."""
    rows = dissents(after=after)
    return Inbox(
        disagreements=tuple(shown for row in rows[:PAGE] if (shown := disagreement(row, actor))),
        questions=tuple(
            map(asked_row, Question.objects.filter(state="open").order_by("id")[:PAGE])
        ),
        set_aside=tuple(SetAside.objects.filter(state="open").order_by("id")[:PAGE]),
        more=len(rows) > PAGE,
        last=rows[:PAGE][-1]["id"] if rows else 0,
    )


def asked_row(question: Question) -> AskedRow:
    raw = (
        orjson.loads(unseal(RAW, NOBODY, bytes(question.raw_sealed))) if question.raw_sealed else {}
    )
    told = raw if isinstance(raw, dict) else {}
    sheet, line = told.get("工作表", ""), told.get("行号", "")
    name = str(told.get("name") or told.get("姓名") or "")
    return AskedRow(question, f"{sheet} {line}".strip(), mask(FIELDS["name"], name) if name else "")


def dissents(*, after: int = 0, resident: int | None = None) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(DISSENTS, {"after": after, "resident": resident, "most": PAGE + 1})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def disagreement(row: Mapping[str, Any], actor: Actor) -> Disagreement | None:
    """Both values as the reader may see them; None where the category is closed to the reader."""
    declared = FIELDS[row["field"]]
    sight = Sight(actor, row["scope"] or "")
    shows = sight.shows(declared)
    if shows in (Shows.HIDDEN, Shows.FLAG) or sight.right(declared.category) not in SEEN_RIGHTS:
        return None
    held, by = held_value(row, declared)
    value = orjson.loads(row["value"]) if isinstance(row["value"], str) else row["value"]
    name = FIELDS["name"]
    return Disagreement(
        id=row["id"],
        resident_id=str(row["resident_id"]),
        name=row["name"] if sight.shows(name) is Shows.FULL else mask(name, row["name"] or ""),
        field=row["field"],
        held=as_text(declared, held, shows),
        held_by=by,
        said=as_text(declared, value, shows),
        said_by=row["source"],
        last_seen=row["last_seen"],
        may_take=True,
    )


def held_value(row: Mapping[str, Any], declared: Any) -> tuple[Any, str]:
    category = CATEGORIES[declared.category]
    column = f"{declared.column}_mask" if declared.sealed else declared.column
    found = (
        category.model._default_manager.filter(pk=row["subject_id"])
        .values_list(column, "source", "told")
        .first()
    )
    if found is None:
        return None, ""
    value, source, told = found
    return value, (told.get(declared.name) or {}).get("by") or source


def as_text(declared: Any, value: Any, shows: Shows) -> str:
    if isinstance(value, dict):
        return str(value.get("mask", ""))
    if value is None or declared.sealed:
        return str(value or "")
    return text_of(declared, value) if shows is Shows.FULL else mask(declared, value)
