"""One person on one screen, masked here once: pages, JSON, sheets and prints draw from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from communities.actor import Actor
from hub.dictionary import CATEGORIES, FIELDS, Category, fields_of
from hub.fields import DERIVED, Declared
from hub.masking import mask
from hub.sealing import unseal
from hub.selectors.profile_query import Held, held_of
from hub.selectors.shown import Card, Member, Profile, Value, Voice
from hub.selectors.sight import INTERNAL, Shows, Sight
from hub.selectors.value_text import text_of

SEEN_RIGHTS = frozenset({"E", "V", "M", "F", "S"})
UNDECIDED = frozenset({"submitted", "accepted", "in_review"})
GONE = frozenset({"3", "4"})


@cache
def shown_fields(category: str) -> tuple[Declared, ...]:
    """What of a category a profile shows: all but the inner keys and search keys."""
    return tuple(declared for declared in fields_of(category) if declared.name not in INTERNAL)


@dataclass(slots=True)
class Reading:
    """Turns stored rows into what one reader sees."""

    held: Held
    sight: Sight
    day: date

    def cards(self) -> Iterator[Card]:
        for category in CATEGORIES.values():
            card = self.consumer_card(category) if self.sight.actor.is_consumer else None
            card = card or self.staff_card(category)
            if card is not None:
                yield card

    def consumer_card(self, category: Category) -> Card | None:
        granted = self.sight.actor.consumer_fields
        names = [one for one in shown_fields(category.key) if one.name in granted]
        return Card(category, "S", tuple(self.values_of(category, names)))

    def staff_card(self, category: Category) -> Card | None:
        right = self.sight.right(category.key)
        if right not in SEEN_RIGHTS and category.key != "c18_grid":
            return None
        if right == "F":
            return Card(category, right, (), flag=self.has_facts(category))
        return Card(category, right, tuple(self.values_of(category, shown_fields(category.key))))

    def has_facts(self, category: Category) -> bool:
        row = self.held.rows.get(category.key, {})
        return any(
            row.get(column) not in (None, [], False)
            for declared in shown_fields(category.key)
            for column in declared.columns[:1]
            if declared.name not in ("hf_smi", "gg_special", "gg_special_to")
        )

    def values_of(self, category: Category, fields: Sequence[Declared]) -> Iterator[Value]:
        row = self.held.rows.get(category.key)
        computed = self.held.computed.get(category.key)
        dissents = self.held.dissents
        for declared in fields:
            held = self.stored(row, computed, declared)
            doubts = [one for one in dissents if one["field"] == declared.name] if dissents else ()
            if held in (None, []) and not doubts:
                continue
            shows = self.sight.shows(declared)
            if shows is not Shows.HIDDEN:
                yield self.value(declared, row, held, shows, doubts)

    def stored(self, row: Mapping | None, computed: Mapping | None, declared: Declared) -> Any:
        if not declared.stored:
            return computed.get(declared.name) if computed else None
        if row is None:
            return None
        return row.get(f"{declared.column}_mask" if declared.sealed else declared.column)

    def value(
        self, declared: Declared, row: Mapping | None, held: Any, shows: Shows, doubts: Sequence
    ) -> Value:
        clear = self.clear(declared, row, held) if shows is Shows.FULL else None
        voice = self.voice(declared, row)
        can_unmask = shows is not Shows.FULL and self.sight.may_unmask(declared)
        return Value(
            declared=declared,
            shows=shows,
            text=self.text(declared, held, clear, shows),
            clear=clear,
            voice=voice,
            dissents=[self.doubt(declared, one, shows) for one in doubts],
            request=next((q for q in self.held.requests if q["field"] == declared.name), None),
            can_unmask=can_unmask,
            old=self.is_old(declared, voice),
        )

    def clear(self, declared: Declared, row: Mapping | None, held: Any) -> Any:
        if not declared.sealed or row is None:
            return held
        return unsealed(declared, row, self.held.uuid_of(declared.entity))

    def text(self, declared: Declared, held: Any, clear: Any, shows: Shows) -> str:
        if held in (None, []):
            return ""
        if shows is Shows.FULL:
            return text_of(declared, clear)
        if shows is Shows.FLAG:
            return _("有")
        return str(held) if declared.sealed else mask(declared, held)

    def doubt(self, declared: Declared, dissent: Mapping[str, Any], shows: Shows) -> dict[str, Any]:
        said = dissent["value"]
        if isinstance(said, dict):
            said = said.get("mask", "")
        elif shows is Shows.FULL:
            said = text_of(declared, said)
        else:
            said = mask(declared, said) if shows is Shows.MASKED else _("不一致")
        return {**dissent, "text": said, "value": None}

    def voice(self, declared: Declared, row: Mapping | None) -> Voice:
        if declared.derived == "yes" or row is None:
            return Voice(DERIVED, "", "")
        told = row["told"].get(declared.name)
        if told is None:
            return Voice(row["source"], row["source_time"] or "", row["received_at"] or "")
        return Voice(
            told.get("by") or row["source"],
            told.get("at") or "",
            told.get("got") or row["received_at"] or "",
            told.get("confirmed_by") or "",
            told.get("confirmed_at") or "",
        )

    def is_old(self, declared: Declared, voice: Voice) -> bool:
        told = voice.confirmed_at or voice.at or voice.got
        if declared.fresh_months is None or not told:
            return False
        at = datetime.fromisoformat(told)
        months = (self.day.year - at.year) * 12 + self.day.month - at.month
        return months > declared.fresh_months or (
            months == declared.fresh_months and self.day.day > at.day
        )

    def members(self) -> tuple[Member, ...]:
        return tuple(self.member(row) for row in self.held.members)

    def member(self, row: Mapping[str, Any]) -> Member:
        sight = Sight(
            self.sight.actor,
            row["scope"] or "",
            under14=bool(row["under14"]),
            reached=self.sight.reached,
        )
        name = FIELDS["name"]
        full = sight.shows(name) is Shows.FULL
        relation = row["relation_to_head"]
        return Member(
            resident_id=row["resident_id"],
            name=(row["name"] or "") if full else mask(name, row["name"] or ""),
            sex=text_of(FIELDS["sex"], row["sex"]) if row["sex"] else "",
            relation=text_of(FIELDS["relation_to_head"], relation) if relation else "",
            born=(row["birth_date"] or "")[:4],
            visible=sight.right("core_resident") in SEEN_RIGHTS,
        )


def unsealed(declared: Declared, row: Mapping[str, Any], subject: UUID) -> str:
    """The clear value of a sealed field from its stored row, bytea as JSON says it."""
    return unseal(declared.name, subject, bytes.fromhex(row[f"{declared.column}_sealed"][2:]))


def clear_value(held: Held, name: str) -> Any:
    """One value as stored, unsealed; for services that send or unmask it, never for a page."""
    declared = FIELDS[name]
    if not declared.stored:
        return held.computed.get(declared.category, {}).get(name)
    row = held.rows.get(declared.category)
    if row is None:
        return None
    if not declared.sealed:
        return row.get(declared.column)
    if row.get(f"{declared.column}_sealed") is None:
        return None
    return unsealed(declared, row, held.uuid_of(declared.entity))


def open_matter(held: Held, actor: Actor, day: date) -> str:
    """The matter of this person that is open at the reader's counter, "" when none is.

    A draft counts for the one who opened it, on its day; a submitted case for the counter's
    clerks until it is decided.
    """
    counters = {post.area for post in actor.posts if post.role == "CLERK"}
    for case in held.cases:
        drafted = case["opened_by"] == actor.name and case["opened_on"] == day.isoformat()
        if case["state"] == "draft" and drafted:
            return str(case["matter"])
        if case["state"] in UNDECIDED and case["community"] in counters:
            return str(case["matter"])
    return ""


def read(held: Held, *, actor: Actor, day: date, reached: bool = False) -> Profile | None:
    """What the actor sees of stored rows; None when no right reaches the person."""
    sight = Sight(
        actor,
        held.core["scope"] or "",
        under14=bool(held.computed.get("core_resident", {}).get("is_under14")),
        matter=open_matter(held, actor, day) if held.cases else "",
        reached=reached,
    )
    reading = Reading(held, sight, day)
    cards = tuple(reading.cards())
    if not cards:
        return None
    return Profile(
        id=held.id,
        resident_id=held.core["resident_id"],
        scope=sight.prefix,
        under14=sight.under14,
        matter=sight.matter,
        cards=cards,
        members=reading.members(),
        held=held,
        sight=sight,
        day=day,
    )


def profile_of(
    *, by: str, key: object, actor: Actor, day: date, reached: bool = False
) -> Profile | None:
    """The profile of one person inside the caller's row scope; None is nobody, or no right."""
    held = held_of(by=by, key=key, day=day)
    return read(held, actor=actor, day=day, reached=reached) if held else None
