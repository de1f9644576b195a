"""Which fields there are to grant: the hub brings them, the keys are kept here."""

from collections.abc import Iterable
from dataclasses import dataclass

from communities.permissions import CLOSED_TO_FEED

SENSITIVE = "L4"


@dataclass(frozen=True, slots=True)
class KnownField:
    name: str
    category: str
    level: str


_known: dict[str, KnownField] = {}


def register_fields(fields: Iterable[KnownField]) -> None:
    """Add fields; call it when the app is ready."""
    _known.update({one.name: one for one in fields})


def unknown_among(names: Iterable[str]) -> list[str]:
    """Those that no app has brought, in order."""
    return sorted(set(names) - set(_known))


def closed_among(names: Iterable[str]) -> list[str]:
    """Those of categories of which no downstream system reads anything."""
    return sorted(one.name for one in _of(names) if one.category in CLOSED_TO_FEED)


def sensitive_among(names: Iterable[str]) -> list[str]:
    """Those that leave on a written basis only."""
    return sorted(one.name for one in _of(names) if one.level == SENSITIVE)


def _of(names: Iterable[str]) -> list[KnownField]:
    return [_known[name] for name in set(names) if name in _known]
