"""The few ways the door speaks SQL: composed statements, COPY into temporary tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql


def run(statement: str | sql.Composable, params: Mapping[str, Any] | None = None) -> int:
    """Run one statement and return the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params)
        return cursor.rowcount


def fetch(statement: str | sql.Composable, params: Mapping[str, Any] | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement), params)
        return cursor.fetchall()


def text_of(statement: str | sql.Composable) -> str:
    return statement if isinstance(statement, str) else statement.as_string(None)


def temporary(name: str, columns: str) -> None:
    """A table of this transaction alone, empty."""
    table = sql.Identifier(name)
    run(sql.SQL("drop table if exists pg_temp.{}").format(table))
    run(
        sql.SQL("create temporary table {} ({}) on commit drop").format(
            table,
            sql.SQL(columns),  # a literal of this package, never a told value
        )
    )


def copy_rows(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    target = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(target.as_string(None)) as copy:
        for row in rows:
            copy.write_row(row)
