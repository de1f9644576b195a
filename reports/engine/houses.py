"""Households and homes of an area as they were, each in one temporary table beside the people.

A household stands where its home is, so that it is counted in one unit, whatever area is asked
for; a home stands in its community. Their values are read back like those of the people.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from psycopg.sql import SQL, Composable, Identifier, Literal

from hub.derived import select
from hub.fields import DWELLING, HOUSEHOLD
from reports.engine.conditions import TRUE, Term, compiled
from reports.engine.facts import lay_over, run
from reports.engine.fields import FactColumn, FactTerms, columns_of, declared, rows_of
from reports.engine.when import When
from reports.errors import DefinitionWrong
from reports.language.nodes import AnyMember, Condition

FOLDER = Path(__file__).parent.parent / "sql"
HOUSES = (FOLDER / "houses.sql").read_text()
HOUSES_MOVED = (FOLDER / "houses_moved.sql").read_text()
HOMES = (FOLDER / "homes.sql").read_text()
HOUSE_COLUMNS = frozenset(
    FactColumn("h", name)
    for name in ("household_status", "household_dwelling_id", "head_resident_id")
)
HOME_COLUMNS = frozenset({FactColumn("d", "dwelling_community"), FactColumn("d", "std_address")})
TABLES = {HOUSEHOLD: "report_houses", DWELLING: "report_homes"}
# Known to the day it was made: what came later has no status, no community yet.
UNITS = {
    HOUSEHOLD: SQL("case when f.h_household_status is not null then f.unit end"),
    DWELLING: SQL("f.d_dwelling_community"),
}
OCCUPANTS = SQL(
    "(select count(*) from report_facts p where p.r_dwelling_id = f.r_dwelling_id"
    " and p.res = f.d_dwelling_community)"
)


def lay_houses(columns: frozenset[FactColumn], prefix: str) -> None:
    """Make `report_houses`; `report_changed` must know the columns."""
    lay(HOUSES, columns, prefix, HOUSEHOLD)
    run(SQL(HOUSES_MOVED))


def lay_homes(columns: frozenset[FactColumn], prefix: str) -> None:
    """Make `report_homes`; `report_changed` must know the columns."""
    lay(HOMES, columns, prefix, DWELLING)


def lay(statement: str, columns: frozenset[FactColumn], prefix: str, subject: str) -> None:
    aliases = sorted({one.alias for one in columns})
    shown = [
        SQL("{} as {}").format(Identifier(one.alias, one.column), Identifier(one.name))
        for one in sorted(columns)
    ]
    run(
        SQL(statement).format(
            columns=SQL(", ").join(shown),
            joins=select.joins_of(aliases, subject),
            prefix=Literal(prefix),
        )
    )
    for alias in aliases:
        lay_over(alias, [one for one in sorted(columns) if one.alias == alias], TABLES[subject])


class SubjectTerms:
    """Resolves a field of a household, or of a home, to SQL over its table.

    Raises DefinitionWrong for a field that is another subject's, FieldUnknown.
    """

    def __init__(self, subject: str, when: When):
        self.subject = subject
        self.terms = FactTerms("", when)

    def __call__(self, name: str) -> Term:
        refuse_foreign(name, self.subject)
        return Term(OCCUPANTS, "number") if name == "occupant_count" else self.terms(name)


def refuse_foreign(name: str, subject: str) -> None:
    if declared(name).entity != subject:
        raise DefinitionWrong(
            f"“{name}”不是所统计对象的字段。", f'"{name}" is not a field of what is counted.'
        )


def columns_read(names: Iterable[str], subject: str) -> frozenset[FactColumn]:
    """What the subject's table must hold for these fields, beside what places it."""
    names = list(names)
    for name in names:
        refuse_foreign(name, subject)
    own = HOUSE_COLUMNS if subject == HOUSEHOLD else HOME_COLUMNS
    told = (name for name in names if name != "occupant_count")
    return own.union(*(columns_of(name) for name in told))


def rows_of_subject(subject: str, columns: frozenset[FactColumn]) -> Composable:
    return rows_of(TABLES[subject], columns)


def those(
    conditions: Sequence[Condition], subject: str, people: frozenset[FactColumn], when: When
) -> Composable:
    """All the conditions at once, those on a member of the household among them."""
    terms = SubjectTerms(subject, when)
    parts = [
        has_member(one.condition, people, when)
        if isinstance(one, AnyMember) else compiled(one, terms, when)
        for one in conditions
    ]  # fmt: skip
    return SQL(" and ").join(parts) if parts else TRUE


def has_member(condition: Condition, people: frozenset[FactColumn], when: When) -> Composable:
    """Somebody of the household, living or registered where the household is, meets it."""
    rows = rows_of("report_facts", people)
    parts = [
        SQL("select {}, f.r_household_id from {} where {}").format(
            Identifier("f", place), rows, compiled(condition, FactTerms(member_set, when), when)
        )
        for member_set, place in (("RES", "res"), ("REG", "reg"))
    ]
    return SQL("((f.unit, f.r_household_id) in ({}))").format(SQL(" union all ").join(parts))
