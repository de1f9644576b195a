"""Who makes a report: one worker at a time, and another soon when it is killed."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from communities.actor import system_actor
from reports.models import Run, Sheet
from reports.services.execute import LEASE, TRIES, carry, claim, execute, give_up, put_back
from reports.services.open import confirm_area, open_area
from reports.services.sweep import due
from tests.reports.make import (
    BRIDGE,
    NOON,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_native,
    run_sql,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
ROOT = Path(__file__).resolve().parents[2]
MAKER = """
import sys
from datetime import datetime
import django
django.setup()
from reports.services.execute import execute
execute(run_id=int(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.fixture
def opened(db):
    with transaction.atomic():
        make_areas()
        make_native(RIVER)
        make_native(BRIDGE)
    for report in ("R01", "R03"):
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def test_a_maker_that_slept_until_another_took_over_changes_nothing(opened):
    first, _second = due(NOON)
    slept = claim(first, NOON)
    later = NOON + 2 * LEASE
    execute(run_id=first, now=later)
    made = Run.objects.values().get(pk=first)
    sheets = set(Sheet.objects.values_list("pk", flat=True))

    assert carry(slept, now=later, actor=SYSTEM) is None

    assert Run.objects.values().get(pk=first) == made
    assert set(Sheet.objects.values_list("pk", flat=True)) == sheets


def test_a_maker_whose_database_fails_late_does_not_undo_anothers_run(opened):
    first, _second = due(NOON)
    slept = claim(first, NOON)
    execute(run_id=first, now=NOON + 2 * LEASE)

    put_back(slept, NOON)
    give_up(slept, "没有可统计的单位。")

    assert Run.objects.get(pk=first).state == "made"


def test_a_run_whose_makers_never_came_back_is_given_to_a_person(opened):
    """Each of them was killed on the way: no trouble was ever told."""
    first, _second = due(NOON)
    now = NOON
    for _turn in range(TRIES):
        assert claim(first, now) is not None
        now += 2 * LEASE

    assert execute(run_id=first, now=now) is None

    given_up = Run.objects.get(pk=first)
    assert (given_up.state, given_up.attempts) == ("failed", TRIES)
    assert "管理员" in given_up.detail
    assert first not in due(now)


@pytest.fixture
def maker():
    """`maker(run, at)` makes a run in a process of its own."""
    told = connection.settings_dict
    place = f"postgresql://{told['USER']}@/{told['NAME']}?host={told['HOST']}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": place,
        "HUB_OWNER_DATABASE_URL": place,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    begun = []

    def begin(run_id, at):
        words = [sys.executable, "-c", MAKER, str(run_id), at.isoformat()]
        begun.append(subprocess.Popen(words, cwd=ROOT, env=surroundings))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def waits_for_a_table():
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where not granted"
            " and relation = 'reports_posting'::regclass"
        )
        return cursor.fetchone()[0] > 0


def wait_for(happened, seconds=60):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_maker_at_work_is_left_alone_and_one_that_was_killed_is_replaced_soon(opened, maker):
    first, _second = due(NOON)
    soon = NOON + timedelta(minutes=2)
    with transaction.atomic():
        run_sql("lock table reports_posting in share mode")  # nobody gets to the end of a run now
        process = maker(first, NOON)
        wait_for(waits_for_a_table)
        assert execute(run_id=first, now=soon) is None, "a living maker was taken for dead"
        process.kill()
        process.wait()
        wait_for(lambda: not waits_for_a_table())

    assert first in due(soon)
    assert execute(run_id=first, now=soon).state == "made"
    assert Run.objects.get(pk=first).attempts == 2
    assert Sheet.objects.filter(run=first).count() == 2
