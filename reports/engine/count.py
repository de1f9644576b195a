"""One pass over the facts and one over the posted events: every measure of every unit."""

from collections.abc import Iterator, Sequence

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier

from hub.fields import DWELLING, HOUSEHOLD
from reports.engine import posted
from reports.engine.conditions import Resolve, all_of
from reports.engine.fields import SET_COLUMNS, FactTerms, declared, rows_of_facts
from reports.engine.grid import Number
from reports.engine.houses import UNITS, SubjectTerms, rows_of_subject, those
from reports.engine.plan import Event, Plan, conditions_of, subject_of
from reports.engine.when import When
from reports.language.nodes import AnyOf, Dwellings, Households, Measure, Stock, Sum

SEXES = {"1": "male", "2": "female"}
Counts = dict[Measure, dict[str, list[Number]]]
"""measure -> column -> one number for each unit, in the order of the units."""


def count(plan: Plan, when: When, units: Sequence[str]) -> Counts:
    """Count every measure over the temporary tables of this run."""
    found: Counts = {}
    for statement, measures in questions(plan, when):
        found |= laid_out(statement, measures, plan, units)
    return found


def questions(plan: Plan, when: When) -> Iterator[tuple[Composable, Sequence[Measure]]]:
    """Each statement with the measures it counts, in the order of its columns."""
    for member_set in plan.sets:
        of_set = [one for one in plan.people if set_of(one) == member_set]
        if of_set:
            yield count_people(plan, member_set, of_set, when), of_set
    for household in plan.households:
        yield count_households(plan, household, when), [household]
    for subject, found in ((HOUSEHOLD, plan.houses), (DWELLING, plan.homes)):
        if found:
            yield count_subjects(plan, subject, found, when), found
    for events in (
        [one for one in plan.events if not plan.is_of_nobody(one)],
        [one for one in plan.events if plan.is_of_nobody(one)],
    ):
        if events:
            yield count_events(plan, events, when), events


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


def set_of(measure: Stock | Sum) -> str:
    return getattr(subject_of(measure), "member_set", "")


def count_people(
    plan: Plan, member_set: str, measures: Sequence[Stock | Sum], when: When
) -> Composable:
    terms = FactTerms(member_set, when)
    values = [number_of(one, all_of(conditions_of(one), terms, when), terms) for one in measures]
    statement = SQL(
        "select u.unit, {}, {} from {} join report_units u on u.unit = {} group by 1, 2"
    )
    sex = SQL("f.r_sex") if plan.by_sex else SQL("null")
    return statement.format(
        sex, SQL(", ").join(values), rows_of_facts(plan.columns),
        Identifier("f", SET_COLUMNS[member_set]),
    )  # fmt: skip


def count_subjects(
    plan: Plan, subject: str, measures: Sequence[Households | Dwellings | Sum], when: When
) -> Composable:
    """Households where their homes are, or homes."""
    terms = SubjectTerms(subject, when)
    values = [
        number_of(one, those(conditions_of(one), subject, plan.columns, when), terms)
        for one in measures
    ]
    columns = plan.house_columns if subject == HOUSEHOLD else plan.home_columns
    return SQL(
        "select u.unit, null, {} from {} join report_units u on u.unit = {} group by 1"
    ).format(SQL(", ").join(values), rows_of_subject(subject, columns), UNITS[subject])


def number_of(measure: Measure, where: Composable, resolve: Resolve) -> Composable:
    """How many meet the conditions, or the sum of a field over them."""
    if not isinstance(measure, Sum):
        return SQL("count(*) filter (where {})").format(where)
    kind = SQL("numeric" if declared(measure.field).type.startswith("decimal") else "bigint")
    return SQL("coalesce(sum({}) filter (where {}), 0)::{}").format(
        resolve(measure.field).sql, where, kind
    )


def count_events(plan: Plan, events: Sequence[Event], when: When) -> Composable:
    values = [posted.value(one, when) for one in events]
    by_sex = plan.by_sex and not plan.is_of_nobody(events[0])
    sex = SQL("p.sex") if by_sex else SQL("null")
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
