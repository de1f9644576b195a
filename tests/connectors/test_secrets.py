"""What opens the door of an outside system is told to that system and to nobody else."""

import logging

import pytest
from django.db import connection
from django.urls import reverse

from connectors.models import CallBreaker
from connectors.transport import egress
from tests.communities.make import JIANGDI, make_worker
from tests.connectors.conftest import place_of
from tests.connectors.make import sync
from tests.simulators.running import running

pytestmark = pytest.mark.django_db
PLANTED = "planted-f6c1"
SYSTEMS = ("EMP", "SI", "HOUSING")
NOBODY = "127.0.0.1:9"


@pytest.fixture(scope="module")
def guarded(street, tmp_path_factory):
    """Bureau and insurer behind secrets that would be known again anywhere."""
    folder = tmp_path_factory.mktemp("guarded")
    told = {"store": folder / "emp", "world": street, "more": ["--password", PLANTED]}
    with running("employment", **told) as bureau:
        told = {"store": folder / "si", "world": street}
        more = ["--key", PLANTED, "--password", PLANTED]
        with running("social_security", **told, more=more) as insurer:
            yield {"EMP": place_of(bureau), "SI": place_of(insurer)}


@pytest.fixture
def reached(guarded, settings):
    """`reached(EMP={...})` tells the hub of the systems, each with what is said of it changed."""

    housing = {"dsn": f"host=127.0.0.1 port=9 user=hub password={PLANTED}", "share": ""}

    def tell(**changed):
        told = {**guarded, "HOUSING": housing}
        settings.HUB_SYSTEMS = {
            system: {**line, **changed.get(system, {})} for system, line in told.items()
        }
        places = [place for line in guarded.values() for place in line["egress"]]
        settings.HUB_EGRESS_ALLOW = [*places, NOBODY]
        egress._pinned.clear()

    return tell


@pytest.fixture
def everything_said(caplog, client):
    """All that is written in the log, held in the database or shown to the operators."""
    caplog.set_level(logging.DEBUG)

    def told():
        client.force_login(make_worker("SYSADM", JIANGDI))
        pages = [client.get(reverse("connectors:systems"))]
        pages += [client.get(reverse("connectors:system", args=[one])) for one in SYSTEMS]
        assert {page.status_code for page in pages} == {200}
        shown = "".join(page.content.decode() for page in pages)
        return {"log": caplog.text, "pages": shown, "tables": tables_that_hold(PLANTED)}

    return told


def tables_that_hold(text):
    """Names of the tables, of all there are, with a row that holds the text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            holds = f'SELECT EXISTS (SELECT FROM "{table}" t WHERE strpos(t::text, %s) > 0)'
            cursor.execute(holds, [text])
            found += [table] if cursor.fetchone()[0] else []
    return found


def assert_untold(said):
    assert PLANTED not in said["log"]
    assert PLANTED not in said["pages"]
    assert said["tables"] == []


def test_the_look_through_the_tables_finds_what_is_there():
    CallBreaker.objects.create(pk=PLANTED)

    assert tables_that_hold(PLANTED) == ["connectors_callbreaker"]


def test_a_day_on_which_all_goes_well_leaves_no_secret_behind(people, reached, everything_said):
    reached(EMP={"first_since": "2026-11-20 00:00:00"})

    runs = [sync(system) for system in SYSTEMS]

    assert [run.state for run in runs] == ["done", "done", "paused"]
    assert_untold(everything_said())


def with_the_secret_inside(url):
    return url.replace("://", f"://hub:{PLANTED}@")


TROUBLES = {
    "a secret that is refused": lambda line: {
        "EMP": {"password": f"{PLANTED}-old"},
        "SI": {"sftp": {**line["SI"]["sftp"], "password": f"{PLANTED}-old"}},
    },
    "a secret inside the address": lambda line: {
        "EMP": {"url": with_the_secret_inside(line["EMP"]["url"])},
        "HOUSING": {"dsn": f"postgresql://hub:{PLANTED}@127.0.0.1:9/front"},
    },
    "an address nobody can read": lambda line: {
        "EMP": {"url": f"http://hub:{PLANTED}@127.0.0.1:port/"},
        "SI": {"sftp": PLANTED},
        "HOUSING": {"dsn": f"host=127.0.0.1 {PLANTED}"},
    },
    "a secret of no kind": lambda line: {
        "EMP": {"password": {1, PLANTED}},
        "SI": {"sftp": {**line["SI"]["sftp"], "password": {PLANTED}, "port": PLANTED}},
        "HOUSING": {"dsn": [PLANTED]},
    },
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_day_on_which_nothing_opens_leaves_no_secret_behind(
    reached, everything_said, guarded, trouble
):
    reached(**TROUBLES[trouble](guarded))

    runs = [sync(system) for system in SYSTEMS]

    assert any(run.state != "done" for run in runs)
    assert all(run.reason or run.state == "done" for run in runs)
    assert_untold(everything_said())
