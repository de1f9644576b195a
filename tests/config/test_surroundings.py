import os
import shutil
import signal
import time

import pytest

from config import surroundings
from config.private_broker import Broker
from config.private_postgres import Cluster
from config.private_server import MARK
from config.surroundings import CannotStart, find_key, make_key, prepare, revive
from config.watch import revive_servers


def test_a_new_hubs_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "hub.key"

    find_key(path, make=True)
    first = path.read_bytes()
    find_key(path, make=True)

    assert path.read_bytes() == first
    assert len(first) == 64
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_looked_for_in_the_wrong_place_is_not_replaced_by_a_new_one(tmp_path):
    with pytest.raises(CannotStart, match="HUB_KEY_FILE"):
        find_key(tmp_path / "hub.key", make=False)

    assert not (tmp_path / "hub.key").exists()


def test_a_key_in_its_place_is_all_a_command_needs(tmp_path):
    make_key(tmp_path / "hub.key")

    find_key(tmp_path / "hub.key", make=False)

    assert len((tmp_path / "hub.key").read_bytes()) == 64


@pytest.mark.parametrize(("first", "made"), [(True, True), (False, False)])
def test_beside_real_servers_only_the_first_step_makes_the_key(tmp_path, monkeypatch, first, made):
    monkeypatch.setenv("HUB_KEY_FILE", str(tmp_path / "hub.key"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://hub_app@db/hub")
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")

    try:
        prepare(services=True, first=first)
    except CannotStart:
        assert not made

    assert (tmp_path / "hub.key").exists() == made


def forget_stand_in(place):
    """A place in the temporary directory that stands in for one of the checkout."""
    for folder in (place, place.parent):
        if (folder / MARK).exists():
            shutil.rmtree(folder)


@pytest.fixture
def private(tmp_path, monkeypatch):
    servers = {
        "database": Cluster(tmp_path / "pg", throwaway=True),
        "broker": Broker(tmp_path / "valkey"),
    }
    for server in servers.values():
        server.start()
    monkeypatch.setattr(surroundings, "PRIVATE", servers)
    yield servers
    for server in servers.values():
        server.release()
    for server, place in (("database", "place"), ("database", "socket"), ("broker", "socket")):
        forget_stand_in(getattr(servers[server], place))


def test_private_servers_that_live_are_left_alone(private):
    assert revive() == []


def test_private_servers_that_were_killed_are_started_again_and_it_is_said(private):
    told = []
    postmaster = int((private["database"].data / "postmaster.pid").read_text().split()[0])
    for pid in (postmaster, private["broker"].pid):
        os.kill(pid, signal.SIGKILL)
    while not all(server.is_dead() for server in private.values()):
        time.sleep(0.02)

    revive_servers(told.append)

    assert [line[:5] for line in told] == ["私有数据库", "消息服务意"]
    assert private["broker"].answers()
    assert private["database"].status() == 0
