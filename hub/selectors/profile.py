"""One person on one screen, masked here once: pages, JSON, sheets and prints draw from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from communities.actor import Actor
from communities.language import is_english
from hub.dictionary import CATEGORIES, FIELDS, Category
from hub.fields import DERIVED, Declared
from hub.selectors.freshness import is_stale
from hub.selectors.granted import shown_fields
from hub.selectors.profile_query import Held, held_of
from hub.selectors.shown import Card, Member, Profile, Value, Voice
from hub.selectors.sight import JUDICIAL, NEVER, Shows, Sight
from hub.selectors.value_text import text_of, text_seen, words_of

SEEN_RIGHTS = frozenset({"E", "V", "M", "F", "S"})
UNDECIDED = frozenset({"submitted", "accepted", "in_review"})
COMPUTED = Voice(DERIVED, "", "")


def row_voice(row: Mapping[str, Any] | None) -> Voice:
    """Whose voice a whole row is."""
    if row is None:
        return COMPUTED
    return Voice(row["source"], row["source_time"] or "", row["received_at"] or "")


@dataclass(slots=True)
class Reading:
    """Turns stored rows into what one reader sees."""

    held: Held
    sight: Sight
    day: date
    english: bool = field(default_factory=is_english)
    doubts: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    requests: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for doubt in self.held.dissents:
            self.doubts.setdefault(doubt["field"], []).append(doubt)
        self.requests.update({one["field"]: one for one in self.held.requests})

    def cards(self) -> Iterator[Card]:
        for category in CATEGORIES.values():
            if (card := self.staff_card(category)) is not None:
                yield card

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
            if declared.name not in NEVER | JUDICIAL
        )

    def values_of(self, category: Category, fields: Sequence[Declared]) -> Iterator[Value]:
        row = self.held.rows.get(category.key)
        computed, stored, doubts = self.held.computed, row or {}, self.doubts
        voice = row_voice(row)
        for declared in fields:
            name = declared.name
            held = stored.get(declared.shown_column) if declared.stored else computed.get(name)
            if (held is None or held == []) and name not in doubts:
                continue
            shows = self.sight.shows(declared)
            if shows is Shows.FULL:
                yield self.full_value(declared, row, held, voice)
            elif shows is not Shows.HIDDEN:
                yield self.masked_value(declared, row, held, shows, voice)

    def full_value(
        self, declared: Declared, row: Mapping[str, Any] | None, held: Any, of_row: Voice
    ) -> Value:
        clear, name, fresh_months = held, declared.name, declared.fresh_months
        if declared.sealed and row is not None and held is not None:
            clear = self.held.unsealed(declared, row)
        voice = self.voice(declared, row, of_row)
        return Value(
            declared,
            Shows.FULL,
            self.words(declared, clear),
            clear,
            voice,
            self.doubts_of(declared, Shows.FULL) if name in self.doubts else (),
            self.requests.get(name),
            False,
            fresh_months is not None and self.is_old(fresh_months, voice),
        )

    def masked_value(
        self, declared: Declared, row: Mapping | None, held: Any, shows: Shows, of_row: Voice
    ) -> Value:
        voice = self.voice(declared, row, of_row)
        return Value(
            declared,
            shows,
            self.masked(declared, held, shows),
            None,
            voice,
            self.doubts_of(declared, shows),
            self.requests.get(declared.name),
            self.sight.may_unmask(declared),
            declared.fresh_months is not None and self.is_old(declared.fresh_months, voice),
        )

    def words(self, declared: Declared, clear: Any) -> str:
        if clear is None or clear == "":
            return ""
        return words_of(declared, english=self.english)(clear)

    def doubts_of(self, declared: Declared, shows: Shows) -> list[dict[str, Any]]:
        return [self.doubt(declared, one, shows) for one in self.doubts.get(declared.name, ())]

    def masked(self, declared: Declared, held: Any, shows: Shows) -> str:
        if held is None or held == []:
            return ""
        if shows is Shows.FLAG:
            return _("有")
        return str(held) if declared.sealed else text_seen(declared, held, full=False)

    def doubt(self, declared: Declared, dissent: Mapping[str, Any], shows: Shows) -> dict[str, Any]:
        said = dissent["value"]
        if isinstance(said, dict):
            said = said.get("mask", "")
        elif shows is Shows.FULL:
            said = text_of(declared, said)
        else:
            masked = shows is Shows.MASKED
            said = text_seen(declared, said, full=False) if masked else _("不一致")
        return {**dissent, "text": said, "value": None}

    def voice(self, declared: Declared, row: Mapping | None, of_row: Voice) -> Voice:
        if declared.derived == "yes" or row is None:
            return COMPUTED
        told = row["told"].get(declared.name)
        if told is None:
            return of_row
        return Voice(
            told.get("by") or row["source"],
            told.get("at") or "",
            told.get("got") or row["received_at"] or "",
            told.get("confirmed_by") or "",
            told.get("confirmed_at") or "",
        )

    def is_old(self, fresh_months: int, voice: Voice) -> bool:
        told = voice.confirmed_at or voice.at or voice.got
        return told != "" and is_stale(told, day=self.day, months=fresh_months)

    def members(self) -> tuple[Member, ...]:
        return tuple(self.member(row) for row in self.held.members)

    def member(self, row: Mapping[str, Any]) -> Member:
        sight = Sight(
            self.sight.actor,
            row["scope"] or "",
            under14=bool(row["under14"]),
            reached=self.sight.reached,
        )

        def told(name: str) -> str:
            declared = FIELDS[name]
            shows, held = sight.shows(declared), row[name]
            if not held or shows is Shows.HIDDEN:
                return ""
            return text_seen(declared, held, full=shows is Shows.FULL)

        return Member(
            resident_id=row["resident_id"],
            name=told("name"),
            sex=told("sex"),
            relation=told("relation_to_head"),
            born=told("birth_date")[:4],
            visible=sight.right("core_resident") in SEEN_RIGHTS,
        )


def clear_value(held: Held, name: str) -> Any:
    """One value as stored, unsealed; for services that send or unmask it, never for a page."""
    declared = FIELDS[name]
    if not declared.stored:
        return held.computed.get(name)
    row = held.rows.get(declared.category)
    if row is None:
        return None
    if not declared.sealed:
        return row.get(declared.column)
    if row.get(f"{declared.column}_sealed") is None:
        return None
    return held.unsealed(declared, row)


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
        under14=bool(held.computed.get("is_under14")),
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
    *,
    by: str,
    key: object,
    actor: Actor,
    day: date,
    reached: bool = False,
    scope: str | None = None,
) -> Profile | None:
    """The profile of one person inside the row scope told, or inside `scope`, which is then told;
    None is nobody, or no right.
    """
    held = held_of(by=by, key=key, day=day, scope=scope)
    return read(held, actor=actor, day=day, reached=reached) if held else None
