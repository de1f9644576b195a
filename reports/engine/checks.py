"""Footing checks over the figures of a unit: which of them do not hold, in which column."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.catalogue import Definition, Footing, Indicator
from reports.engine.count import Counts
from reports.engine.figures import Cell, Figures
from reports.engine.plan import measures
from reports.engine.probes import Probe, Services, probe
from reports.language.checks import EVERY
from reports.language.nodes import Binary, Both, Comparison, Expr, Iff, Ref, Rule, Service
from reports.periods import Period

SERVICE_ROWS = ("svc",)


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
    """A check at one column, perhaps one row and one work content, made ready to run."""

    footing: Footing
    column: str
    row: str
    probe: Probe


class UnitChecks:
    """All checks of a definition, made ready once and run over one unit at a time."""

    def __init__(self, definition: Definition, counts: Counts, period: Period):
        self.definition = definition
        self.counts = counts
        self.period = period
        self.columns = [column for column in definition.columns if column != "ytd"]
        self.carried = {one.row for one in definition.indicators if one.kind == "prev"}
        self.items = self.work_contents()
        expected = [one for one in definition.checks if self.expected_now(one)]
        self.places = {one: list(self.places_of(one)) for one in expected}
        self.across = {one.number for one in expected if self.looks_across(one)}

    def broken(self, unit: str, figures: Figures, previous: Figures | None) -> Iterator[Broken]:
        """`previous` is None for an opening: checks against the period before are left out."""
        services = self.services(unit)
        before = {} if self.period.month == 1 and previous is not None else previous
        for footing, places in self.places.items():
            if previous is None and footing.number in self.across:
                continue
            read = before if footing.check.resets else previous
            yield from self.broken_at(unit, places, figures, read, services)

    def broken_at(
        self, unit: str, places: list[Place], figures: Figures, previous: Figures | None,
        services: Services,
    ) -> Iterator[Broken]:  # fmt: skip
        """A check over the sheet's own rows is told once, by its first column."""
        for place in places:
            sides = place.probe(figures, previous, services)
            if sides is None:
                continue
            yield Broken(place.footing, unit, place.column, place.row, *sides)
            if not place.row:
                return

    def expected_now(self, footing: Footing) -> bool:
        on = footing.check.on
        return on is None or on == (self.period.month, self.period.last.day)

    def looks_across(self, footing: Footing) -> bool:
        """Whether the check needs a period before it, or events that an opening has not."""
        rule = footing.check.rule
        return (bool(rows_in(rule) & self.carried) or looks_back(rule)
                or footing.check.every == SERVICE_ROWS)  # fmt: skip

    def places_of(self, footing: Footing) -> Iterator[Place]:
        check = footing.check
        first = self.columns[0]
        if not check.every:
            # Against the month before only the total holds: a corrected sex moves one person.
            for column in self.columns[:1] if self.looks_across(footing) else self.columns:
                yield Place(footing, column, "", probe(check.rule, column))
            return
        for one in self.rows(check.every):
            if one.row in check.apart_from:
                continue
            for item in services_in(one) if check.every == SERVICE_ROWS else ("",):
                yield Place(footing, first, one.row, probe(check.rule, first, one.row, item))

    def rows(self, every: tuple[str, ...]) -> Iterator[Indicator]:
        for one in self.definition.indicators:
            if every == EVERY or one.kind in every or ("svc" in every and services_in(one)):
                yield one

    def work_contents(self) -> list[str]:
        if not any(one.check.every == SERVICE_ROWS for one in self.definition.checks):
            return []
        return sorted({item for one in self.definition.indicators for item in services_in(one)})

    def services(self, unit: str) -> Services:
        first = self.columns[0]
        return {
            (item, name): counted.number(unit, first)
            for item in self.items for name in ("persons", "count")
            if (counted := self.counts.get(Service(item, name)))
        }  # fmt: skip


def services_in(indicator: Indicator) -> tuple[str, ...]:
    return tuple(part.item for part in measures(indicator.expr) if isinstance(part, Service))


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
