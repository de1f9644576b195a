"""Behind a figure: the people or the events it counted, as they were at the run's two clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from psycopg.sql import SQL, Composable, Identifier, Literal

from hub.fields import DWELLING, HOUSEHOLD
from reports.catalogue import Definition, Indicator
from reports.engine import posted
from reports.engine.conditions import TRUE, all_of
from reports.engine.facts import gather
from reports.engine.fields import SET_COLUMNS, FactColumn, FactTerms, rows_of_facts
from reports.engine.houses import UNITS, lay_homes, lay_houses, rows_of_subject, those
from reports.engine.plan import Event, conditions_of, measures, plan_of, subject_of
from reports.engine.when import When
from reports.language.nodes import (
    AnyOf,
    Dwellings,
    Flow,
    Households,
    Measure,
    Net,
    Service,
    Stock,
    Sum,
)

PERSON = (FactColumn("r", "name"), FactColumn("r", "sex"), FactColumn("r", "birth_date"))
Standing = Stock | Households | Dwellings | Sum
BEHIND = {
    HOUSEHOLD: SQL(
        "select f.r_household_id as key, r.id as resident_id, r.name, r.sex, r.birth_date,"
        " null as address from {rows} left join hub_resident r on r.id = f.h_head_resident_id"
        " where {unit} = {here} and {those}"
    ),
    DWELLING: SQL(
        "select f.r_dwelling_id as key, null::bigint as resident_id, null as name, null as sex,"
        " null::date as birth_date, f.d_std_address as address from {rows}"
        " where {unit} = {here} and {those}"
    ),
}
SEX_OF_COLUMN = {"male": "1", "female": "2"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one unit: its row and column, and the runs it was counted in.

    `runs` has one run, or the runs of the year so far for a year-to-date column.
    """

    definition: Definition
    unit: str
    row: str
    column: str
    runs: tuple[int, ...]
    when: When

    @property
    def indicator(self) -> Indicator:
        return self.definition.indicator(self.row)


@dataclass(frozen=True, slots=True)
class Counted:
    """One person or one event behind a figure; the person's values are those of the day."""

    key: int
    resident: int | None
    name: str | None
    sex: str | None
    birth_date: date | None
    event: int | None = None
    code: str = ""
    on: date | None = None
    late: bool = False
    sign: int = 1
    count: int = 1
    persons: int = 1
    amount: Any = None
    address: str | None = None


def behind(figure: Figure, *, after: int, limit: int, since: date) -> list[Counted]:
    """One page of what the figure counted, by key; the caller sees every row meanwhile.

    `since` is the earlier of the cut-off and the day the run was made, whenever it is looked at.
    """
    parts = list(measures(figure.indicator.expr))
    standing = [one for one in parts if isinstance(one, Standing)]
    if standing:
        question = standing_behind(figure, standing[0], since)
        return [Counted(*row) for row in fetch(page_of(question, after, limit))]
    events = [one for one in parts if isinstance(one, Event)]
    return [Counted(*row) for row in events_of(figure, events, after, limit)] if events else []


def page_of(question: Composable, after: int, limit: int) -> Composable:
    """Columns of the question: key, resident, name, sex, birth date, and of a home its address."""
    return SQL(
        "select q.key, q.resident_id, q.name, q.sex, q.birth_date, null, '', null, false, 1, 1, 1,"
        " null, q.address from ({}) as q where q.key > {} order by q.key limit {}"
    ).format(question, Literal(after), Literal(limit))


def standing_behind(figure: Figure, measure: Standing, since: date) -> Composable:
    """Lays the figure's tables and asks for whom the measure counted, or summed over."""
    plan = plan_of(figure.definition)
    held = gather(
        plan.columns | set(PERSON), plan.sets, prefix=figure.unit, when=figure.when,
        since=since, beside=plan.beside,
    )  # fmt: skip
    if measure in plan.houses:
        lay_houses(plan.house_columns, figure.unit)
        return subjects_of(figure, measure, HOUSEHOLD, plan.house_columns, held)
    if measure in plan.homes:
        lay_homes(plan.home_columns, figure.unit)
        return subjects_of(figure, measure, DWELLING, plan.home_columns, held)
    return people_of(figure, measure, held)


def people_of(figure: Figure, measure: Standing, held: frozenset[FactColumn]) -> Composable:
    """Members of the set who meet the conditions; of a household one member stands for it."""
    member_set = set_of(measure)
    others = [one for one in conditions_of(measure) if not isinstance(one, AnyOf)]
    where = [
        SQL("{} = {}").format(Identifier("f", SET_COLUMNS[member_set]), Literal(figure.unit)),
        all_of(others, FactTerms(member_set, figure.when), figure.when),
        of_sex(figure, SQL("f.r_sex")),
    ]
    key: Composable = SQL("f.resident_id")
    if isinstance(measure, Households):
        key = SQL("f.r_household_id")
        where.append(SQL("f.r_household_id is not null"))
    return SQL(
        "select distinct on ({key}) {key} as key, f.resident_id, f.r_name as name, f.r_sex as sex,"
        " f.r_birth_date as birth_date, null as address"
        " from {rows} where {where} order by {key}, f.resident_id"
    ).format(key=key, rows=rows_of_facts(held), where=SQL(" and ").join(where))


def subjects_of(
    figure: Figure, measure: Standing, subject: str, columns: frozenset[FactColumn],
    people: frozenset[FactColumn],
) -> Composable:  # fmt: skip
    """Households by their heads, homes by their addresses."""
    return BEHIND[subject].format(
        rows=rows_of_subject(subject, columns),
        unit=UNITS[subject],
        here=Literal(figure.unit),
        those=those(conditions_of(measure), subject, people, figure.when),
    )


def set_of(measure: Standing) -> str:
    subject = subject_of(measure)
    if isinstance(subject, Stock):
        return subject.member_set
    return next(one.member_set for one in conditions_of(measure) if isinstance(one, AnyOf))


def of_sex(figure: Figure, column: Composable) -> Composable:
    sex = SEX_OF_COLUMN.get(figure.column)
    return SQL("{} = {}").format(column, Literal(sex)) if sex else TRUE


def events_of(figure: Figure, events: Sequence[Event], after: int, limit: int) -> Iterator[tuple]:
    """Postings of the run that the row counts, with the values copied on the day."""
    counted = SQL(" or ").join(
        SQL("({})").format(posted.belongs(one, figure.when)) for one in events
    )
    sets = {one.member_set for one in events if not isinstance(one, Service)} - {""}
    return fetch(
        SQL(
            "select p.id, p.resident_id, r.name, p.sex, p.birth_date, p.id, p.code,"
            " nullif(p.effective_date, '0001-01-01'), p.late, p.sign, p.count, p.persons, p.amount"
            " from (select e.id, e.kind, e.resident_id,"
            " coalesce(nullif(e.member_set, ''), {member_set}) as member_set, e.sign, e.code,"
            " e.effective_date, e.sex, e.birth_date, e.facts, e.count, e.persons, e.amount,"
            " e.household_id, e.text, g.late"
            " from reports_posting g join hub_event e on e.id = g.event_id"
            " where g.run_id = any({runs}) and g.unit = {unit} and e.id > {after}) as p"
            " left join hub_resident r on r.id = p.resident_id"
            " where ({counted}) and {sex} order by p.id limit {limit}"
        ).format(
            member_set=Literal(min(sets, default="")),
            runs=Literal(list(figure.runs)),
            unit=Literal(figure.unit),
            after=Literal(after),
            counted=counted,
            sex=of_sex(figure, SQL("p.sex")),
            limit=Literal(limit),
        )  # fmt: skip
    )


def number_in(measure: Event, one: Counted) -> Any:
    """What the event adds to a figure of this measure: persons, an amount, a sign, or itself."""
    match measure:
        case Net():
            return one.sign
        case Service(_, "persons") | Flow(counted="persons"):
            return one.persons
        case Service(_, "amount") | Flow(counted="amount"):
            return one.amount or 0
        case Service():
            return one.count
    return 1


def fetch(statement: Composable) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        yield from cursor.fetchall()


def is_carried(measure: Measure) -> bool:
    """Whether the row only carries over the figure of the period before."""
    return not isinstance(measure, Standing | Event)
