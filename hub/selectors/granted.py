"""Which fields of a category a profile shows at all, and which of them one key was granted."""

from dataclasses import dataclass
from functools import cache, lru_cache

from communities.actor import Actor
from hub.dictionary import CATEGORIES, Category, fields_of
from hub.fields import Declared
from hub.selectors.sight import INTERNAL, Shows, Sight


@cache
def shown_fields(category: str) -> tuple[Declared, ...]:
    """What of a category a profile shows: all but the inner keys and search keys."""
    return tuple(declared for declared in fields_of(category) if declared.name not in INTERNAL)


@dataclass(frozen=True, slots=True)
class Granted:
    """What of a category one downstream system may see, and what of that is computed.

    Each field with its name and the column it is read from, "" for a computed one.
    """

    category: Category
    fields: tuple[tuple[Declared, str, str], ...]
    computed: tuple[tuple[Declared, str, str], ...]


@lru_cache(maxsize=256)
def granted_fields(actor: Actor) -> tuple[Granted, ...]:
    """By category, what shows to a key, which is in full or not at all; worked out once a grant."""
    sight = Sight(actor, "")
    found = []
    for category in CATEGORIES.values():
        fields = tuple(
            (one, one.name, one.shown_column if one.stored else "")
            for one in shown_fields(category.key)
            if sight.shows(one) is Shows.FULL
        )
        found.append(Granted(category, fields, tuple(one for one in fields if not one[2])))
    return tuple(found)
