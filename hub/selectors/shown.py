"""What a profile is made of: values with their voices, cards of categories, members."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.dictionary import Category
from hub.fields import DERIVED, Declared, owners_of
from hub.selectors.profile_query import Held
from hub.selectors.sight import Shows, Sight


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says a value and since when."""

    source: str
    at: str
    got: str
    confirmed_by: str = ""
    confirmed_at: str = ""


@dataclass(slots=True)
class Value:
    """One value as its reader may see it: `clear` is None unless it is shown in full."""

    declared: Declared
    shows: Shows
    text: str
    clear: Any
    voice: Voice
    dissents: Sequence[Mapping[str, Any]] = ()
    request: Mapping[str, Any] | None = None
    can_unmask: bool = False
    old: bool = False

    @property
    def name(self) -> str:
        return self.declared.name

    @property
    def masked(self) -> bool:
        return self.shows is not Shows.FULL

    @property
    def by_owner(self) -> bool:
        """Whether the voice is the field's own authoritative system."""
        return self.voice.source in owners_of(self.declared)

    @property
    def computed(self) -> bool:
        return self.voice.source == DERIVED

    def as_dict(self) -> dict[str, Any]:
        voice = self.voice
        return {
            "value": self.clear,
            "text": self.text,
            "masked": self.shows is not Shows.FULL,
            "source": voice.source,
            "at": voice.at or voice.got,
            "by_owner": self.by_owner,
            "doubt": bool(self.dissents),
            "pending": self.request is not None,
            "old": self.old,
        }


@dataclass(frozen=True, slots=True)
class Card:
    """One category side by side with the others; `flag` is set where only yes or no may be said."""

    category: Category
    right: str
    values: tuple[Value, ...]
    flag: bool | None = None

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.flag

    def __iter__(self) -> Iterator[Value]:
        return iter(self.values)


@dataclass(frozen=True, slots=True)
class Member:
    """Another member of the household, as a list may show one."""

    resident_id: str
    name: str
    sex: str
    relation: str
    born: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Profile:
    id: int
    resident_id: str
    scope: str
    under14: bool
    matter: str
    cards: tuple[Card, ...]
    members: tuple[Member, ...]
    held: Held = field(repr=False)
    sight: Sight = field(repr=False)
    day: date = field(repr=False)

    @property
    def values(self) -> dict[str, Value]:
        return {value.name: value for card in self.cards for value in card.values}

    def card(self, category: str) -> Card | None:
        return next((card for card in self.cards if card.category.key == category), None)

    @property
    def shown_in_full(self) -> list[str]:
        """Fields above L2 that this reader sees in full: what the access row names."""
        return [
            value.name
            for card in self.cards
            for value in card.values
            if value.shows is Shows.FULL and value.declared.level in ("L3", "L4")
        ]

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the profile: categories of fields, each value with its voice."""
        return {
            "resident_id": self.resident_id,
            "as_of": self.day.isoformat(),
            "categories": {
                card.category.key: card_dict(card) for card in self.cards if not card.is_empty
            },
            "household": [member_dict(member) for member in self.members],
        }


def card_dict(card: Card) -> dict[str, Any]:
    if card.flag is not None:
        return {"flag": card.flag}
    return {value.name: value.as_dict() for value in card.values}


def member_dict(member: Member) -> dict[str, Any]:
    return {
        "resident_id": member.resident_id,
        "name": member.name,
        "sex": member.sex,
        "relation_to_head": member.relation,
        "birth_year": member.born,
    }
