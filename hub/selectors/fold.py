"""Folding the change rows from empty must give the tables: history proves the present."""

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from hub.dictionary import CATEGORIES, Category, fields_of
from hub.fields import Declared

KINDS = {"resident": "R", "household": "H", "dwelling": "D"}
# Keys are given at birth and never told, so no change row carries them.
GIVEN = frozenset({"resident_id", "household_uid", "dwelling_uid"})


@dataclass(frozen=True, slots=True)
class Folded:
    """`differing` counts, per field, the subjects whose table value is not the folded one."""

    category: str
    subjects: int
    differing: dict[str, int]


def fold_differences() -> list[Folded]:
    """Fold every category and compare; run inside a scope that sees every row."""
    return [fold(category) for category in CATEGORIES.values()]


def fold(category: Category) -> Folded:
    fields = [f for f in fields_of(category.key) if f.stored and f.name not in GIVEN]
    with connection.cursor() as cursor:
        cursor.execute(comparison(category, fields).as_string(None))
        total, *wrong = cursor.fetchone()
    named = zip((f.name for f in fields), wrong, strict=True)
    return Folded(category.key, total, {name: count for name, count in named if count})


def comparison(category: Category, fields: list[Declared]) -> sql.Composable:
    return sql.SQL(
        "with folded as ("
        "select subject_id, hub_fold(after order by seq) as held from hub_change"
        " where kind = {kind} and category = {category} group by subject_id)"
        " select count(*), {tests} from {table} c full join folded f on f.subject_id = c.{key}"
    ).format(
        kind=sql.Literal(KINDS[category.entity]),
        category=sql.Literal(category.key),
        tests=sql.SQL(", ").join(differs(field) for field in fields),
        table=sql.Identifier(category.table),
        key=sql.Identifier(category.key_column),
    )


def differs(field: Declared) -> sql.Composable:
    folded = sql.SQL("nullif(f.held->{}, 'null')").format(sql.Literal(field.name))
    if field.sealed:
        return sql.SQL(
            "count(*) filter (where {folded}->>'hash' is distinct from encode(c.{column}, 'hex'))"
        ).format(folded=folded, column=sql.Identifier(f"{field.column}_hash"))
    return sql.SQL("count(*) filter (where {folded} is distinct from to_jsonb(c.{column}))").format(
        folded=folded, column=sql.Identifier(field.column)
    )
