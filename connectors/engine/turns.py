"""Which of a person's several valid rows counts: the newest; the others wait beside it.

The version kept for a person's group ends in a mark of the row that counts, so that a withdrawal
is known to be of that row or of another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from connectors.contract import Row
from hub.services.intake.beside import MARK

MARK_LENGTH = 8
LONGEST = 40 - MARK_LENGTH - len(MARK)


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a group with its version, marked, and whether it is withdrawn."""

    row: Row
    version: str
    ended: bool


@dataclass(slots=True)
class Turn:
    """What becomes of the rows of one group on one page."""

    ends: Told | None = None  # the row that counted is withdrawn
    tell: Told | None = None  # the row that counts now
    overtakes: str = ""  # the version of another row that counted before
    beside: list[Told] = field(default_factory=list)
    gone: list[Told] = field(default_factory=list)  # withdrawn without ever counting now
    passed: list[Told] = field(default_factory=list)  # told again on this page, or stale


def marked(version: str, row_key: str) -> str:
    return f"{version[:LONGEST]}{MARK}{sha256(row_key.encode()).hexdigest()[:MARK_LENGTH]}"


def mark_of(version: str) -> str:
    return version.partition(MARK)[2]


def turn_of(told: Sequence[Told], held: str) -> Turn:
    """Sort a group's rows against the version of the row that counts, "" when none does."""
    turn, newest = Turn(), _newest_of_each_row(told)
    turn.passed = [one for one in told if one not in newest]
    mark = mark_of(held)
    valid = sorted((one for one in newest if not one.ended), key=lambda one: one.version)
    for one in newest:
        if one.ended and not mark and valid:
            turn.passed.append(one)  # nothing counted yet, so nothing ends
        elif one.ended:
            _end(turn, one, held, mark)
    if not valid:
        return turn
    best = valid[-1]
    is_other = bool(mark) and mark_of(best.version) != mark
    if is_other and turn.ends is None and best.version < held:
        turn.beside = valid
        return turn
    turn.tell, turn.beside = best, valid[:-1]
    counted_is_here = any(mark_of(one.version) == mark for one in valid)
    if is_other and turn.ends is None and not counted_is_here:
        turn.overtakes = held
    return turn


def _end(turn: Turn, one: Told, held: str, mark: str) -> None:
    if mark and mark_of(one.version) != mark:
        turn.gone.append(one)
    elif one.version < held or turn.ends is not None:
        turn.passed.append(one)
    else:
        turn.ends = one


def _newest_of_each_row(told: Sequence[Told]) -> list[Told]:
    newest: dict[str, Told] = {}
    for one in told:
        key = mark_of(one.version)
        if key not in newest or one.version >= newest[key].version:
            newest[key] = one
    return list(newest.values())


def groups_of(told: Sequence[Told], group: Callable[[Row], str]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(group(one.row), []).append(one)
    return found
