"""Several valid rows of one person in one source: one counts, the others wait their turn."""

from itertools import count

import pytest

from hub.models import Dissent, Employment
from hub.selectors.questions import GROUPS, rows_of
from tests.communities.make import JIANGTENG, make_area
from tests.connectors.make import accounted, sync
from tests.hub.people import an_id, make_person

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = count(611)
OLD = {"bcc031": "A", "acc318": "010", "acc114": "2020-01-01", "aae043": "2020-01-01"}
NEW = {"bcc031": "B", "acc318": "022", "acc114": "2026-01-01", "aae043": "2026-01-01"}


@pytest.fixture
def order(bureau, connected):
    """A new person for each test: what the bureau has told stays told."""
    connected(bureau)
    make_area(JIANGTENG)
    number = next(ORDERS)
    make_person("周两份", order=number)
    return number


@pytest.fixture
def jobs(bureau, desk, order):
    """`jobs(row, ...)` registers these at the bureau for the person."""

    def tell(*rows):
        for row in rows:
            whose = {"aac001": f"T{order}", "aac002": an_id(order=order), "bcc031": key(row, order)}
            desk(bureau, "edit", table="jy", insert={**row, **whose})

    return tell


@pytest.fixture
def withdraw(bureau, desk, order):
    return lambda row: desk(bureau, "edit", table="jy", key=key(row, order), delete=True)


def key(row, order):
    return f"TJY{order}{row['bcc031']}"


def held():
    return Employment.objects.get(subject__name="周两份").emp_form


def lying_beside():
    told = Dissent.objects.filter(source="EMP", state="beside")
    return {one.field: one.value for one in told}


def test_the_other_row_lies_beside_and_asks_nobody(jobs, order):
    jobs(OLD, NEW)

    sync("EMP")

    assert held() == "022"
    assert lying_beside()["emp_form"] == "010"
    assert accounted("EMP")[f"jy:{key(OLD, order)}"] == "skipped"
    assert rows_of(GROUPS, {}) == []


def test_a_row_overtaken_by_a_later_page_lies_beside_too(jobs):
    jobs(OLD)
    sync("EMP")
    jobs(NEW)

    sync("EMP")

    assert (held(), lying_beside()["emp_form"]) == ("022", "010")


def test_when_the_first_is_withdrawn_the_other_takes_its_turn(jobs, withdraw):
    jobs(OLD, NEW)
    sync("EMP")

    withdraw(NEW)
    sync("EMP")
    after = held()
    sync("EMP")

    assert (after, held()) == ("010", "010")
    assert lying_beside() == {}


def test_the_other_one_withdrawn_changes_nothing_and_lies_beside_no_more(jobs, withdraw):
    jobs(OLD, NEW)
    sync("EMP")

    withdraw(OLD)
    sync("EMP")

    assert (held(), lying_beside()) == ("022", {})


def test_a_full_reading_after_the_turn_gives_the_same(jobs, withdraw):
    jobs(OLD, NEW)
    sync("EMP")
    withdraw(NEW)
    sync("EMP")

    sync("EMP", mode="full")

    assert held() == "010"


def test_the_last_one_withdrawn_leaves_nothing(jobs, withdraw):
    jobs(OLD, NEW)
    sync("EMP")
    for row in (NEW, OLD):
        withdraw(row)
        sync("EMP")

    assert held() is None
