"""Any field of the dictionary, computed or stored, as a column of a SELECT over the tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from psycopg import sql

from hub.derived.expressions import DERIVED
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import DWELLING, HOUSEHOLD, RESIDENT, sealed_columns

DAY = sql.SQL("%(day)s::date")

ALIASES = {
    "core_resident": "r",
    "core_household": "h",
    "core_dwelling": "d",
    **{key: key[:3] for key in CATEGORIES if not CATEGORIES[key].is_core},
}
TABLES = {alias: CATEGORIES[key].table for key, alias in ALIASES.items()}
SUBJECTS = {alias: CATEGORIES[key].entity for key, alias in ALIASES.items()}

# How the other subjects are reached from the one the question is about.
REACHED = {
    RESIDENT: {RESIDENT: "r.id", HOUSEHOLD: "r.household_id", DWELLING: "r.dwelling_id"},
    HOUSEHOLD: {
        HOUSEHOLD: "h.id",
        DWELLING: "h.household_dwelling_id",
        RESIDENT: "h.head_resident_id",
    },
    DWELLING: {DWELLING: "d.id"},
}
BASE = {RESIDENT: "r", HOUSEHOLD: "h", DWELLING: "d"}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of one statement, `SELECT {columns} FROM {table} {joins}`; columns bear their names."""

    columns: sql.Composable
    joins: sql.Composable
    table: sql.Composable


def value_of(name: str, day: sql.Composable = DAY) -> sql.Composable:
    """One field as an expression over its aliases; a sealed one as its mask.

    Raises KeyError for a name the dictionary does not have.
    """
    declared = FIELDS[name]
    if not declared.stored:
        return sql.SQL(DERIVED[name].sql).format(day=day)
    column = sealed_columns(declared.column)[2] if declared.sealed else declared.column
    return sql.Identifier(ALIASES[declared.category], column)


def aliases_of(names: Iterable[str]) -> tuple[str, ...]:
    """The row aliases these fields need, in the order of the dictionary."""
    needed: set[str] = set()
    for name in names:
        declared = FIELDS[name]
        needed |= set(DERIVED[name].needs if not declared.stored else [ALIASES[declared.category]])
    return tuple(alias for alias in TABLES if alias in needed)


def join_of(alias: str, base: str = RESIDENT) -> sql.Composable:
    """The left join by which an alias is reached from the base subject.

    Raises KeyError where there is no way: a dwelling has many residents.
    """
    key = "id" if alias in BASE.values() else "subject_id"
    return sql.SQL("left join {table} {alias} on {alias}.{key} = {link}").format(
        table=sql.Identifier(TABLES[alias]),
        alias=sql.Identifier(alias),
        key=sql.Identifier(key),
        link=sql.SQL(REACHED[base][SUBJECTS[alias]]),
    )


def joins_of(aliases: Iterable[str], base: str = RESIDENT) -> sql.Composable:
    return sql.SQL(" ").join(join_of(alias, base) for alias in aliases if alias != BASE[base])


def pieces(names: Iterable[str], *, day: sql.Composable = DAY, base: str = RESIDENT) -> Pieces:
    """What a statement needs to show these fields of each resident (household, dwelling) on a day.

    `day` is any SQL of type date, by default the parameter `day`. Rows keep the base's count:
    every join is a left join to at most one row.
    """
    wanted = list(names)
    columns = [
        sql.SQL("{} as {}").format(value_of(name, day), sql.Identifier(name)) for name in wanted
    ]
    alias = BASE[base]
    return Pieces(
        columns=sql.SQL(", ").join(columns),
        joins=joins_of(aliases_of(wanted), base),
        table=sql.SQL("{} {}").format(sql.Identifier(TABLES[alias]), sql.Identifier(alias)),
    )
