"""Private servers in folders of their own, beside the ones the tests run on."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from config import private_broker
from config.private_broker import Broker
from config.private_postgres import ADMIN, Cluster
from config.private_server import is_gone, run_as

ROOT = Path(__file__).resolve().parents[2]
START = (
    "import sys; from pathlib import Path; from config.private_postgres import Cluster;"
    "c = Cluster(Path(sys.argv[1]), throwaway=True); c.start(); print('up'); c.release()"
)


@pytest.fixture
def cluster(tmp_path):
    made = Cluster(tmp_path / "pg", throwaway=True)
    made.start()
    yield made
    end(made)


def end(cluster):
    """Stop it and remove its stand-in in the temporary directory, if it has one."""
    cluster.release()
    for folder in {cluster.place, cluster.socket.parent} - {cluster.home}:
        shutil.rmtree(folder)


def one(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def test_the_roles_are_made_with_their_limits(cluster):
    with psycopg.connect(cluster.url(ADMIN)) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'hub\\_%'"
        ).fetchall()

    assert set(rows) >= {
        ("hub_owner", False, False),
        ("hub_app", False, False),
        ("hub_report", False, True),
    }


def test_texts_are_ordered_by_the_server_itself_where_it_can(cluster):
    with psycopg.connect(cluster.url(ADMIN)) as connection:
        version = connection.info.server_version // 10_000
        known = connection.execute(
            "select to_jsonb(d)->>'datlocprovider', 'Zhang' < 'li' and lower('ÀB张') = 'àb张'"
            " from pg_database d where datname = current_database()"
        ).fetchone()

    assert known == ("b" if version >= 17 else "c", True)


def test_a_checkout_lies_in_a_folder_with_blanks_quotes_and_chinese(tmp_path):
    home = tmp_path / "数据 中台's"
    cluster, broker = Cluster(home / "pg", throwaway=True), Broker(home / "broker")
    cluster.start()
    broker.start()
    try:
        assert one(cluster.url(ADMIN), "SELECT 1") == 1
        assert broker.answers()
        assert " " not in cluster.url(ADMIN) + broker.url
    finally:
        broker.release()
        end(cluster)
        shutil.rmtree(broker.socket.parent, ignore_errors=True)


@pytest.fixture
def lasting_cluster(tmp_path):
    made = Cluster(tmp_path / "lasting")
    made.start()
    yield made
    end(made)


def test_a_killed_server_comes_back_with_its_rows(lasting_cluster):
    cluster = lasting_cluster
    with psycopg.connect(cluster.url("hub_owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)

    cluster.start()  # joined already, so its end still stops it

    assert one(cluster.url("hub_owner"), "SELECT n FROM kept") == 7


def test_a_killed_server_that_is_still_leaving_is_waited_for(lasting_cluster):
    cluster = lasting_cluster
    lock = cluster.data / "postmaster.pid"
    pid, *rest = lock.read_text().splitlines()
    os.kill(int(pid), signal.SIGKILL)
    owner = run_as(cluster.user)
    with subprocess.Popen(["sleep", "2"], **owner) as leaving:  # holds the number of the server
        threading.Thread(target=leaving.wait).start()
        lock.write_text("\n".join([str(leaving.pid), *rest]) + "\n")
        cluster.start()

    assert one(cluster.url("hub_owner"), "SELECT 1") == 1


@pytest.fixture
def broker(tmp_path):
    made = Broker(tmp_path / "broker")
    made.start()
    yield made
    made.release()
    if made.socket.parent != made.home:
        shutil.rmtree(made.socket.parent)


def test_a_broker_that_hangs_is_ended_before_another_takes_its_socket(broker, monkeypatch):
    """Else the worker goes on listening to the one, and everybody calls through the other."""
    monkeypatch.setattr(private_broker, "STARTUP_SECONDS", 1)
    hangs = broker.pid
    os.kill(hangs, signal.SIGSTOP)

    broker.start()

    assert broker.answers()
    assert broker.pid != hangs
    assert is_gone(hangs)


def test_a_broker_that_only_paused_is_not_joined_by_a_second(broker):
    pauses = broker.pid
    os.kill(pauses, signal.SIGSTOP)
    later = threading.Timer(3, os.kill, (pauses, signal.SIGCONT))
    later.start()

    broker.start()

    later.join()
    time.sleep(1)  # a second one takes the socket when it is up
    assert broker.pid == pauses
    assert broker.answers()


def test_a_broker_that_hangs_does_not_outlive_its_last_user(broker, monkeypatch):
    monkeypatch.setattr(private_broker, "STARTUP_SECONDS", 1)
    hangs = broker.pid
    os.kill(hangs, signal.SIGSTOP)

    broker.release()

    assert is_gone(hangs)


def test_four_processes_may_start_it_at_once(tmp_path):
    words = [sys.executable, "-c", START, str(tmp_path / "pg")]
    started = [
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]

    said = [process.communicate(timeout=120)[0] for process in started]

    cluster = Cluster(tmp_path / "pg")
    assert said == ["up\n"] * 4
    assert not (cluster.data / "postmaster.pid").exists()
    end(cluster)


def test_a_server_in_use_outlives_the_command_that_started_it(cluster, tmp_path):
    other = Cluster(tmp_path / "pg", throwaway=True)
    other.start()

    cluster.release()

    assert one(other.url("hub_app"), "SELECT 1") == 1
    other.release()
    with pytest.raises(psycopg.OperationalError):
        one(other.url("hub_app"), "SELECT 1")


def test_a_long_path_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("很长的目录" * 8)

    cluster = Cluster(deep / "pg")
    broker = Broker(deep / "valkey")

    assert len(os.fsencode(cluster.socket)) < 90
    assert len(os.fsencode(broker.socket)) < 90
    end(cluster)
    shutil.rmtree(broker.socket.parent)


@pytest.fixture
def closed(tmp_path):
    """A checkout that a database's own user cannot enter, its path too long for a socket."""
    folder = tmp_path / ("很长的目录" * 8)
    folder.mkdir(mode=0o700)
    return folder


@pytest.mark.parametrize(("throwaway", "running"), [(True, False), (False, True)])
def test_a_checkout_made_again_at_its_path_starts_empty(closed, throwaway, running):
    former = Cluster(closed / "pg", throwaway=throwaway)
    former.start()
    with psycopg.connect(former.url("hub_owner"), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    former.users.leave()
    if not running:
        former.stop()
    shutil.rmtree(closed)
    closed.mkdir(mode=0o700)

    again = Cluster(closed / "pg", throwaway=throwaway)
    again.start()

    assert one(again.url("hub_owner"), "SELECT to_regclass('kept')") is None
    set_aside = list(again.place.glob("data-*")) if again.place != again.home else []
    assert len(set_aside) == (again.place != again.home and not throwaway)
    end(again)


def test_a_broker_of_a_removed_checkout_is_ended(closed):
    former = Broker(closed / "valkey")
    heeded = signal.signal(signal.SIGQUIT, signal.SIG_IGN)  # as a shell starts its background
    former.start()
    signal.signal(signal.SIGQUIT, heeded)
    former.users.leave()
    shutil.rmtree(closed)
    closed.mkdir(mode=0o700)

    again = Broker(closed / "valkey")
    again.start()

    assert again.pid is not None
    again.release()
    assert not again.answers()
    shutil.rmtree(again.socket.parent)


def test_a_broker_starts_once_and_stops_with_its_last_user(tmp_path):
    first, second = Broker(tmp_path / "valkey"), Broker(tmp_path / "valkey")
    first.start()
    second.start()

    first.release()

    assert second.answers()
    second.release()
    assert not second.answers()
