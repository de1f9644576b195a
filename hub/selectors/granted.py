"""Which fields of a category a profile shows at all, and which of them one key was granted."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from communities.actor import Actor
from hub.dictionary import CATEGORIES, fields_of
from hub.fields import L3, L4, Declared, owners_of
from hub.selectors.sight import INTERNAL, Shows, Sight
from hub.selectors.value_text import Words, words_of


@cache
def shown_fields(category: str) -> tuple[Declared, ...]:
    """What of a category a profile shows: all but the inner keys and search keys."""
    return tuple(declared for declared in fields_of(category) if declared.name not in INTERNAL)


class GrantedField(NamedTuple):
    """A field a key may see, with all that reading its value asks, worked out once.

    `column` is where the value is read, "" for a computed one; `owners` are the voices that count
    as the owner's; `logged` says the access row names the field.
    """

    name: str
    column: str
    words: Words
    declared: Declared
    computed: bool
    owners: frozenset[str]
    fresh_months: int | None
    logged: bool


@dataclass(frozen=True, slots=True)
class Granted:
    """What of a category one downstream system may see, and what of that needs no row."""

    category: str
    fields: tuple[GrantedField, ...]
    rowless: tuple[GrantedField, ...]


@lru_cache(maxsize=256)
def granted_to(actor: Actor, *, english: bool) -> tuple[Granted, ...]:
    """By category, what shows to a key, which is in full or not at all; worked out once a grant."""
    sight = Sight(actor, "")
    found = []
    for category in CATEGORIES.values():
        fields = tuple(
            granted_field(declared, english=english)
            for declared in shown_fields(category.key)
            if sight.shows(declared) is Shows.FULL
        )
        rowless = tuple(one for one in fields if not one.column)
        found.append(Granted(category.key, fields, rowless))
    return tuple(found)


def granted_field(declared: Declared, *, english: bool) -> GrantedField:
    return GrantedField(
        declared.name,
        declared.shown_column if declared.stored else "",
        words_of(declared, english=english),
        declared,
        declared.derived == "yes",
        owners_of(declared),
        declared.fresh_months,
        declared.level in (L3, L4),
    )
