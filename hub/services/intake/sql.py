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
    run(
        sql.SQL(
            "drop table if exists pg_temp.{table};"
            " create temporary table {table} ({columns}) on commit drop"
        ).format(
            table=sql.Identifier(name),
            columns=sql.SQL(columns),  # a literal of this package, never a told value
        )
    )


def copy_rows(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Fill a table by COPY."""
    copy_lines(name, columns, map(line, rows))


def copy_lines(name: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Fill a table with lines spelled by `line`, which costs a third of the driver's way."""
    target = sql.SQL("copy {} ({}) from stdin (delimiter {}, null {})").format(
        sql.Identifier(name),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Literal(BETWEEN),
        sql.Literal(NOTHING),
    )
    with connection.cursor() as cursor, cursor.copy(target.as_string(None)) as copy:
        for block in blocks(iter(lines)):
            copy.write(block)


def blocks(lines: Iterator[str]) -> Iterator[bytes]:
    while block := list(islice(lines, LINES_A_BLOCK)):
        yield ("\n".join(block) + "\n").encode()


def line(row: Sequence[object]) -> str:
    """One row as COPY reads it; only a row with a character that means something is escaped."""
    cells = [v if type(v) is str else SPELLED.get(type(v), str)(v) for v in row]
    text = BETWEEN.join(cells)
    if TO_ESCAPE.search(text) or text.count(BETWEEN) >= len(cells):
        cells = [
            cell.translate(ESCAPES) if type(told) is str else cell
            for cell, told in zip(cells, row, strict=True)
        ]
        text = BETWEEN.join(cells)
    return text.replace(HEXADECIMAL, "\\\\x")


def joined(*pieces: str) -> str:
    """One line of pieces that are spelled already."""
    return BETWEEN.join(pieces)


LINES_A_BLOCK = 500
HEXADECIMAL, NOTHING, BETWEEN = "\x1d", "\x1e", "\x1f"
TO_ESCAPE = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
    | {mark: None for mark in (HEXADECIMAL, NOTHING, BETWEEN)}
)
SPELLED: dict[type, Any] = {
    type(None): lambda value: NOTHING,
    bool: "ft".__getitem__,
    bytes: lambda value: HEXADECIMAL + value.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
    UUID: lambda value: value.hex,
}
