import os
import subprocess
import sys

import pytest

from config.command_line import wrong_words
from config.processes import ROOT, free_port


def test_a_database_that_is_away_is_said_in_a_sentence_without_its_password():
    place = f"postgresql://hub_app:secret@127.0.0.1:{free_port()}/hub"

    ended = subprocess.run(
        [sys.executable, "manage.py", "load_codes"],
        cwd=ROOT,
        env={
            **os.environ,
            "HUB_NO_VENV": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": place,
            "HUB_OWNER_DATABASE_URL": place,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "secret" not in ended.stderr


@pytest.mark.parametrize(
    ("switch", "written"),
    [
        ("HUB_SYSTEMS_FILE", '{"EMP": {"secret": "hidden",}}'),
        ("HUB_SYSTEMS_FILE", '["hidden"]'),
        ("HUB_SESSION_HOURS", "half a day"),
        ("HUB_SESSION_IDLE_MINUTES", "0"),
    ],
)
def test_a_switch_written_wrongly_is_named_in_a_sentence(tmp_path, switch, written):
    file = tmp_path / "systems.json"
    file.write_text(written)
    told = str(file) if switch == "HUB_SYSTEMS_FILE" else written

    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={
            **os.environ, "HUB_NO_VENV": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            switch: told,
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert switch in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "hidden" not in ended.stderr


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("sink", 1, "没有 sink 这个命令"),
        ("sync", 2, "写法见 python3 manage.py help sync"),
        ("sync", 1, ""),
        ("test", 2, ""),
    ],
)
def test_a_command_written_wrongly_is_answered_in_chinese_too(command, code, said):
    answer = wrong_words(command, code)

    assert said in answer
    assert bool(answer) == bool(said)
