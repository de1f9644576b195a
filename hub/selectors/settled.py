"""What was settled lately, by whom and when, so that a slip can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import sql

from communities.actor import Actor
from hub.models import Question, SetAside
from hub.selectors.questions import (
    PERSON,
    AskedRow,
    Disagreement,
    HeldValues,
    asked_row,
    disagreement,
    held_values,
    rows_of,
)
from hub.selectors.whom import Person, people_told

PAGE = 50
SETTLED = (
    sql.SQL("""
    select x.id, x.field, x.source, x.value, x.last_seen, x.kind, x.subject_id, x.state,
        x.settled_by, x.settled_at, r.id as person
    from hub_dissent x
    {person}
    where x.state in ('kept', 'taken') and x.settled_at is not null
    order by x.settled_at desc, x.id desc limit %(most)s offset %(after)s
""")
    .format(person=PERSON)
    .as_string(None)
)


@dataclass(frozen=True, slots=True)
class Settled:
    """One settled disagreement, both values masked for the reader; `state` is kept or taken."""

    shown: Disagreement
    state: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Settlements:
    disagreements: tuple[Settled, ...]
    dropped: tuple[AskedRow, ...]
    discarded: tuple[SetAside, ...]
    following: int | None


def settled_lately(actor: Actor, *, day: date, after: int = 0) -> Settlements:
    """The newest settlements in the reader's rows, a page of them."""
    rows = rows_of(SETTLED, {"after": after, "most": PAGE + 1})
    people = people_told((row["person"] for row in rows[:PAGE]), day)
    held = held_values(rows[:PAGE])
    dropped = Question.objects.filter(state="dropped").order_by("-settled_at", "-id")
    discarded = SetAside.objects.filter(state="discarded").order_by("-last_seen", "-id")
    return Settlements(
        disagreements=tuple(
            one for row in rows[:PAGE] if (one := settled(row, people, held, actor))
        ),
        dropped=tuple(asked_row(one, actor) for one in dropped[:PAGE]),
        discarded=tuple(discarded[:PAGE]),
        following=after + PAGE if len(rows) > PAGE else None,
    )


def settled(
    row: Mapping[str, Any], people: Mapping[int, Person], held: HeldValues, actor: Actor
) -> Settled | None:
    shown = disagreement(row, people.get(row["person"]), held, actor)
    return Settled(shown, row["state"], row["settled_by"], row["settled_at"]) if shown else None
