"""A short set of the drills, with one seed; `manage.py faults` runs them long and with more."""

import json
import subprocess
import sys

import pytest

from tests.faults.catalogue import HERE
from tests.faults.ground import ROOT


@pytest.mark.faults
def test_nothing_is_lost_or_doubled_by_the_short_drills():
    command = [sys.executable, "-m", "tests.faults", "--short", "--json", "--only", ",".join(HERE)]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )

    told = json.loads(done.stdout.splitlines()[-1])
    assert [one for one in told["drills"] if not one["held"]] == []
    assert len(told["drills"]) == len(HERE)
