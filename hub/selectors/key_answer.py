"""What one downstream system is told of one person.

A key sees a field in full or not at all, and its calls are the busiest of all: the answer is
made in one pass over the fields of the grant, without the values a page is drawn from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from communities.actor import Actor
from communities.language import is_english
from hub.fields import DERIVED
from hub.selectors.freshness import is_stale
from hub.selectors.granted import Granted, GrantedField, granted_to
from hub.selectors.profile_query import Held

Told = dict[str, Any]
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """The answer, and what the access row names of it."""

    id: int
    answer: Told
    shown_in_full: tuple[str, ...]
    matter: str = ""

    def as_dict(self) -> Told:
        return self.answer


def answer_to_key(held: Held, *, actor: Actor, day: date) -> KeyAnswer:
    """What the key is told of stored rows; `actor` is a downstream system."""
    granted = granted_to(actor, english=is_english())
    teller = Teller(held, day)
    categories = {one.category: told for one in granted if (told := teller.category(one))}
    return KeyAnswer(
        id=held.id,
        answer={
            "resident_id": held.core["resident_id"],
            "as_of": day.isoformat(),
            "categories": categories,
            "household": list(members(held, granted)),
        },
        shown_in_full=tuple(teller.logged),
    )


class Teller:
    """Tells the categories of one person one after the other."""

    __slots__ = ("asked", "day", "doubted", "held", "logged")

    def __init__(self, held: Held, day: date) -> None:
        self.held, self.day = held, day
        self.doubted = {one["field"] for one in held.dissents}
        self.asked = {one["field"] for one in held.requests}
        self.logged: list[str] = []

    def category(self, granted: Granted) -> dict[str, Told]:
        """Every value that is held, or that another voice disputes, with its voice."""
        row = self.held.rows.get(granted.category)
        fields = granted.fields if row is not None or self.doubted else granted.rowless
        stored, computed, doubted = row or NOTHING, self.held.computed, self.doubted
        found = {}
        for one in fields:
            worth = stored.get(one.column) if one.column else computed.get(one.name)
            if (worth is not None and worth != []) or one.name in doubted:
                found[one.name] = self.value(one, row, worth)
        return found

    def value(self, field: GrantedField, row: Mapping[str, Any] | None, worth: Any) -> Told:
        name = field.name
        if field.logged:
            self.logged.append(name)
        if field.declared.sealed and worth is not None:
            worth = self.held.unsealed(field.declared, row or NOTHING)
        source, at, confirmed = DERIVED, "", ""
        if row is not None and not field.computed:
            told = row["told"].get(name, NOTHING)
            source = told.get("by") or row["source"]
            got = told.get("got") or row["received_at"] or ""
            at = (told.get("at") if told else row["source_time"]) or got
            confirmed = told.get("confirmed_at") or at
        return {
            "value": worth,
            "text": "" if worth is None or worth == "" else field.words(worth),
            "masked": False,
            "source": source,
            "at": at,
            "by_owner": source in field.owners,
            "doubt": name in self.doubted,
            "pending": name in self.asked,
            "old": field.fresh_months is not None
            and confirmed != ""
            and is_stale(confirmed, day=self.day, months=field.fresh_months),
        }


def members(held: Held, granted: tuple[Granted, ...]) -> Iterator[Told]:
    """The others of the household; of each what the key may see of a person."""
    words = {one.name: one.words for one in core_of(granted)}

    def told(row: Mapping[str, Any], name: str) -> str:
        return words[name](row[name]) if name in words and row[name] else ""

    for row in held.members:
        yield {
            "resident_id": row["resident_id"],
            "name": told(row, "name"),
            "sex": told(row, "sex"),
            "relation_to_head": told(row, "relation_to_head"),
            "birth_year": told(row, "birth_date")[:4],
        }


def core_of(granted: tuple[Granted, ...]) -> tuple[GrantedField, ...]:
    return next((one.fields for one in granted if one.category == "core_resident"), ())
