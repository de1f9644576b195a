"""Which fields there are to grant: the hub brings their names, the keys are kept here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from communities.permissions import CLOSED_TO_FEED

SENSITIVE = "L4"


@dataclass(frozen=True, slots=True)
class KnownField:
    name: str
    label: str
    label_en: str
    category: str
    level: str


_fields: dict[str, KnownField] = {}
_known: dict[str, tuple[str, str]] = {}


def register_fields(fields: Iterable[KnownField]) -> None:
    """Add fields; call it when the app is ready."""
    for one in fields:
        _fields[one.name] = one
        _known[one.name] = (one.label, one.label_en)


def known_fields() -> Mapping[str, tuple[str, str]]:
    """Name -> label and English label."""
    return _known


def unknown_among(names: Iterable[str]) -> list[str]:
    """Those that no app has brought, in order."""
    return sorted(set(names) - _known.keys())


def closed_among(names: Iterable[str]) -> list[str]:
    """Those of categories of which no downstream system reads anything."""
    return sorted(one.name for one in _of(names) if one.category in CLOSED_TO_FEED)


def sensitive_among(names: Iterable[str]) -> list[str]:
    """Those that leave on a written basis only."""
    return sorted(one.name for one in _of(names) if one.level == SENSITIVE)


def names_of(words: Iterable[str]) -> list[str]:
    """The fields meant by names or Chinese labels; a word that is neither, or the label of several
    fields, stays as it is."""
    many = Counter(label for label, _english in _known.values())
    named = {label: name for name, (label, _english) in _known.items() if many[label] == 1}
    return [named.get(word, word) for word in words]


def _of(names: Iterable[str]) -> list[KnownField]:
    return [_fields[name] for name in set(names) if name in _fields]
