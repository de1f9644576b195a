"""One pass: the figures and the broken checks of every unit, at one position and one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from os.path import commonprefix

from reports.catalogue import Definition
from reports.engine import posted
from reports.engine.checks import Broken, UnitChecks
from reports.engine.count import Counts, count
from reports.engine.facts import gather
from reports.engine.faults import Faults
from reports.engine.figures import Figures, UnitFigures
from reports.engine.plan import Plan, plan_of
from reports.engine.posted import UnitBooks
from reports.engine.when import When
from reports.periods import Period


@dataclass(frozen=True, slots=True)
class Books:
    """What a unit goes on from: the sheet of the period before, its position and its cut-off."""

    sheet_id: int
    figures: Figures
    position: int
    last_day: date


@dataclass(frozen=True, slots=True)
class Task:
    """What one pass is asked for. `books` is empty for an opening."""

    definition: Definition
    period: Period
    units: Sequence[str]
    when: When
    books: Mapping[str, Books] = field(default_factory=dict)
    opening: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken check with the residents to look at."""

    broken: Broken
    residents: Sequence[int]


@dataclass(frozen=True, slots=True)
class Passed:
    figures: Mapping[str, Figures]
    faults: Mapping[str, Sequence[Fault]]


def pass_over(task: Task, *, today: date) -> Passed:
    """Count, add up and check every unit of the task.

    Leaves `report_posted` behind: the events the figures were counted from.
    """
    plan = plan_of(task.definition)
    lay(plan, task, today=today)
    counts = count(replace(plan, events=()) if task.opening else plan, task.when)
    return checked(plan, task, counts)


def lay(plan: Plan, task: Task, *, today: date) -> None:
    """Lay the temporary tables of a pass: units, facts and posted events."""
    none = UnitBooks("", 0, date.min)
    books = {
        unit: UnitBooks(unit, book.position, book.last_day) for unit, book in task.books.items()
    }
    posted.lay_units(replace(books.get(unit, none), unit=unit) for unit in task.units)
    held = gather(
        plan.columns, plan.sets, prefix=commonprefix(list(task.units)), when=task.when,
        since=min(task.when.day, today),
    )  # fmt: skip
    assert held >= plan.columns  # noqa: S101  what is counted is what was gathered
    posted.post(() if task.opening else plan.events, task.when)


def checked(plan: Plan, task: Task, counts: Counts) -> Passed:
    reckon = UnitFigures(plan, counts, task.period)
    checks = UnitChecks(plan.definition, counts, task.period)
    figures: dict[str, Figures] = {}
    broken: dict[int, list[Broken]] = {}
    for unit in task.units:
        book = task.books.get(unit)
        before = book.figures if book else None
        figures[unit] = reckon.sheet(unit, before)
        for one in checks.broken(unit, figures[unit], before):
            broken.setdefault(one.footing.number, []).append(one)
    return Passed(figures, faults_of(plan, task, broken))


def faults_of(
    plan: Plan, task: Task, broken: Mapping[int, Sequence[Broken]]
) -> dict[str, list[Fault]]:
    faults = Faults(plan, task.when)
    found: dict[str, list[Fault]] = {}
    for same in broken.values():
        residents = faults.residents(same)
        for one in same:
            found.setdefault(one.unit, []).append(Fault(one, residents.get(one.unit, [])))
    return found
