import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import bootstrap

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_told_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))

    code = bootstrap.run(["manage.py", "demo"])

    assert code == 1
    assert "需要 Python 3.11" in capsys.readouterr().err


def test_the_switchboard_can_be_read_without_any_package():
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", "import config.bootstrap, config.clean"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(bootstrap, "PYTHON", python)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "installed.json")
    return tmp_path


def stamp(**locks):
    bootstrap.STAMP.write_text(bootstrap.json.dumps(locks))


def test_an_environment_that_answers_the_lock_is_left_alone(checkout):
    stamp(product=bootstrap.locks()["product"])

    assert bootstrap.satisfied(with_tools=False)
    assert not bootstrap.satisfied(with_tools=True)


def test_a_changed_lock_is_noticed(checkout):
    stamp(**bootstrap.locks())

    (checkout / "requirements.txt").write_text("django==5.2\n")

    assert not bootstrap.satisfied(with_tools=True)
