"""A database of the benchmarks' own beside the real one, made for a run and dropped after it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import conninfo, sql

from config.surroundings import prepare

ROOT = Path(__file__).resolve().parents[2]
DROP_TRIES = 20
ADDRESSES = ("DATABASE_URL", "HUB_OWNER_DATABASE_URL", "HUB_REPORT_DATABASE_URL")


@contextmanager
def scratch_database(*, keep: bool, suffix: str = "") -> Iterator[None]:
    """Point every address at a fresh, migrated database; `keep` uses one again and leaves it."""
    prepare(services=True, first=True)
    name = f"bench_hub_{'kept' if keep else os.getpid()}" + (f"_{suffix}" if suffix else "")
    owner = os.environ["HUB_OWNER_DATABASE_URL"]
    fresh = make(owner, name)
    for address in ADDRESSES:
        if address in os.environ:
            os.environ[address] = renamed(os.environ[address], name)
    try:
        if fresh:
            manage("migrate", "--verbosity", "0")
            manage("load_codes")
            manage("load_areas", str(ROOT / "communities" / "data" / "wuhan_areas.csv"))
        yield
    finally:
        if not keep:
            drop(owner, name)


def make(owner: str, name: str) -> bool:
    with psycopg.connect(owner, autocommit=True) as connection:
        known = connection.execute("select from pg_database where datname = %s", [name]).rowcount
        if not known:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        return not known


@contextmanager
def copies() -> Iterator["Copies"]:
    """Copies of the scratch database as it stands at a moment; dropped after the block."""
    made = Copies(os.environ["HUB_OWNER_DATABASE_URL"], [])
    try:
        yield made
    finally:
        point_at(made.original)
        for name in made.names:
            drop(made.original, name)


@dataclass(frozen=True, slots=True)
class Copies:
    """The database they are made of, and the names of those made."""

    original: str
    names: list[str]

    def make(self, suffix: str) -> str:
        """The address of a copy of its own."""
        connections.close_all()
        source = conninfo.conninfo_to_dict(self.original)["dbname"]
        name = f"{source}_{suffix}"
        drop(self.original, name)
        statement = sql.SQL("create database {} template {} strategy file_copy").format(
            sql.Identifier(name), sql.Identifier(str(source))
        )
        with psycopg.connect(renamed(self.original, "postgres"), autocommit=True) as connection:
            connection.execute(statement)
        self.names.append(name)
        return renamed(self.original, name)


def point_at(owner: str) -> None:
    """Have this process work in the database of this address from now on."""
    name = str(conninfo.conninfo_to_dict(owner)["dbname"])
    connections.close_all()
    connections["default"].settings_dict["NAME"] = name
    for address in ADDRESSES:
        if address in os.environ:
            os.environ[address] = renamed(os.environ[address], name)


def drop(owner: str, name: str) -> None:
    """Gone as soon as the last of its connections, or an autovacuum, has let go of it."""
    statement = sql.SQL("drop database if exists {}").format(sql.Identifier(name))
    with psycopg.connect(owner, autocommit=True) as connection:
        for left in reversed(range(DROP_TRIES)):
            try:
                connection.execute(statement)
                return
            except psycopg.errors.ObjectInUse:
                if not left:
                    print(f"the scratch database {name} is left behind", file=sys.stderr)
                time.sleep(1)


def renamed(address: str, name: str) -> str:
    """The same server, another database; both forms of an address are understood by psycopg."""
    if "://" not in address:
        return conninfo.make_conninfo(address, dbname=name)
    head, _, options = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


def manage(*words: str) -> None:
    subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, "HUB_DB_ROLE": "owner"},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def owner_connection() -> psycopg.Connection:
    """For making worlds: the owner's rows are not ruled by scope."""
    return psycopg.connect(os.environ["HUB_OWNER_DATABASE_URL"])
