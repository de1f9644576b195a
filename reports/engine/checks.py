"""Footing checks over the figures of a unit: which of them do not hold, in which column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne

from reports.catalogue import Definition, Footing, Indicator
from reports.engine.count import Counts, of
from reports.engine.figures import Cell, Figures, arithmetic
from reports.engine.plan import measures
from reports.language.checks import EVERY
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
    Service,
)
from reports.periods import Period

COMPARE = {"==": eq, "!=": ne, "<=": le, ">=": ge, "<": lt, ">": gt}


@dataclass(frozen=True, slots=True)
class Broken:
    """One check that does not hold; `row` is set where the check runs over every row."""

    footing: Footing
    unit: str
    column: str
    row: str
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule is read: one unit, one column, perhaps one row."""

    figures: Figures
    previous: Figures | None
    column: str
    row: str = ""
    services: Mapping[str, Cell] | None = None


class UnitChecks:
    """All checks of a definition over one unit at a time."""

    def __init__(self, definition: Definition, counts: Counts, period: Period):
        self.definition = definition
        self.counts = counts
        self.period = period
        self.columns = [column for column in definition.columns if column != "ytd"]
        prev = {one.row for one in definition.indicators if one.kind == "prev"}
        self.across = {
            one.number: bool(rows_in(one.check.rule) & prev) or looks_back(one.check.rule)
            for one in definition.checks
        }

    def broken(self, unit: str, figures: Figures, previous: Figures | None) -> Iterator[Broken]:
        for footing in self.definition.checks:
            if previous is None and self.skipped_at_opening(footing):
                continue
            if footing.check.on and not self.expected_now(footing.check.on):
                continue
            yield from self.broken_places(footing, unit, figures, previous)

    def broken_places(
        self, footing: Footing, unit: str, figures: Figures, previous: Figures | None
    ) -> Iterator[Broken]:
        """A check over the sheet's own rows is told once, by its first column."""
        for place in self.places(footing, unit, figures, previous):
            sides = first_broken(footing.check.rule, place)
            if sides is None:
                continue
            yield Broken(footing, unit, place.column, place.row, *sides)
            if not footing.check.every:
                return

    def skipped_at_opening(self, footing: Footing) -> bool:
        """An opening has no period before it and no events of its own."""
        return self.across[footing.number] or "svc" in footing.check.every

    def expected_now(self, on: tuple[int, int]) -> bool:
        return (self.period.month, self.period.last.day) == on

    def places(
        self, footing: Footing, unit: str, figures: Figures, previous: Figures | None
    ) -> Iterator[Place]:
        check = footing.check
        if not check.every:
            # Against the month before only the total holds: a corrected sex moves one person.
            for column in self.columns[:1] if self.across[footing.number] else self.columns:
                yield Place(figures, previous, column)
            return
        for one in self.rows(check.every):
            if one.row in check.apart_from:
                continue
            if check.every == ("svc",):
                yield from self.service_places(one, unit, figures, previous)
            else:
                first = self.columns[0]
                yield Place(figures, january(previous, check.resets, self.period), first, one.row)

    def rows(self, every: tuple[str, ...]) -> Iterator[Indicator]:
        for one in self.definition.indicators:
            services = any(isinstance(part, Service) for part in measures(one.expr))
            if every == EVERY or one.kind in every or ("svc" in every and services):
                yield one

    def service_places(
        self, one: Indicator, unit: str, figures: Figures, previous: Figures | None
    ) -> Iterator[Place]:
        first = self.columns[0]
        for part in measures(one.expr):
            if isinstance(part, Service):
                numbers = {
                    name: of(self.counts, Service(part.item, name), unit).get(first, 0)
                    for name in ("persons", "count")
                }
                yield Place(figures, previous, first, one.row, numbers)


def january(previous: Figures | None, resets: bool, period: Period) -> Figures | None:
    return {} if resets and period.month == 1 and previous is not None else previous


def first_broken(rule: Rule, place: Place) -> tuple[Cell, Cell] | None:
    """Both sides of the first part that does not hold; a side nobody can know holds."""
    match rule:
        case Comparison(op, left, right):
            sides = value(left, place), value(right, place)
            if None in sides or COMPARE[op](*sides):
                return None
            return sides
        case Both(rules):
            return next((sides for one in rules if (sides := first_broken(one, place))), None)
        case Iff(left, right):
            held = [first_broken(side, place) is None for side in (left, right)]
            return None if held[0] == held[1] else sides_of(left, place)
    return None


def sides_of(rule: Rule, place: Place) -> tuple[Cell, Cell]:
    if isinstance(rule, Comparison):
        return value(rule.left, place), value(rule.right, place)
    return None, None


def value(expr: Expr, place: Place) -> Cell:
    match expr:
        case Number(text):
            return int(text)
        case Binary(op, left, right):
            return arithmetic(op, value(left, place), value(right, place))
        case Ref():
            return referred(expr, place)
        case Column(name):
            if place.services is not None:
                return place.services.get(name)
            return place.figures[place.row].get(name)
    return None


def referred(ref: Ref, place: Place) -> Cell:
    if ref.report:
        return None
    row = place.row if ref.row == "NN" else ref.row
    figures = place.previous if ref.previous else place.figures
    if figures is None:
        return None
    if ref.ytd:
        return figures.get(row, {}).get("ytd", 0) or 0
    return figures.get(row, {}).get(place.column)


def rows_in(rule: Rule) -> set[str]:
    """The rows a rule names."""
    match rule:
        case Comparison(_, left, right):
            return names_in(left) | names_in(right)
        case Both(rules):
            return {row for one in rules for row in rows_in(one)}
        case Iff(left, right):
            return rows_in(left) | rows_in(right)
    return set()


def names_in(expr: Expr) -> set[str]:
    match expr:
        case Binary(_, left, right):
            return names_in(left) | names_in(right)
        case Ref(row):
            return {row}
    return set()


def looks_back(rule: Rule) -> bool:
    """Whether the rule reads the period before."""
    match rule:
        case Comparison(_, left, right):
            return reads_previous(left) or reads_previous(right)
        case Both(rules):
            return any(looks_back(one) for one in rules)
        case Iff(left, right):
            return looks_back(left) or looks_back(right)
    return False


def reads_previous(expr: Expr) -> bool:
    match expr:
        case Binary(_, left, right):
            return reads_previous(left) or reads_previous(right)
        case Ref():
            return expr.previous
    return False
