"""Processes that die or sleep in the middle: the run goes on at the last committed page."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from connectors.engine.run import carry, execute
from connectors.housing.exchange import ExchangeTable
from connectors.housing.rows import MEMBERS
from connectors.models import Page, Run
from connectors.registry import connector_of
from connectors.services.runs import open_or_find_run, open_run
from connectors.transport.tables import ExchangeTables
from tests.connectors.conftest import load_people
from tests.connectors.make import ACTOR, accounted, facts, sync
from tests.simulators.running import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
KILLS = 4
PATIENCE = 90


@pytest.fixture
def elsewhere(bureau, tmp_path):
    """`elsewhere()` starts a sync of the bureau in a process of its own."""
    systems = tmp_path / "systems.json"
    systems.write_text(json.dumps({"EMP": bureau}))
    told = connection.settings_dict
    place = f"postgresql://{told['USER']}@/{told['NAME']}?host={told['HOST']}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": place,
        "HUB_OWNER_DATABASE_URL": place,
        "HUB_SYSTEMS_FILE": str(systems),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def start():
        return subprocess.Popen(
            [sys.executable, "-m", "django", "sync", "EMP"],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    return start


@pytest.fixture
def emp(street, bureau, connected):
    connected(bureau)
    load_people(street)


def lease_runs_out():
    Run.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))


def pages_done():
    return Page.objects.filter(system="EMP", state="done").count()


def wait_for(happened, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def carried_on():
    """Take the open run over as soon as its lease allows, and carry it to its end."""
    end = time.monotonic() + PATIENCE
    run = Run.objects.latest("id")
    while run.state != "done" and time.monotonic() < end:
        lease_runs_out()
        run = execute(run.pk, connector_of("EMP"))
        time.sleep(0.2)
    return run


def changes_said_twice():
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select subject_id, run_id, before, after from hub_change"
            " where source = 'EMP' group by 1, 2, 3, 4 having count(*) > 1) twice"
        )
        return cursor.fetchone()[0]


def test_killed_again_and_again_it_goes_on_and_doubles_nothing(emp, elsewhere, served, bureau):
    dice = random.Random(7)
    open_or_find_run(system="EMP", actor=ACTOR)
    for _kill in range(KILLS):
        before = pages_done()
        process = elsewhere()
        with suppress(AssertionError):
            wait_for(lambda b=before, p=process: pages_done() > b or p.poll() is not None)
        time.sleep(dice.uniform(0, 0.3))
        process.kill()
        process.wait()
        lease_runs_out()

    run = carried_on()

    assert run.state == "done", run.reason
    numbers = list(Page.objects.filter(run=run).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(accounted("EMP")) <= served(bureau)
    assert changes_said_twice() == 0
    again = sync("EMP", mode="full")
    assert (again.changed, again.created) == (0, 0)


def test_a_holder_that_slept_past_its_lease_writes_nothing_more(emp, elsewhere):
    open_or_find_run(system="EMP", actor=ACTOR)
    sleeper = elsewhere()
    wait_for(lambda: pages_done() > 0)
    os.kill(sleeper.pid, signal.SIGSTOP)

    run = carried_on()
    told = Run.objects.values().get(pk=run.pk)
    os.kill(sleeper.pid, signal.SIGCONT)
    sleeper.wait(PATIENCE)

    assert run.state == "done", run.reason
    assert Run.objects.values().get(pk=run.pk) == told
    assert changes_said_twice() == 0


class DiesBeforeItAcknowledges(ExchangeTable):
    def acknowledge(self, token, reading, verdicts):
        raise SystemExit(137)


def test_a_death_after_the_commit_is_made_good_by_the_next(street, office, connected):
    connected(office)
    load_people(street)
    with psycopg.connect(office["dsn"], autocommit=True) as exchange:
        exchange.execute("update qzk.hs_member_out set zt = 0, cwxx = null")
    run = open_run(system="HOUSING", actor=ACTOR)
    tables = ExchangeTables(office)
    with pytest.raises(SystemExit):
        carry(run.pk, lambda lease: [DiesBeforeItAcknowledges(tables, MEMBERS)], lambda: None)
    changes = facts("hub_change", "count(*)")
    lease_runs_out()

    run = carry(run.pk, lambda lease: [ExchangeTable(tables, MEMBERS)], lambda: None)

    assert run.state == "done"
    assert facts("hub_change", "count(*)") == changes
    with psycopg.connect(office["dsn"]) as exchange:
        left = exchange.execute("select count(*) from qzk.hs_member_out where zt = 0").fetchone()
    assert left == (0,)
