"""What a command finds around it: folders, keys, a database and a broker.

Real servers are used when DATABASE_URL and REDIS_URL name them; private ones are started otherwise
and stopped again by the last command that uses them.
"""

import atexit
import os
import secrets
from pathlib import Path

from config.private_broker import Broker
from config.private_postgres import Cluster
from config.private_server import CannotStart

__all__ = ["CannotStart", "prepare", "revive", "start_broker", "start_database"]

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("HUB_VAR", ROOT / "var"))
PRIVATE: dict[str, Cluster | Broker] = {}  # what this process has started or joined


def prepare(*, services: bool, first: bool = False) -> None:
    """Name the key; with `services` the key, the database and the broker must be there.

    `first` marks the command that may make the key beside real servers. Raises CannotStart with a
    sentence fit for a person.
    """
    key = Path(os.environ.setdefault("HUB_KEY_FILE", str(VAR / "keys" / "hub.key")))
    if services:
        find_key(key, make=first or not os.environ.get("DATABASE_URL"))
        start_database()
        start_broker()


def find_key(path: Path, *, make: bool) -> None:
    """A second key beside a city's data would seal what the first can neither open nor find."""
    if make:
        make_key(path)
    elif not path.exists():
        raise CannotStart(
            f"找不到密钥文件 {path}。请把 HUB_KEY_FILE 指向本库的密钥；"
            "新库先运行 migrate，由它生成。\n"
            "No key file there. Point HUB_KEY_FILE at this hub's key; migrate makes a new hub's."
        )


def make_key(path: Path) -> None:
    """The key all sealed values hang on is made once and never overwritten."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(64))


def start_database() -> Cluster | None:
    """Put the three database addresses into the environment."""
    if os.environ.get("DATABASE_URL"):
        return None
    cluster = Cluster(VAR / "pg")
    cluster.start()
    atexit.register(cluster.release)
    PRIVATE["database"] = cluster
    os.environ["DATABASE_URL"] = cluster.url("hub_app")
    os.environ["HUB_OWNER_DATABASE_URL"] = cluster.url("hub_owner")
    os.environ["HUB_REPORT_DATABASE_URL"] = cluster.url("hub_report")
    return cluster


def start_broker() -> Broker | None:
    """Put the broker's address into the environment."""
    if os.environ.get("REDIS_URL"):
        return None
    broker = Broker(VAR / "valkey")
    broker.start()
    atexit.register(broker.release)
    PRIVATE["broker"] = broker
    os.environ["REDIS_URL"] = broker.url
    return broker


def revive() -> list[str]:
    """Start again the private servers that have died; the names of those. Raises CannotStart."""
    dead = [name for name, server in PRIVATE.items() if server.is_dead()]
    for name in dead:
        PRIVATE[name].start()
    return dead
