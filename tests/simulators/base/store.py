"""One SQLite file, used by several threads one at a time."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


class Store:
    """Small statements on one connection; `with store:` makes several of them one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.lock = threading.RLock()
        self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = off")
        self.depth = 0

    def __enter__(self) -> "Store":
        self.lock.acquire()
        if self.depth == 0:
            self.connection.execute("begin immediate")
        self.depth += 1
        return self

    def __exit__(self, kind: type | None, *rest: object) -> None:
        self.depth -= 1
        if self.depth == 0:
            self.connection.execute("rollback" if kind else "commit")
        self.lock.release()

    def run(self, statement: str, values: Sequence[Any] = ()) -> int:
        """How many rows it touched."""
        with self.lock:
            return self.connection.execute(statement, values).rowcount

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self:
            self.connection.executemany(statement, rows)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        with self.lock:
            return [dict(row) for row in self.connection.execute(statement, values)]

    def tuples(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Many rows, quickly."""
        with self.lock:
            cursor = self.connection.cursor()
            cursor.row_factory = None
            return cursor.execute(statement, values).fetchall()

    def one(self, statement: str, values: Sequence[Any] = ()) -> dict[str, Any] | None:
        found = self.rows(statement, values)
        return found[0] if found else None

    def value(self, statement: str, values: Sequence[Any] = ()) -> Any:
        with self.lock:
            found = self.connection.execute(statement, values).fetchone()
        return found[0] if found else None

    def script(self, statements: str) -> None:
        with self.lock:
            self.connection.executescript(statements)

    def close(self) -> None:
        with self.lock:
            self.connection.close()


KEPT = "create table if not exists kept(name text primary key, value text not null)"


def keep(store: Store, name: str, value: str) -> None:
    store.run("insert or replace into kept values (?, ?)", (name, value))


def kept(store: Store, name: str) -> str | None:
    return store.value("select value from kept where name = ?", (name,))
