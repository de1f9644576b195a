"""Conditions as SQL. Every one of them is true or false, never unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from psycopg.sql import SQL, Composable, Composed, Literal

from reports.engine.when import CITY_DIGITS, PROVINCE_DIGITS, When
from reports.errors import DefinitionWrong
from reports.language.nodes import (
    Among,
    Birthday,
    Compare,
    Condition,
    InMonth,
    IsSet,
    Not,
    Range,
    Subject,
    Value,
    Within,
    Word,
)

TRUE = SQL("true")
CASTS = {
    "number": SQL("numeric"), "date": SQL("date"), "text": SQL("text"), "bool": SQL("boolean")
}  # fmt: skip
COMPARISONS = {
    "=": SQL("{} = {}"), "<": SQL("{} < {}"), "<=": SQL("{} <= {}"),
    ">": SQL("{} > {}"), ">=": SQL("{} >= {}"), "!=": SQL("{} is distinct from {}"),
}  # fmt: skip
BETWEEN = SQL("{} between {} and {}")
BORN_BETWEEN = SQL("{0} > {1} and {0} <= {2} and {0} <= {3}")
OLDEST = 200
AGE_BOUNDS: dict[str, Callable[[int], tuple[int, int]]] = {
    "=": lambda years: (years, years), "!=": lambda years: (years, years),
    "<": lambda years: (0, years - 1), "<=": lambda years: (0, years),
    ">": lambda years: (years + 1, OLDEST), ">=": lambda years: (years, OLDEST),
}  # fmt: skip
WITHIN = SQL("{} between {} and {} + make_interval(months => {})")


@dataclass(frozen=True, slots=True)
class Term:
    """A field as SQL and how its values compare: text, number, bool or date.

    "age": the birth date, of which a condition on the age is to be made.
    """

    sql: Composable
    kind: str


Resolve = Callable[[str], Term]


def all_of(conditions: Iterable[Condition], resolve: Resolve, when: When) -> Composable:
    """All the conditions at once; none at all is true."""
    parts = [compiled(condition, resolve, when) for condition in conditions]
    return SQL(" and ").join(parts) if parts else TRUE


def compiled(condition: Condition, resolve: Resolve, when: When) -> Composable:
    match condition:
        case Compare():
            return compare(condition, resolve, when)
        case Range(field, low, high):
            term = resolve(field)
            if term.kind == "age":
                return sure(BORN_BETWEEN, term.sql, *bounds(when.day, high, low), day(when.day))
            return sure(BETWEEN, term.sql, literal(low, term), literal(high, term))
        case Among(field, values, negated):
            return among(resolve(field), values, negated=negated)
        case IsSet(field):
            return is_set(resolve(field))
        case InMonth() | Within() | Birthday():
            return dated(condition, resolve, when)
        case Subject(name):
            return sure(COMPARISONS["="], resolve("about").sql, Literal(name))
        case Not(conditions):
            return SQL("not ({})").format(all_of(conditions, resolve, when))
    raise DefinitionWrong(
        "公式里有这一统计方式不支持的条件。",
        "The formula has a condition that fits no such measure.",
    )


def dated(condition: InMonth | Within | Birthday, resolve: Resolve, when: When) -> Composable:
    match condition:
        case InMonth(field):
            month = when.month
            return sure(BETWEEN, resolve(field).sql, day(month.first), day(month.last))
        case Within(field, months):
            until = (day(when.day), day(when.day), Literal(months))
            return sure(WITHIN, resolve(field).sql, *until)
        case Birthday(years):
            return birthday(resolve("birth_date"), str(years), when)


def compare(condition: Compare, resolve: Resolve, when: When) -> Composable:
    term = resolve(condition.field)
    if term.kind == "age" and isinstance(condition.value, str):
        return aged(term, condition.op, condition.value, when)
    if condition.part:
        digits = PROVINCE_DIGITS if condition.part == "province" else CITY_DIGITS
        term = Term(SQL("left({}, {})").format(term.sql, Literal(digits)), "text")
    against = literal(meaning(condition.value, condition.part, when), term)
    return sure(COMPARISONS[condition.op], term.sql, against)


def aged(term: Term, op: str, years: str, when: When) -> Composable:
    """An age as a bound on the birth date: the same answer, worked out once for all rows.

    Someone born on 29 February completes the year on 1 March (product rule, as in the hub).
    """
    low, high = AGE_BOUNDS[op](int(years))
    found = sure(BORN_BETWEEN, term.sql, *bounds(when.day, str(high), str(low)), day(when.day))
    return SQL("not {}").format(found) if op == "!=" else found


def birthday(born: Term, years: str, when: When) -> Composable:
    """Those who complete the year within the month: too young on the last day before it."""
    month = when.month
    _, still_young = bounds(month.first - timedelta(days=1), years, years)
    _, completed = bounds(month.last, years, years)
    return sure(SQL("{0} > {1} and {0} <= {2}"), born.sql, still_young, completed)


def bounds(on: object, oldest: str, youngest: str) -> tuple[Composable, Composable]:
    """After which day and until which day someone of these ages was born."""
    before = SQL("({} - make_interval(years => {}))::date")
    first = before.format(day(on), Literal(int(oldest) + 1))
    return first, before.format(day(on), Literal(int(youngest)))


def meaning(value: Value, part: str, when: When) -> str:
    if not isinstance(value, Word):
        return value
    if value.name == "home" and part:
        return when.home(part)
    if value.name == "next":
        return when.next_year
    return value.name


def among(term: Term, values: Iterable[str], *, negated: bool) -> Composable:
    listed = SQL(", ").join(literal(value, term) for value in values)
    found = sure(SQL("{} in ({})"), term.sql, listed)
    return SQL("not {}").format(found) if negated else found


def is_set(term: Term) -> Composable:
    if term.kind == "text":
        return SQL("(coalesce({}, '') <> '')").format(term.sql)
    return SQL("({} is not null)").format(term.sql)


def literal(value: str, term: Term) -> Composable:
    if term.kind == "bool":
        return SQL("true") if value == "1" else SQL("false")
    return SQL("{}::{}").format(Literal(value), CASTS[term.kind])


def day(value: object) -> Composable:
    return SQL("{}::date").format(Literal(str(value)))


def sure(template: SQL, *parts: Composable) -> Composed:
    """The test with unknown counted as false."""
    return SQL("coalesce({}, false)").format(template.format(*parts))
