"""Checks made ready once, so that a city's units can be held against them one by one."""

from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from reports.engine.figures import Cell, Figures, arithmetic
from reports.language.nodes import (
    Binary,
    Both,
    Column,
    Comparison,
    Expr,
    Iff,
    Number,
    Ref,
    Rule,
)

Services = Mapping[tuple[str, str], Cell]
"""(work content, "persons" or "count") -> number of one unit."""

Sides = tuple[Cell, Cell] | None
Probe = Callable[[Figures, Figures | None, Services], Sides]
Side = Callable[[Figures, Figures | None, Services], Cell]
Compare = Callable[[Any, Any], bool]

COMPARE: dict[str, Compare] = {"==": eq, "!=": ne, "<=": le, ">=": ge, "<": lt, ">": gt}


def probe(rule: Rule, column: str, row: str = "", item: str = "") -> Probe:
    """Gives both sides of the first part that does not hold, else None.

    A side that nobody can know (no period before, another report) holds.
    """
    match rule:
        case Comparison(op, left, right):
            sides = (side(left, column, row, item), side(right, column, row, item))
            return comparison(COMPARE[op], *sides)
        case Both(rules):
            return first_of([probe(one, column, row, item) for one in rules])
        case Iff(left, right):
            shown = left.left if isinstance(left, Comparison) else None
            return both_or_none(
                probe(left, column, row, item), probe(right, column, row, item),
                side(shown, column, row, item) if shown else nothing,
            )  # fmt: skip


def comparison(compare: Compare, left: Side, right: Side) -> Probe:
    def held(figures: Figures, previous: Figures | None, services: Services) -> Sides:
        ours, theirs = left(figures, previous, services), right(figures, previous, services)
        if ours is None or theirs is None or compare(ours, theirs):
            return None
        return ours, theirs

    return held


def first_of(probes: list[Probe]) -> Probe:
    def held(figures: Figures, previous: Figures | None, services: Services) -> Sides:
        for one in probes:
            sides = one(figures, previous, services)
            if sides is not None:
                return sides
        return None

    return held


def both_or_none(left: Probe, right: Probe, shown: Side) -> Probe:
    def held(figures: Figures, previous: Figures | None, services: Services) -> Sides:
        broken = [one(figures, previous, services) is not None for one in (left, right)]
        return None if broken[0] == broken[1] else (shown(figures, previous, services), None)

    return held


def side(expr: Expr, column: str, row: str, item: str) -> Side:
    match expr:
        case Number(text):
            number = int(text)
            return lambda figures, previous, services: number
        case Binary(op, left, right):
            return sum_of(op, side(left, column, row, item), side(right, column, row, item))
        case Ref():
            return referred(expr, column, row)
        case Column(name) if item:
            return lambda figures, previous, services: services.get((item, name), 0)
        case Column(name):
            return lambda figures, previous, services: figures[row].get(name)
    return nothing


def nothing(_figures: Figures, _previous: Figures | None, _services: Services) -> Cell:
    return None


def sum_of(op: str, left: Side, right: Side) -> Side:
    if op == "+":
        return added(left, right)

    def number(figures: Figures, previous: Figures | None, services: Services) -> Cell:
        return arithmetic(op, left(figures, previous, services), right(figures, previous, services))

    return number


def added(left: Side, right: Side) -> Side:
    def number(figures: Figures, previous: Figures | None, services: Services) -> Cell:
        one, other = left(figures, previous, services), right(figures, previous, services)
        return None if one is None or other is None else one + other

    return number


def referred(ref: Ref, column: str, row: str) -> Side:
    if ref.report:
        return nothing
    wanted = row if ref.row == "NN" else ref.row
    if ref.ytd:
        return year_so_far(wanted, previous_one=ref.previous)
    if ref.previous:
        return lambda figures, previous, services: (
            None if previous is None else previous.get(wanted, {}).get(column)
        )
    return lambda figures, previous, services: figures[wanted].get(column)


def year_so_far(row: str, *, previous_one: bool) -> Side:
    def number(figures: Figures, previous: Figures | None, services: Services) -> Cell:
        read = previous if previous_one else figures
        return None if read is None else read.get(row, {}).get("ytd") or 0

    return number
