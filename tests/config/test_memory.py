import os
import subprocess
import sys

import pytest

WEB = "import config.wsgi"
WORKER = "from config.celery import app; import django; django.setup()"
ASK = "import gc; print(gc.get_freeze_count(), gc.get_threshold()[0])"
PLAIN = 2_000  # objects that Python itself looks at before it searches, by version


@pytest.mark.parametrize("program", [WEB, WORKER])
def test_a_process_does_not_search_its_own_program_for_waste(program):
    told = subprocess.run(
        [sys.executable, "-c", f"{program}; {ASK}"],
        check=True, capture_output=True, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
    ).stdout.split()  # fmt: skip

    assert int(told[0]) > 10_000
    assert int(told[1]) > PLAIN
