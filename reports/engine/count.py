"""One pass over the facts and one over the posted events: every measure of every unit."""

from collections.abc import Sequence

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier

from reports.engine import posted
from reports.engine.conditions import all_of
from reports.engine.fields import SET_COLUMNS, FactTerms, rows_of_facts
from reports.engine.grid import Number
from reports.engine.plan import Event, Plan
from reports.engine.when import When
from reports.language.nodes import AnyOf, Households, Measure, Stock

SEXES = {"1": "male", "2": "female"}
Counts = dict[Measure, dict[str, list[Number]]]
"""measure -> column -> one number for each unit, in the order of the units."""


def count(plan: Plan, when: When, units: Sequence[str]) -> Counts:
    """Count every measure over the temporary tables of this run."""
    found: Counts = {}
    for member_set in plan.sets:
        stocks = [one for one in plan.stocks if one.member_set == member_set]
        if stocks:
            found |= laid_out(count_stocks(plan, member_set, stocks, when), stocks, plan, units)
    for household in plan.households:
        found |= laid_out(count_households(plan, household, when), [household], plan, units)
    if plan.events:
        found |= laid_out(count_events(plan, plan.events, when), plan.events, plan, units)
    return found


def laid_out(
    statement: Composable, measures: Sequence[Measure], plan: Plan, units: Sequence[str]
) -> Counts:
    """Rows of unit, sex and one number for each measure, as columns over the units.

    The first column is everybody; nought for a unit or a column that nothing was counted in.
    """
    first = plan.definition.first_column
    sexes = SEXES if plan.by_sex else {}
    found: Counts = {
        measure: {column: [0] * len(units) for column in (first, *sexes.values())}
        for measure in measures
    }
    place = {unit: at for at, unit in enumerate(units)}
    by_sex: dict[str, list[tuple]] = {}
    for row in fetch(statement):
        by_sex.setdefault(row[1], []).append(row)
    for sex, rows in by_sex.items():
        wanted, _, *numbers = zip(*rows, strict=True)
        at = [place[unit] for unit in wanted]
        columns = (first, sexes[sex]) if sex in sexes else (first,)
        for measure, counted in zip(measures, numbers, strict=True):
            for column in columns:
                add_in(found[measure][column], at, counted)
    return found


def add_in(numbers: list[Number], at: Sequence[int], counted: Sequence[Number]) -> None:
    for place, number in zip(at, counted, strict=True):
        if number:
            numbers[place] += number


def count_stocks(plan: Plan, member_set: str, stocks: Sequence[Stock], when: When) -> Composable:
    terms = FactTerms(member_set, when)
    values = [
        SQL("count(*) filter (where {})").format(all_of(one.conditions, terms, when))
        for one in stocks
    ]
    statement = SQL(
        "select u.unit, {}, {} from {} join report_units u on u.unit = {} group by 1, 2"
    )
    sex = SQL("f.r_sex") if plan.by_sex else SQL("null")
    return statement.format(
        sex, SQL(", ").join(values), rows_of_facts(plan.columns),
        Identifier("f", SET_COLUMNS[member_set]),
    )  # fmt: skip


def count_events(plan: Plan, events: Sequence[Event], when: When) -> Composable:
    values = [posted.value(one, when) for one in events]
    sex = SQL("p.sex") if plan.by_sex else SQL("null")
    statement = SQL("select p.unit, {}, {} from report_posted p group by 1, 2")
    return statement.format(sex, SQL(", ").join(values))


def count_households(plan: Plan, household: Households, when: When) -> Composable:
    """Households with a member in the set, once in each unit where they have one."""
    (member_set,) = {one.member_set for one in household.conditions if isinstance(one, AnyOf)}
    others = [one for one in household.conditions if not isinstance(one, AnyOf)]
    return SQL(
        "select unit, null, count(*) from (select distinct u.unit, f.r_household_id from {} "
        "join report_units u on u.unit = {} where {} and f.r_household_id is not null) as houses "
        "group by unit"
    ).format(
        rows_of_facts(plan.columns),
        Identifier("f", SET_COLUMNS[member_set]),
        all_of(others, FactTerms(member_set, when), when),
    )


def fetch(statement: Composable) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
