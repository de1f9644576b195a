"""One small world for all tests of the simulators."""

import httpx
import pytest

from tests.simulators.running import make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


class Admin:
    """The admin desk of one simulated system."""

    def __init__(self, url, client):
        self.url, self.client = url, client

    def __call__(self, word, **said):
        answer = self.client.post(f"{self.url}/{word}", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ledger(self, **said):
        return self.client.get(f"{self.url}/ledger", params=said).json()["rows"]

    def state(self):
        return self.client.get(f"{self.url}/state").json()


@pytest.fixture
def admin_of():
    with httpx.Client(timeout=60) as client:
        yield lambda line: Admin(line["admin"], client)
