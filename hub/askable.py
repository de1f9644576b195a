"""Which systems can be asked about one person at once: connectors bring the list."""

from collections.abc import Callable, Iterable

_askable: list[Callable[[], Iterable[str]]] = []


def register_askable(systems: Callable[[], Iterable[str]]) -> None:
    """Add what gives the codes of systems that answer; call it when the app is ready."""
    _askable.append(systems)


def systems_to_ask() -> set[str]:
    return {code for systems in _askable for code in systems()}
