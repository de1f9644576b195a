"""Area codes and their prefixes: 420105011000 is the street 420105011."""

from collections.abc import Iterable

STREET_DIGITS, COMMUNITY_DIGITS = 9, 12


def prefix_of(code: str) -> str:
    """420105011000 -> 420105011; a grid of 15 digits and a prefix stay as they are."""
    if len(code) != COMMUNITY_DIGITS:
        return code
    for digits in (2, 4, 6, 9):
        if not code[digits:].strip("0"):
            return code[:digits]
    return code


def code_of(prefix: str) -> str:
    """420105011 -> 420105011000."""
    return prefix.ljust(COMMUNITY_DIGITS, "0")


def widest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """The prefixes in order without those that lie inside another, and without empty ones."""
    kept: list[str] = []
    for prefix in sorted({prefix for prefix in prefixes if prefix}):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return tuple(kept)
