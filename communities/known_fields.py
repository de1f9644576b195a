"""Which fields there are to grant: the hub brings their names, the keys are kept here."""

from collections.abc import Iterable

_known: set[str] = set()


def register_fields(names: Iterable[str]) -> None:
    """Add names of fields; call it when the app is ready."""
    _known.update(names)


def unknown_among(names: Iterable[str]) -> list[str]:
    """Those that no app has brought, in order."""
    return sorted(set(names) - _known)
