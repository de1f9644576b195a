"""The witness: every key this system handed out, every write it took, with the time."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.simulators.base.clock import Clock
from tests.simulators.base.store import Store

SCHEMA = """
create table if not exists ledger(
    n integer primary key, at text not null, direction text not null, channel text not null,
    kind text not null, key text not null, version text not null default '',
    detail text not null default ''
);
create index if not exists ledger_key on ledger(kind, key);
"""
INSERT = (
    "insert into ledger(at, direction, channel, kind, key, version, detail)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)
PAGE = 5000

Served = tuple[str, str, str]
"""Kind, key, version of one row handed out."""


class Ledger:
    def __init__(self, path: Path, clock: Clock) -> None:
        self.store = Store(path)
        self.store.script(SCHEMA)
        self.clock = clock

    def served(self, channel: str, rows: Iterable[Served], detail: str = "") -> None:
        at = self.clock.now().isoformat()
        self.store.many(
            INSERT,
            [(at, "served", channel, kind, key, version, detail) for kind, key, version in rows],
        )

    def received(self, channel: str, kind: str, key: str, detail: str = "") -> None:
        at = self.clock.now().isoformat()
        self.store.run(INSERT, (at, "received", channel, kind, key, "", detail))

    def read(self, after: int = 0, direction: str = "", kind: str = "") -> list[dict[str, Any]]:
        return self.store.rows(
            "select * from ledger where n > ? and (? = '' or direction = ?)"
            " and (? = '' or kind = ?) order by n limit ?",
            (after, direction, direction, kind, kind, PAGE),
        )
