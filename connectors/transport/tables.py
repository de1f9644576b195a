"""Exchange tables (前置库): rows marked new, read in order, marked read or wrong afterwards.

Where the other side keeps a list of its closed batches only those are read; where it keeps none,
what it has committed is whole. Rows are never deleted by us.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader

from connectors.errors import NeedsPerson, TryLater
from connectors.transport.egress import CONNECT_SECONDS, pinned_address

NEW, READ, WRONG = 0, 1, 2
STATEMENT_MS = 20_000
LOCK_MS = 3_000
LOCKED_WAIT = 900.0
BATCHES = "hs_batch"
LISTS_BATCHES = """
SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname = %s
"""
FACE = "hub_face"  # a row as it looked when it was read; a row that looks otherwise is not marked
# A day may be one that no calendar of ours holds (infinity): it comes as text, a cell like any.
DAYS = ("date", "timestamp", "timestamptz")
# A failed connection has no error code of its own, only the server's words.
REFUSALS = (
    "authentication failed", "认证失败", "no password supplied", "pg_hba.conf", "pg_hba",
    "Invalid username/password", "is not permitted to log in", "account has been locked",
    "permission denied for database",
)  # fmt: skip


class ExchangeTables:
    """One exchange database; a connection lasts as long as the `with` block."""

    def __init__(self, place: Mapping[str, object]) -> None:
        self._dsn = str(place["dsn"])
        self._schema = str(place.get("schema", "qzk"))

    @contextmanager
    def opened(self) -> Iterator["OpenTables"]:
        """Raises TryLater when it cannot be reached or a table is locked for the night."""
        try:
            with self._connected() as connection:
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
        except psycopg.OperationalError as trouble:
            raise TryLater(
                "前置库的连接中断。", "The connection to the exchange database broke off."
            ) from trouble
        except psycopg.Error as trouble:
            raise NeedsPerson(
                "前置库的表不是约定的样子，或没有读写它的权限。",
                "An exchange table is not as agreed, or its right is missing.",
                kind="schema",
            ) from trouble

    def _connected(self) -> psycopg.Connection[dict[str, Any]]:
        told = conninfo_to_dict(self._dsn)
        host, port = str(told.get("host", "")), int(told.get("port") or 5432)
        try:
            connection = psycopg.connect(
                self._dsn,
                hostaddr=None if host.startswith("/") else pinned_address(host, port),
                connect_timeout=int(CONNECT_SECONDS),
                row_factory=dict_row,
                client_encoding="UTF8",
                options=f"-c statement_timeout={STATEMENT_MS} -c lock_timeout={LOCK_MS}",
            )
        except psycopg.OperationalError as trouble:
            raise not_let_in(str(trouble)) from trouble
        for kind in DAYS:
            connection.adapters.register_loader(kind, TextLoader)
        return connection


def not_let_in(words: str) -> NeedsPerson | TryLater:
    """What a failed connection is: a refused sign-in, a full house, or nobody there."""
    if any(word in words for word in REFUSALS) or ('role "' in words and "not exist" in words):
        return NeedsPerson(
            "前置库拒绝登录，请管理员核对账号和密码。",
            "The exchange database refuses the sign-in; check the account.",
            kind="sign_in",
        )
    if 'database "' in words and "does not exist" in words:
        return NeedsPerson(
            "前置库没有登记的那个数据库，请管理员核对地址。",
            "There is no such exchange database; check its address.",
            kind="sign_in",
        )
    if "too many connections" in words or "too many clients" in words:
        return TryLater(
            "前置库的连接数已满，稍后再读。",
            "All connections of the exchange database are taken.",
            kind="limit",
        )
    return TryLater("连不上前置库。", "Cannot reach the exchange database.")


class OpenTables:
    def __init__(self, connection: psycopg.Connection[dict[str, Any]], schema: str) -> None:
        self._connection = connection
        self._schema = schema

    def new_rows(self, table: str, after: int, limit: int) -> list[dict[str, Any]]:
        """New rows of whole batches in the order of their sequence, each with its face."""
        query = sql.SQL(
            "SELECT t.*, md5(t::text) AS {face} FROM {table} t WHERE t.zt = %s AND t.xlh > %s"
            "{closed} ORDER BY t.xlh LIMIT %s"
        ).format(face=sql.Identifier(FACE), table=self._name(table), closed=self._closed())
        return self._connection.execute(query, [NEW, after, limit]).fetchall()

    def _closed(self) -> sql.Composable:
        """The condition that a row's batch is whole; none where no batches are listed."""
        if self._connection.execute(LISTS_BATCHES, [self._schema, BATCHES]).fetchone() is None:
            return sql.SQL("")
        batches = self._name(BATCHES)
        return sql.SQL(" AND EXISTS (SELECT 1 FROM {} b WHERE b.pch = t.pch)").format(batches)

    def mark(self, table: str, marks: Sequence[tuple[int, str, str]]) -> None:
        """Set rows read, or wrong where a reason is given: sequence, face, reason.

        A row that is new no more, or has changed since it was read, is left as it is.
        """
        query = sql.SQL(
            "UPDATE {table} AS t SET zt = %s, cwxx = %s"
            " WHERE t.xlh = %s AND t.zt = %s AND md5(t::text) = %s"
        ).format(table=self._name(table))
        values = [
            (WRONG if why else READ, why or None, number, NEW, face) for number, face, why in marks
        ]
        with self._connection.cursor() as cursor:
            cursor.executemany(query, values)

    def insert_once(self, table: str, values: Mapping[str, object]) -> None:
        """Write one row; the same `lsh` is written once only, whatever the table knows of that."""
        columns = list(values)
        query = sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {places}"
            " WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE lsh = %s)"
        ).format(
            table=self._name(table),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            places=sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )
        with suppress(psycopg.errors.UniqueViolation), self._connection.transaction():
            told = [values[name] for name in columns]
            self._connection.execute(query, [*told, values["lsh"]])

    def find(self, table: str, column: str, value: str) -> list[dict[str, Any]]:
        query = sql.SQL(
            "SELECT t.*, md5(t::text) AS {face} FROM {table} t WHERE t.{column} = %s ORDER BY t.xlh"
        ).format(face=sql.Identifier(FACE), table=self._name(table), column=sql.Identifier(column))
        return self._connection.execute(query, [value]).fetchall()

    def _name(self, table: str) -> sql.Identifier:
        return sql.Identifier(self._schema, table)
