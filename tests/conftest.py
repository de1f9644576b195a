"""A closed network and the application's own role, for every test."""

import socket

import pytest

from tests.roles import acting_as

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(autouse=True, scope="session")
def closed_network():
    """Tests reach loopback and unix sockets, nothing else."""
    real_connect = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return real_connect(self, address)

    socket.socket.connect = connect
    yield
    socket.socket.connect = real_connect


@pytest.fixture
def as_app(db):
    """`with as_app():` runs a block under the application's role, row security in force."""
    return lambda: acting_as("hub_app")
