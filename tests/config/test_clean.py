import shutil
import subprocess
import sys

import psycopg
import pytest

from config import clean, private_server
from config.private_postgres import Cluster


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    (tmp_path / "hub" / "__pycache__").mkdir(parents=True)
    (tmp_path / "hub" / "__pycache__" / "a.pyc").touch()
    (tmp_path / "hub" / "apps.py").touch()
    (tmp_path / ".cache" / "uv").mkdir(parents=True)
    (tmp_path / "var" / "demo").mkdir(parents=True)
    monkeypatch.setattr(clean, "ROOT", tmp_path)
    monkeypatch.setattr(clean, "VAR", tmp_path / "var")
    monkeypatch.setattr(private_server, "ROOT", tmp_path)
    return tmp_path


def test_everything_made_is_removed_and_nothing_else(checkout, capsys):
    clean.main(["manage.py", "clean"])
    told = capsys.readouterr().out

    left = {str(path.relative_to(checkout)) for path in checkout.rglob("*")}
    assert left == {"hub", "hub/apps.py"}
    assert "1 个 __pycache__" in told
    assert "hub/__pycache__" not in told


def test_cleaning_twice_is_harmless(checkout):
    clean.main(["manage.py", "clean"])

    assert clean.main(["manage.py", "clean", "--json"]) == 0


def test_a_running_database_is_stopped_and_its_stand_in_removed(checkout):
    cluster = Cluster(checkout / "var" / "pg", throwaway=True)
    cluster.start()
    cluster.users.leave()

    clean.main(["manage.py", "clean"])

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(cluster.url("hub_app"), connect_timeout=2)
    assert not cluster.data.exists()
    assert not (checkout / "var").exists()


def test_a_process_that_only_has_the_number_is_left_alone(checkout):
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd="/")
    (checkout / "var" / "demo" / "worker.child").write_text(str(stranger.pid))

    clean.main(["manage.py", "clean"])

    assert stranger.poll() is None
    stranger.communicate(b"\n")


def test_a_process_of_this_folder_is_stopped(checkout):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], cwd=checkout)
    (checkout / "var" / "demo" / "worker.child").write_text(str(child.pid))

    clean.main(["manage.py", "clean"])

    assert child.wait(5) != 0
    shutil.rmtree(checkout, ignore_errors=True)
