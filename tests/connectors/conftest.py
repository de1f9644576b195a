"""The three outside systems as real processes, and the street's people in the hub."""

import csv
from pathlib import Path
from urllib.parse import urlparse

import httpx
import pytest
from django.db import transaction

from communities.actor import system_actor
from connectors.plain_file import mapping_named
from connectors.services.load_file import load_file
from connectors.transport import egress, files, http, workbooks
from tests.communities.make import make_area
from tests.simulators.running import make_world, running

ACTOR = system_actor("test")


@pytest.fixture(scope="session")
def street(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("street"), residents=1500)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Waits between tries, and for a file to grow no more, are told by the clock: here in short."""
    monkeypatch.setattr(http, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(files, "SETTLED", 0.05)
    monkeypatch.setattr(workbooks, "SETTLED", 0.05)


def place_of(line):
    """A ready line with the addresses the hub may call."""
    urls = [urlparse(line[name]).netloc for name in ("url", "admin") if name in line]
    sftp = line.get("sftp")
    return {**line, "egress": urls + ([f"{sftp['host']}:{sftp['port']}"] if sftp else [])}


@pytest.fixture(scope="session")
def bureau(street, tmp_path_factory):
    with running("employment", store=tmp_path_factory.mktemp("emp"), world=street) as line:
        yield place_of(line)


@pytest.fixture
def insurer(street, tmp_path):
    """A new one for each test: what it has published stays published."""
    with running("social_security", store=tmp_path / "si", world=street) as line:
        yield place_of(line)


@pytest.fixture(scope="session")
def office(street, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hs")
    more = ["--share", str(folder / "share")]
    with running("housing", store=folder / "store", world=street, more=more) as line:
        yield place_of(line)


@pytest.fixture
def connected(settings):
    """`connected(line, ...)` lets the hub call these systems; their faults end with the test."""
    lines = []

    def connect(*told):
        lines.extend(told)
        settings.HUB_SYSTEMS = {line["system"]: line for line in lines}
        settings.HUB_EGRESS_ALLOW = [place for line in lines for place in line["egress"]]
        egress._pinned.clear()

    yield connect
    for line in lines:
        admin(line, "fault", clear=True)


def admin(line, word, **said):
    """One call at the admin desk of a simulated system."""
    answer = httpx.post(f"{line['admin']}/{word}", json=said, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def desk():
    return admin


@pytest.fixture(scope="module")
def street_people(django_db_setup, django_db_blocker, street):
    """Everybody the police know of the simulated street, once for the tests of a module."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        load_people(street)
        yield
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def people(street_people, db):
    """The street's people in the hub; what a test does to them is undone."""


def load_people(street: Path):
    with (street / "psb_ldrk.csv").open(encoding="utf-8") as lines:
        for community in {row["community"] for row in csv.DictReader(lines)}:
            make_area(community)
    for name in ("psb_hj", "psb_ldrk"):
        run = load_file(path=street / f"{name}.csv", mapping=mapping_named(name), actor=ACTOR)
        assert run.state == "done", run.reason


@pytest.fixture
def served():
    """The keys a system says it has served, from its own ledger, as kind:key."""

    def keys(line, after=0, kinds=()):
        rows, last = set(), after
        while True:
            told = httpx.get(
                f"{line['admin']}/ledger",
                params={"after": last, "direction": "served"},
                timeout=60,
            ).json()
            for row in told["rows"]:
                if not kinds or row["kind"] in kinds:
                    rows.add(f"{row['kind']}:{row['key']}")
            if not told["rows"] or told["next"] == last:
                return rows
            last = told["next"]

    return keys
