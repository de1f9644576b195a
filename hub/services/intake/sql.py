"""The few ways the door speaks SQL: composed statements, COPY into temporary tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

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
    """Fill a table by COPY; the lines are spelled here, cell by cell, in PostgreSQL's text form."""
    target = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(target.as_string(None)) as copy:
        for block in blocks("\t".join(map(cell, row)) for row in rows):
            copy.write(block)


def blocks(lines: Iterable[str]) -> Iterator[bytes]:
    lines = iter(lines)
    while block := list(islice(lines, LINES_A_BLOCK)):
        yield ("\n".join(block) + "\n").encode()


def cell(value: object) -> str:
    """One value as COPY reads it: \\N for nothing, text with its backslashes and breaks escaped."""
    if value is None:
        return "\\N"
    text = SPELLED[type(value)](value) if type(value) in SPELLED else str(value)
    return text.translate(ESCAPES) if TO_ESCAPE.search(text) else text


def array(items: Iterable[str]) -> str:
    """A text array as PostgreSQL reads it."""
    return "{" + ",".join(map(quoted, items)) + "}"


def quoted(item: str) -> str:
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


LINES_A_BLOCK = 500
TO_ESCAPE = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SPELLED: dict[type, Any] = {
    str: str,
    bool: "ft".__getitem__,
    bytes: lambda value: "\\x" + value.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
    list: array,
    UUID: lambda value: value.hex,
}
