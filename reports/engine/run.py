"""One pass: the figures and the broken checks of every unit, at one position and one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from os.path import commonprefix

from psycopg.sql import SQL, Identifier

from reports.catalogue import Definition
from reports.engine import posted
from reports.engine.checks import Broken, Checks, services_of
from reports.engine.count import Counts, count
from reports.engine.facts import gather, run
from reports.engine.faults import Faults
from reports.engine.fields import SET_COLUMNS
from reports.engine.figures import Reckoning
from reports.engine.grid import Before, Column, Figures, Grid
from reports.engine.houses import lay_homes, lay_houses
from reports.engine.plan import Plan, plan_of
from reports.engine.posted import UnitBooks
from reports.engine.probes import Held
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
    """What one pass is asked for. `books` is empty for an opening.

    `elsewhere` holds what checks read of other reports of the period: (report, row, column) ->
    one number for each unit in code order.
    """

    definition: Definition
    period: Period
    units: Sequence[str]
    when: When
    books: Mapping[str, Books] = field(default_factory=dict)
    opening: bool = False
    elsewhere: Mapping[tuple[str, str, str], Column] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken check with the residents to look at."""

    broken: Broken
    residents: Sequence[int]


@dataclass(frozen=True, slots=True)
class Passed:
    figures: Grid
    faults: Mapping[str, Sequence[Fault]]


def pass_over(task: Task, *, today: date) -> Passed:
    """Count, add up and check every unit of the task.

    Leaves `report_posted` behind: the events the figures were counted from.
    """
    plan = plan_of(task.definition)
    units = sorted(task.units)
    lay(plan, task, today=today)
    counts = count(replace(plan, events=()) if task.opening else plan, task.when, units)
    return checked(plan, task, counts, units)


def lay(plan: Plan, task: Task, *, today: date) -> None:
    """Lay the temporary tables of a pass: units, facts and posted events."""
    none = UnitBooks("", 0, date.min)
    books = {
        unit: UnitBooks(unit, book.position, book.last_day) for unit, book in task.books.items()
    }
    posted.lay_units(replace(books.get(unit, none), unit=unit) for unit in task.units)
    prefix = commonprefix(list(task.units))
    held = gather(
        plan.columns, plan.sets, prefix=prefix, when=task.when, since=min(task.when.day, today),
        beside=plan.beside,
    )  # fmt: skip
    assert held >= plan.columns  # noqa: S101  what is counted is what was gathered
    know_sizes(plan.sets)
    if plan.houses:
        lay_houses(plan.house_columns, prefix)
    if plan.homes:
        lay_homes(plan.home_columns, prefix)
    posted.post(() if task.opening else plan.events, task.when)


def know_sizes(sets: Sequence[str]) -> None:
    """Else sexes are guessed to be hundreds, and people are sorted by unit instead of tallied."""
    columns = [SQL("r_sex"), *(Identifier(SET_COLUMNS[name]) for name in sets)]
    run(SQL("analyze report_facts ({})").format(SQL(", ").join(columns)))


def checked(plan: Plan, task: Task, counts: Counts, units: Sequence[str]) -> Passed:
    books = [task.books.get(unit) for unit in units]
    before = Before([book.figures if book else None for book in books])
    grid = Reckoning(plan, counts, task.period, units, before).grid()
    held = Held(grid, before, services_of(plan.definition, counts), task.elsewhere)
    broken: dict[int, list[Broken]] = {}
    for one in Checks(plan.definition, task.period, held).broken():
        broken.setdefault(one.footing.number, []).append(one)
    return Passed(grid, faults_of(plan, task, broken))


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
