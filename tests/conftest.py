"""A closed network and the application's own role, for every test."""

import socket

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.client import ClientHandler

from tests.browser import find_browser
from tests.browser_pages import chromium, counter_worker, screen, sign_in  # noqa: F401 - one browser for every room's tests
from tests.roles import acting_as

NO_BROWSER = "本机没有 Chromium 浏览器 (no browser)"
NOT_RUN = []
OTHERS_END = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
"""
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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database is dropped at the end though a browser still holds a connection to its pages."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHERS_END)


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests():
    """A test that commits leaves nothing: the access log refuses to be emptied but by this."""
    real_flush = DatabaseOperations.execute_sql_flush

    def flush(self, sql_list):
        with self.connection.cursor() as cursor:
            cursor.execute("ALTER TABLE communities_trailevent DISABLE TRIGGER USER")
            cursor.execute("TRUNCATE hub_change")
            real_flush(self, sql_list)
            cursor.execute("ALTER TABLE communities_trailevent ENABLE TRIGGER USER")

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = real_flush


@pytest.fixture(autouse=True, scope="session")
def pages_answer_as_the_app():
    """Every page and endpoint answers a test's client under the role it has in service."""
    answer = ClientHandler.__call__

    def answer_as_app(self, environ):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            inside = cursor.fetchone()[0] == "hub_app"
        if inside:
            return answer(self, environ)
        with acting_as("hub_app"):
            return answer(self, environ)

    ClientHandler.__call__ = answer_as_app
    yield
    ClientHandler.__call__ = answer


@pytest.fixture
def as_app(db):
    """`with as_app():` runs a block under the application's role, row security in force."""
    return lambda: acting_as("hub_app")


def pytest_collection_modifyitems(items):
    if find_browser():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_runtest_logreport(report):
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        NOT_RUN.append((report.nodeid, reason.removeprefix("Skipped: ")))


def pytest_unconfigure(config):
    """What was not run stands in the last lines, never only in a number."""
    if hasattr(config, "workerinput") or not NOT_RUN:
        return
    print(f"\n未运行 {len(NOT_RUN)} 项测试 (not run):")
    for name, reason in NOT_RUN:
        print(f"  {name}：{reason}")
