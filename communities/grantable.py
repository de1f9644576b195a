"""Which fields there are to grant: the hub brings their names, the keys are kept here."""

from collections.abc import Iterable

_names: set[str] = set()


def register_fields(names: Iterable[str]) -> None:
    """Add names of fields; call it when the app is ready."""
    _names.update(names)


def unknown_fields(names: Iterable[str]) -> list[str]:
    """Those of the names that no field has, in order."""
    return sorted(set(names) - _names)
