import pytest
from django.db import ProgrammingError, connection

from communities.prepared import run_prepared

pytestmark = pytest.mark.django_db


def test_a_statement_gives_its_rows():
    assert run_prepared("select %(one)s::int + 1", {"one": 1}) == [(2,)]


def test_a_statement_without_rows_gives_none():
    assert run_prepared("set local work_mem = '8MB'", {}) == []


def test_trouble_is_the_frameworks_own():
    with pytest.raises(ProgrammingError), connection.cursor():
        run_prepared("select no_such_column", {})
