"""The inbox: disagreements and rows without a number, each with where it belongs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg import sql

from communities.actor import Actor
from hub.cleaning import parse_address
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import Declared
from hub.masking import mask
from hub.models import Question, SetAside
from hub.sealing import unseal
from hub.selectors.importance import weight
from hub.selectors.profile import SEEN_RIGHTS
from hub.selectors.search import is_child
from hub.selectors.sight import Shows, Sight
from hub.selectors.value_text import text_seen
from hub.selectors.whom import Person, Whom, home, people_told, whom

PAGE = 50
HeldValues = Mapping[tuple[str, int], tuple[Any, str]]  # by field and subject: value, whose
LIVES = re.compile(r"address|(?!户籍|户口).*(地址|住址)")  # the column of where somebody lives
RAW, NOBODY = "raw_row", UUID(int=0)  # how the door seals a row that has no subject yet
# Whom a dissent `x` is about: one branch for each kind, so that each reads its own index.
PERSON = sql.SQL("""
    join lateral (
        select r.id, r.relation_to_head from hub_resident r
            where x.kind = 'R' and r.id = x.subject_id
        union all
        select r.id, r.relation_to_head from hub_resident r
            where x.kind = 'H' and r.household_id = x.subject_id
        union all
        select r.id, r.relation_to_head from hub_resident r
            where x.kind = 'D' and r.dwelling_id = x.subject_id
        order by relation_to_head nulls last, id limit 1) r on true
""")
DISSENTS = (
    sql.SQL("""
    select x.id, x.field, x.source, x.value, x.last_seen, x.kind, x.subject_id, r.id as person
    from hub_dissent x
    {person}
    where x.state = 'open' and x.asks and x.field = %(field)s and x.id > %(after)s
    order by x.id limit %(most)s
""")
    .format(person=PERSON)
    .as_string(None)
)
GROUPS = """
    select field, source, count(*) from hub_dissent
    where state = 'open' and asks group by field, source
"""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One open dissent: what is held and from whom, what another source says."""

    id: int
    whom: Whom
    field: str
    held: str
    held_by: str
    said: str
    said_by: str
    last_seen: Any


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row put to a person: where it stands in its sheet and whom it names, masked."""

    question: Question
    where: str
    name: str
    home: str


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A row or cell that stayed out, and where it stands in its sheet."""

    row: SetAside
    where: str
    name: str
    home: str


@dataclass(frozen=True, slots=True)
class Group:
    """The open disagreements of one field, by the source that differs."""

    field: str
    sources: tuple[tuple[str, int], ...]

    @property
    def many(self) -> int:
        return sum(many for _source, many in self.sources)


@dataclass(frozen=True, slots=True)
class Inbox:
    """`chosen` is the group whose disagreements are shown; the most important one by default."""

    groups: tuple[Group, ...]
    chosen: Group | None
    disagreements: tuple[Disagreement, ...]
    questions: tuple[AskedRow, ...]
    more_questions: bool
    more: bool
    last: int  # where the next page of disagreements begins


def inbox(actor: Actor, *, day: date, field: str = "", after: int = 0) -> Inbox:
    """What waits for a person in the reader's own area, the most important field first."""
    shown = groups(actor)
    chosen = next((one for one in shown if one.field == field), shown[0] if shown else None)
    rows = dissents(chosen.field, after=after) if chosen else []
    asked = Question.objects.filter(state="open").order_by("id")[: PAGE + 1]
    return Inbox(
        groups=shown,
        chosen=chosen,
        disagreements=disagreements(rows[:PAGE], actor, day),
        questions=tuple(asked_row(one, actor) for one in asked[:PAGE]),
        more_questions=len(asked) > PAGE,
        more=len(rows) > PAGE,
        last=rows[:PAGE][-1]["id"] if rows else 0,
    )


def groups(actor: Actor) -> tuple[Group, ...]:
    """The fields people disagree about, of categories open to the reader, by importance."""
    with connection.cursor() as cursor:
        cursor.execute(GROUPS)
        found: dict[str, list[tuple[str, int]]] = {}
        for field, source, many in cursor.fetchall():
            found.setdefault(field, []).append((source, many))
    open_to_reader = [name for name in found if name in FIELDS and may_read(FIELDS[name], actor)]
    return tuple(
        Group(name, tuple(sorted(found[name], key=lambda one: -one[1])))
        for name in sorted(open_to_reader, key=lambda name: (weight(FIELDS[name]), name))
    )


def may_read(declared: Declared, actor: Actor) -> bool:
    """Whether any post of the reader opens the field, masked or not."""
    return actor.is_system or any(
        is_open(Sight(actor, post.prefix), declared) for post in actor.posts
    )


def is_open(sight: Sight, declared: Declared) -> bool:
    if sight.shows(declared) in (Shows.HIDDEN, Shows.FLAG):
        return False
    return sight.right(declared.category) in SEEN_RIGHTS


def asked_row(question: Question, actor: Actor) -> AskedRow:
    return AskedRow(question, *raw_line(question.raw_sealed, question.community, actor))


def aside_row(row: SetAside, actor: Actor) -> AsideRow:
    return AsideRow(row, *raw_line(row.raw_sealed, row.community, actor))


def raw_line(
    sealed: bytes | memoryview | None, community: str, actor: Actor
) -> tuple[str, str, str]:
    """Sheet and line of a raw row, its person's name, masked, and the building and unit it names
    as far as the reader may see them; "" for what it does not say."""
    raw = orjson.loads(unseal(RAW, NOBODY, bytes(sealed))) if sealed else {}
    told = raw if isinstance(raw, dict) else {}
    sheet, line = told.get("工作表", ""), told.get("行号", "")
    name = str(told.get("name") or told.get("姓名") or "").strip()
    where = _("%(sheet)s 第 %(line)s 行") % {"sheet": sheet, "line": line} if line else str(sheet)
    lives = parse_address(next((str(told[key]) for key in told if LIVES.fullmatch(key)), ""))
    shown = home(lives.building, lives.unit, Sight(actor, community))
    return where, mask(FIELDS["name"], name) if name else "", shown


def dissents(field: str, *, after: int = 0) -> list[dict[str, Any]]:
    return rows_of(DISSENTS, {"field": field, "after": after, "most": PAGE + 1})


def rows_of(query: str, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, told)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def disagreements(
    rows: Sequence[Mapping[str, Any]], actor: Actor, day: date
) -> tuple[Disagreement, ...]:
    people, held = people_told((row["person"] for row in rows), day), held_values(rows)
    seen = (disagreement(row, people.get(row["person"]), held, actor) for row in rows)
    return tuple(one for one in seen if one)


def disagreement(
    row: Mapping[str, Any], person: Person | None, held: HeldValues, actor: Actor
) -> Disagreement | None:
    """Both values as the reader may see them; None where the category is closed to the reader."""
    if person is None:
        return None
    declared = FIELDS[row["field"]]
    sight = Sight(actor, person.scope, under14=is_child(person.age))
    shows = sight.shows(declared)
    if not is_open(sight, declared):
        return None
    now, by = held.get((declared.name, row["subject_id"]), (None, ""))
    value = orjson.loads(row["value"]) if isinstance(row["value"], str) else row["value"]
    return Disagreement(
        id=row["id"],
        whom=whom(person, actor),
        field=row["field"],
        held=as_text(declared, now, shows),
        held_by=by,
        said=as_text(declared, value, shows),
        said_by=row["source"],
        last_seen=row["last_seen"],
    )


def held_values(rows: Iterable[Mapping[str, Any]]) -> HeldValues:
    """What is held beside each dissent, by field and subject, with one query a field; of a sealed
    value its mask."""
    subjects: dict[str, set[int]] = {}
    for row in rows:
        subjects.setdefault(row["field"], set()).add(row["subject_id"])
    return {
        (name, subject): (value, (told.get(name) or {}).get("by") or source)
        for name, ids in subjects.items()
        for subject, value, source, told in held_of(FIELDS[name], ids)
    }


def held_of(declared: Declared, subjects: set[int]) -> QuerySet:
    column = f"{declared.column}_mask" if declared.sealed else declared.column
    rows = CATEGORIES[declared.category].model._default_manager.filter(pk__in=subjects)
    return rows.values_list("pk", column, "source", "told")


def as_text(declared: Any, value: Any, shows: Shows) -> str:
    if isinstance(value, dict):
        return str(value.get("mask", ""))
    if value is None or declared.sealed:
        return str(value or "")
    return text_seen(declared, value, full=shows is Shows.FULL)
