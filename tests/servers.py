"""A private database and broker for the tests, kept in var/test, stopped by the last run."""

import atexit
import contextlib
import os
from pathlib import Path

import psycopg
from psycopg import sql

from config.private_broker import Broker
from config.private_postgres import ADMIN, Cluster

OURS = "HUB_TEST_OWN_SERVERS"
VAR = Path(__file__).resolve().parent.parent / "var" / "test"


def start() -> None:
    """Start what the environment does not name; workers of a parallel run inherit it."""
    os.environ.setdefault("HUB_TEST_DATABASE", f"test_hub_{os.getpid()}")
    os.environ["HUB_DB_ROLE"] = "owner"
    os.environ["HUB_VAR"] = str(VAR)
    temporary = VAR / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(temporary))
    keep_key()
    if not os.environ.get("DATABASE_URL") or os.environ.get(OURS):
        start_database(os.environ.get("PYTEST_XDIST_WORKER", ""))
    if not os.environ.get("REDIS_URL"):
        broker = Broker(VAR / "valkey")
        broker.start()
        atexit.register(broker.release)
        os.environ["REDIS_URL"] = broker.url


def keep_key() -> None:
    """Tests seal with one known key, so that a failure can be repeated."""
    path = VAR / "keys" / "hub.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(bytes(range(64)))
    os.environ["HUB_KEY_FILE"] = str(path)


def start_database(worker: str) -> None:
    """A cluster for each worker: the feed's horizon waits for every writer of a cluster."""
    os.environ[OURS] = "yes"
    cluster = Cluster(VAR / f"pg{worker}", throwaway=True)
    cluster.start()
    atexit.register(cluster.release)
    drop_left_databases(cluster)
    os.environ["DATABASE_URL"] = cluster.url("hub_app")
    os.environ["HUB_OWNER_DATABASE_URL"] = cluster.url("hub_owner")
    os.environ["HUB_REPORT_DATABASE_URL"] = cluster.url("hub_report")


def drop_left_databases(cluster: Cluster) -> None:
    """Databases of test runs that were killed."""
    with psycopg.connect(cluster.url(ADMIN, "postgres"), autocommit=True) as connection:
        left = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_hub\\_%'"
        ).fetchall()
        for (name,) in left:
            if not Path("/proc", name.split("_")[2]).exists():
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                with contextlib.suppress(psycopg.Error):
                    connection.execute(drop.format(sql.Identifier(name)))
