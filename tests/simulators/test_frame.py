"""What all simulated systems share: switches by name, a store that is kept, a told clock."""

import json

import httpx
import pytest

from tests.simulators.running import running


@pytest.fixture(scope="module")
def line(world, tmp_path_factory):
    with running("employment", store=tmp_path_factory.mktemp("frame"), world=world) as line:
        yield line


@pytest.fixture(scope="module")
def sample(world):
    return json.loads((world / "world.json").read_text(encoding="utf-8"))["sample"]["id_number"]


def test_an_unknown_fault_is_refused_with_the_names(line):
    answer = httpx.post(f"{line['admin']}/fault", json={"name": "nonsense"})

    assert answer.status_code == 400
    assert "hang" in answer.json()["names"]


def test_a_second_start_keeps_what_was_written(world, tmp_path, sample):
    for expected in (0, 1):
        with running("employment", store=tmp_path, world=world) as line:
            client = httpx.Client(base_url=line["url"])
            client.post("/login", json={"user": line["user"], "pwd": line["password"]})
            filed = client.get("/apply", params={"opNo": "kept"}).json()["code"] == 200
            client.post("/apply/subsidy", json={"opNo": "kept", "aac002": sample})
            client.close()

        assert filed == bool(expected)


def test_the_working_clock_stays_inside_working_hours(world, tmp_path, admin_of):
    with running("employment", store=tmp_path, world=world, tick="work") as line:
        admin = admin_of(line)
        admin("clock", now="2026-11-27T16:59:59+08:00")
        admin("clock", step=5)

        assert admin.state()["now"].startswith("2026-11-30T09:00")


def test_a_second_start_does_not_go_back_in_time(world, tmp_path, admin_of):
    with running("employment", store=tmp_path, world=world) as line:
        admin_of(line)("clock", now="2026-11-25T11:00:00+08:00")

    with running("employment", store=tmp_path, world=world) as line:
        assert admin_of(line).state()["now"] == "2026-11-25T11:00:00+08:00"


def test_a_fault_strikes_the_told_share_of_calls(line, admin_of):
    admin_of(line)("fault", name="http_503", share=0.3)
    with httpx.Client() as client:
        statuses = [client.get(line["url"]).status_code for _ in range(200)]

    admin_of(line)("fault", clear=True)
    assert 30 < statuses.count(503) < 90


def test_an_unknown_word_is_answered_with_the_known_ones(line):
    answer = httpx.get(f"{line['admin']}/nonsense")

    assert answer.status_code == 404
    assert "ledger" in answer.json()["error"]
