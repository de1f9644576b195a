"""Checks held against all units at once: which of them break a rule, and by what numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from reports.engine.figures import joined
from reports.engine.grid import Before, Cell, Column, Grid
from reports.language.nodes import (
    Binary,
    Both,
    Comparison,
    Expr,
    Iff,
    Number,
    Ref,
    Rule,
)
from reports.language.nodes import Column as Named

Sides = tuple[Cell, Cell]
Breaks = dict[int, Sides]
"""place of the unit -> both sides of the first part that does not hold there."""

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": eq, "!=": ne, "<=": le, ">=": ge, "<": lt, ">": gt
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a rule is held: a column, and the row or the work content it speaks of, if any."""

    column: str
    row: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """What checks read. `services`: (work content, "persons" or "count") -> numbers;
    `elsewhere`: (report, row, column) -> numbers of another report of the same period."""

    grid: Grid
    before: Before
    services: Mapping[tuple[str, str], Column]
    elsewhere: Mapping[tuple[str, str, str], Column]

    @property
    def nothing(self) -> Column:
        return [None] * len(self.grid)

    @property
    def noughts(self) -> Column:
        return [0] * len(self.grid)


def breaks(rule: Rule, spot: Spot, held: Held) -> Breaks:
    """A side that nobody can know (no period before, no such report) holds."""
    match rule:
        case Comparison(op, left, right):
            return unlike(op, side(left, spot, held), side(right, spot, held))
        case Both(rules):
            found: Breaks = {}
            for one in reversed(rules):
                found |= breaks(one, spot, held)
            return found
        case Iff(left, right):
            ours, theirs = breaks(left, spot, held), breaks(right, spot, held)
            shown = side(left.left, spot, held) if isinstance(left, Comparison) else held.nothing
            return {at: (shown[at], None) for at in sorted(ours.keys() ^ theirs.keys())}


def unlike(op: str, left: Column, right: Column) -> Breaks:
    if op == "==" and left == right:
        return {}
    compare = COMPARE[op]
    return {
        at: (ours, theirs)
        for at, (ours, theirs) in enumerate(zip(left, right, strict=True))
        if ours is not None and theirs is not None and not compare(ours, theirs)
    }


def side(expr: Expr, spot: Spot, held: Held) -> Column:
    match expr:
        case Number(text):
            return [int(text)] * len(held.grid)
        case Binary(op, left, right):
            return joined(op, side(left, spot, held), side(right, spot, held))
        case Ref():
            return referred(expr, spot, held)
        case Named(name) if spot.item:
            return held.services.get((spot.item, name), held.noughts)
        case Named(name):
            return held.grid.cells.get((spot.row, name), held.nothing)
    return held.nothing


def referred(ref: Ref, spot: Spot, held: Held) -> Column:
    row = spot.row if ref.row == "NN" else ref.row
    if ref.report:
        return held.elsewhere.get((ref.report, row, spot.column), held.nothing)
    if ref.ytd and ref.previous:
        return held.before.year_so_far(row)
    if ref.ytd:
        return [number or 0 for number in held.grid.cells.get((row, "ytd"), held.noughts)]
    if ref.previous:
        return held.before.column(row, spot.column)
    return held.grid.cells.get((row, spot.column), held.nothing)
