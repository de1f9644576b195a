import os
import subprocess
import sys

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
