"""One pass over the facts and one over the posted events: every measure of every unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import add

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier

from reports.engine import posted
from reports.engine.conditions import all_of
from reports.engine.fields import SET_COLUMNS, FactTerms, rows_of_facts
from reports.engine.plan import Event, Plan
from reports.engine.when import When
from reports.language.nodes import AnyOf, Households, Measure, Stock

SEXES = {"1": "male", "2": "female"}
Number = int | Decimal
Row = tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One measure's place in a counted result: unit -> column -> numbers of every measure."""

    rows: Mapping[str, Mapping[str, Row]]
    at: int

    def number(self, unit: str, column: str) -> Number:
        """Nought for a unit or a column that nothing was counted in."""
        cells = self.rows.get(unit)
        if cells is None or column not in cells:
            return 0
        return cells[column][self.at]


Counts = dict[Measure, Counted]


def count(plan: Plan, when: When) -> Counts:
    """Count every measure over the temporary tables of this run."""
    found: Counts = {}
    for member_set in plan.sets:
        stocks = [one for one in plan.stocks if one.member_set == member_set]
        if stocks:
            found |= count_stocks(plan, member_set, stocks, when)
    for household in plan.households:
        found |= count_households(plan, household, when)
    if plan.events:
        found |= count_events(plan, plan.events, when)
    return found


def count_stocks(plan: Plan, member_set: str, stocks: Sequence[Stock], when: When) -> Counts:
    terms = FactTerms(member_set, when)
    values = [
        SQL("count(*) filter (where {})").format(all_of(one.conditions, terms, when))
        for one in stocks
    ]
    statement = SQL(
        "select u.unit, {}, {} from {} join report_units u on u.unit = {} group by 1, 2"
    )
    sex = SQL("f.r_sex") if plan.by_sex else SQL("null")
    return rows_as_counts(
        statement.format(sex, SQL(", ").join(values), rows_of_facts(plan.columns),
                         Identifier("f", SET_COLUMNS[member_set])),
        stocks, plan,
    )  # fmt: skip


def count_events(plan: Plan, events: Sequence[Event], when: When) -> Counts:
    values = [posted.value(one, when) for one in events]
    sex = SQL("p.sex") if plan.by_sex else SQL("null")
    statement = SQL("select p.unit, {}, {} from report_posted p group by 1, 2")
    return rows_as_counts(statement.format(sex, SQL(", ").join(values)), events, plan)


def count_households(plan: Plan, household: Households, when: When) -> Counts:
    """Households with a member in the set, once in each unit where they have one."""
    (member_set,) = {one.member_set for one in household.conditions if isinstance(one, AnyOf)}
    others = [one for one in household.conditions if not isinstance(one, AnyOf)]
    statement = SQL(
        "select unit, count(*) from (select distinct u.unit, f.r_household_id from {} "
        "join report_units u on u.unit = {} where {} and f.r_household_id is not null) as houses "
        "group by unit"
    ).format(
        rows_of_facts(plan.columns),
        Identifier("f", SET_COLUMNS[member_set]),
        all_of(others, FactTerms(member_set, when), when),
    )
    column = plan.definition.first_column
    return {household: Counted({unit: {column: (n,)} for unit, n in fetch(statement)}, 0)}


def rows_as_counts(statement: Composable, measures: Sequence[Measure], plan: Plan) -> Counts:
    rows: dict[str, dict[str, Row]] = {}
    first = plan.definition.first_column
    for unit, sex, *numbers in fetch(statement):
        cells = rows.setdefault(unit, {})
        cells[first] = added(cells.get(first), numbers)
        if plan.by_sex and sex in SEXES:
            cells[SEXES[sex]] = added(cells.get(SEXES[sex]), numbers)
    return {measure: Counted(rows, at) for at, measure in enumerate(measures)}


def added(held: Row | None, numbers: Sequence[Number]) -> Row:
    return tuple(numbers) if held is None else tuple(map(add, held, numbers))


def fetch(statement: Composable) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
