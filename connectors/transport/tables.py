"""Exchange tables (前置库): rows marked new, read in order, marked read or wrong afterwards.

Only batches the other side has closed are read. Rows are never deleted by us.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from connectors.errors import NeedsPerson, TryLater
from connectors.transport.egress import CONNECT_SECONDS, pinned_address

NEW, READ, WRONG = 0, 1, 2
STATEMENT_MS = 20_000
LOCK_MS = 3_000
LOCKED_WAIT = 900.0
MARKS = ("xlh", "czlx", "sjc", "pch", "zt", "cwxx")


class ExchangeTables:
    """One exchange database; a connection lasts as long as the `with` block."""

    def __init__(self, place: Mapping[str, object]) -> None:
        self._dsn = str(place["dsn"])
        self._schema = str(place.get("schema", "qzk"))

    @contextmanager
    def opened(self) -> Iterator["OpenTables"]:
        """Raises TryLater when it cannot be reached or a table is locked for the night."""
        told = conninfo_to_dict(self._dsn)
        host, port = str(told.get("host", "")), int(told.get("port") or 5432)
        try:
            with psycopg.connect(
                self._dsn,
                hostaddr=None if host.startswith("/") else pinned_address(host, port),
                connect_timeout=int(CONNECT_SECONDS),
                row_factory=dict_row,
                options=f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}",
            ) as connection:
                yield OpenTables(connection, self._schema)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled) as trouble:
            raise TryLater(
                "前置库的表正被锁定（夜间维护），稍后再读。",
                "The exchange table is locked.",
                retry_after=LOCKED_WAIT,
                kind="maintenance",
            ) from trouble
        except psycopg.errors.UndefinedTable as trouble:
            raise NeedsPerson(
                "前置库缺少约定的表。", "An agreed exchange table is missing.", kind="schema"
            ) from trouble
        except psycopg.errors.InvalidPassword as trouble:
            raise NeedsPerson(
                "前置库拒绝登录。", "The exchange database refuses us.", kind="sign_in"
            ) from trouble
        except psycopg.OperationalError as trouble:
            raise TryLater("连不上前置库。", "Cannot reach the exchange database.") from trouble
        except psycopg.Error as trouble:
            raise NeedsPerson(
                "前置库的表不是约定的样子，或没有读写它的权限。",
                "An exchange table is not as agreed, or its right is missing.",
                kind="schema",
            ) from trouble


class OpenTables:
    def __init__(self, connection: psycopg.Connection[dict[str, Any]], schema: str) -> None:
        self._connection = connection
        self._schema = schema

    def new_rows(self, table: str, after: int, limit: int) -> list[dict[str, Any]]:
        """New rows of whole batches in the order of their sequence."""
        query = sql.SQL(
            "SELECT t.* FROM {table} t WHERE t.zt = %s AND t.xlh > %s"
            " AND EXISTS (SELECT 1 FROM {batch} b WHERE b.pch = t.pch)"
            " ORDER BY t.xlh LIMIT %s"
        ).format(
            table=sql.Identifier(self._schema, table),
            batch=sql.Identifier(self._schema, "hs_batch"),
        )
        return self._connection.execute(query, [NEW, after, limit]).fetchall()

    def mark(self, table: str, marks: Sequence[tuple[int, str]]) -> None:
        """Set rows read, or wrong where a reason is given. Only rows still new are touched."""
        query = sql.SQL("UPDATE {table} SET zt = %s, cwxx = %s WHERE xlh = %s AND zt = 0").format(
            table=sql.Identifier(self._schema, table)
        )
        with self._connection.cursor() as cursor:
            cursor.executemany(
                query, [(WRONG if why else READ, why or None, number) for number, why in marks]
            )

    def insert_once(self, table: str, values: Mapping[str, object]) -> None:
        """Write one row; the same `lsh` is written once only."""
        columns = list(values)
        query = sql.SQL(
            "INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT (lsh) DO NOTHING"
        ).format(
            table=sql.Identifier(self._schema, table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            places=sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )
        self._connection.execute(query, [values[name] for name in columns])

    def find(self, table: str, column: str, value: str) -> list[dict[str, Any]]:
        query = sql.SQL("SELECT * FROM {table} WHERE {column} = %s ORDER BY xlh").format(
            table=sql.Identifier(self._schema, table), column=sql.Identifier(column)
        )
        return self._connection.execute(query, [value]).fetchall()
