"""Footing checks over the figures of a unit: which of them do not hold, in which column."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.catalogue import Definition, Footing, Indicator
from reports.engine.count import Counts
from reports.engine.grid import Cell, Column
from reports.engine.plan import measures
from reports.engine.probes import Held, Spot, breaks
from reports.language.checks import EVERY
from reports.language.nodes import Service
from reports.language.references import refs_in, rows_in
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


class Checks:
    """All checks of a definition, each held against all units at once."""

    def __init__(self, definition: Definition, period: Period, held: Held):
        self.definition = definition
        self.period = period
        self.held = held
        self.columns = [column for column in definition.columns if column != "ytd"]
        self.carried = {one.row for one in definition.indicators if one.kind == "prev"}

    def broken(self) -> Iterator[Broken]:
        """Checks against the period before are left out for a unit that has none."""
        for footing in self.definition.checks:
            if self.expected_now(footing):
                yield from self.broken_of(footing)

    def broken_of(self, footing: Footing) -> Iterator[Broken]:
        """A check over the sheet's own rows is told once, by its first column."""
        held, told = self.read_by(footing), set()
        across = self.looks_across(footing)
        for spot in self.spots(footing):
            for at, sides in breaks(footing.check.rule, spot, held).items():
                if at in told or (across and held.before.sheets[at] is None):
                    continue
                yield Broken(footing, held.grid.units[at], spot.column, spot.row, *sides)
                if not spot.row:
                    told.add(at)

    def read_by(self, footing: Footing) -> Held:
        if footing.check.resets and self.period.month == 1:
            return replace(self.held, before=self.held.before.begun_again())
        return self.held

    def expected_now(self, footing: Footing) -> bool:
        on = footing.check.on
        return on is None or on == (self.period.month, self.period.last.day)

    def looks_across(self, footing: Footing) -> bool:
        """Whether the check needs a period before it, or events that an opening has not."""
        rule = footing.check.rule
        looks_back = any(ref.previous for ref in refs_in(rule))
        return (looks_back or bool(rows_in(rule) & self.carried)
                or footing.check.every == SERVICE_ROWS)  # fmt: skip

    def spots(self, footing: Footing) -> Iterator[Spot]:
        check = footing.check
        first = self.columns[0]
        if not check.every:
            # Against the month before only the total holds: a corrected sex moves one person.
            for column in self.columns[:1] if self.looks_across(footing) else self.columns:
                yield Spot(column)
            return
        for one in self.rows(check.every):
            if one.row in check.apart_from:
                continue
            for item in services_in(one) if check.every == SERVICE_ROWS else ("",):
                yield Spot(first, one.row, item)

    def rows(self, every: tuple[str, ...]) -> Iterator[Indicator]:
        for one in self.definition.indicators:
            if every == EVERY or one.kind in every or ("svc" in every and services_in(one)):
                yield one


def services_of(definition: Definition, counts: Counts) -> dict[tuple[str, str], Column]:
    """Persons and counts of every work content, for the checks that speak of them."""
    if not any(one.check.every == SERVICE_ROWS for one in definition.checks):
        return {}
    return {
        (item, name): list(counted[definition.first_column])
        for one in definition.indicators for item in services_in(one)
        for name in ("persons", "count")
        if (counted := counts.get(Service(item, name)))
    }  # fmt: skip


def services_in(indicator: Indicator) -> tuple[str, ...]:
    return tuple(part.item for part in measures(indicator.expr) if isinstance(part, Service))
