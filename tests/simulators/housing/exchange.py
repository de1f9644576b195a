"""The front database: its cluster, its tables, and rows written in batches."""

import csv
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from config.private_postgres import ADMIN, Cluster

SCHEMA = "qzk"
LOGIN = "hub_exchange"
DATABASE = "exchange"
SLOW = timedelta(minutes=7)
"""How far the front machine's clock lags."""
OUT = ("hs_apply_out", "hs_guarantee_out", "hs_member_out", "hs_result_out")
APPLY = ["sqbh", "jtbh", "sqr_xm", "sqr_sfzh", "sqrq", "bzfs", "bzzt"]
GUARANTEE = [
    "jtbh",
    "sqr_xm",
    "sqr_sfzh",
    "bzfs",
    "bzzt",
    "lhh",
    "lhrq",
    "pzrq",
    "xmmc",
    "fwdz",
    "yzj",
    "ybt",
    "fhdq",
    "qzys",
]
MEMBER = ["jtbh", "xm", "sfzh", "gx"]
RESULT = ["lsh", "sqbh", "jg", "yy"]
COLUMNS = dict(zip(OUT, (APPLY, GUARANTEE, MEMBER, RESULT), strict=True))
BEFORE_QUEUE = ("已受理", "公示", "复审")


class Exchange:
    """One connection of the housing office's own; rows come and go through it."""

    def __init__(self, home: Path) -> None:
        self.cluster = Cluster(home, throwaway=True, database=DATABASE)
        self.lock = threading.RLock()

    def open(self) -> bool:
        """True when the tables were made now."""
        self.cluster.start()
        self.connection = psycopg.connect(
            self.cluster.url(ADMIN, DATABASE), autocommit=True, row_factory=dict_row
        )
        known = self.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'qzk'")
        if not known:
            script = Path(__file__).with_name("exchange.sql").read_text(encoding="utf-8")
            self.connection.execute(script)
        return not known

    @property
    def dsn(self) -> str:
        return self.cluster.url(LOGIN, DATABASE)

    def rows(self, statement: Any, values: Any = ()) -> list[dict[str, Any]]:
        with self.lock:
            return self.connection.execute(statement, values).fetchall()

    def run(self, statement: Any, values: Any = ()) -> int:
        with self.lock:
            return self.connection.execute(statement, values).rowcount

    def value(self, statement: Any, values: Any = ()) -> Any:
        found = self.rows(statement, values)
        return next(iter(found[0].values())) if found else None

    def write(
        self, table: str, kind: str, rows: Iterable[dict[str, Any]], pch: str, now: datetime
    ) -> list[int]:
        """Rows of one batch; their sequence numbers."""
        found = []
        for row in rows:
            names = [name for name in COLUMNS[table] if name in row]
            statement = sql.SQL(
                "INSERT INTO {}(czlx, sjc, pch, {}) VALUES (%s, %s, %s, {}) RETURNING xlh"
            ).format(
                sql.Identifier(SCHEMA, table),
                sql.SQL(", ").join(map(sql.Identifier, names)),
                sql.SQL(", ").join(sql.Placeholder() * len(names)),
            )
            values = [kind, front_time(now), pch, *(row[name] or None for name in names)]
            found.append(self.value(statement, values))
        return found

    def finish(self, pch: str, count: int, now: datetime) -> None:
        """Say that the batch is whole."""
        self.run(
            "INSERT INTO qzk.hs_batch VALUES (%s, %s, %s)"
            " ON CONFLICT (pch) DO UPDATE SET hs = qzk.hs_batch.hs + excluded.hs",
            (pch, count, front_time(now)),
        )

    def close(self) -> None:
        self.connection.close()
        self.cluster.release()


def front_time(now: datetime) -> datetime:
    """As the front machine's slow clock says."""
    return now.replace(tzinfo=None) - SLOW


def families_of(world: Path) -> list[dict[str, str]]:
    with (world / "inside" / "housing.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def members_of(world: Path) -> list[dict[str, str]]:
    with (world / "inside" / "housing_members.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
