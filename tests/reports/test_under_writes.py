"""Reports made while people move: every one of them balances, none counts anybody twice."""

import threading

import pytest
from django.db import connection, transaction

from communities.actor import system_actor
from reports.models import Failure, Sheet
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_native,
    make_step,
    run_sql,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("test")
PEOPLE, RUNS = 20, 12


def move(person: int, here: str, there: str) -> None:
    """Leave one unit and arrive in the other on one day, in one transaction."""
    with transaction.atomic():
        for unit, sign, code in ((here, -1, "leave"), (there, 1, "arrive")):
            run_sql(
                "insert into hub_event (kind, resident_id, member_set, sign, unit, code,"
                " effective_date, sex, birth_date, facts, count, persons, text, source,"
                " source_key, actor, operation) values ('membership', %s, 'RES', %s, %s, %s,"
                " '2026-10-10', '1', '1980-05-01', '{}', 1, 1, '', 'PSB_HJ', '', 'x', '')",
                person, sign, unit, code,
            )  # fmt: skip
        run_sql("update hub_resident set member_res = %s where id = %s", there, person)


class Mover(threading.Thread):
    """Someone at work while the reports are made."""

    def __init__(self, people: list[int]):
        super().__init__()
        self.people = people
        self.moves = 0
        self.stop = threading.Event()

    def run(self) -> None:
        places = dict.fromkeys(self.people, RIVER)
        while not self.stop.is_set():
            for person, here in places.items():
                there = BRIDGE if here == RIVER else RIVER
                move(person, here, there)
                places[person] = there
                self.moves += 1
        connection.close()


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
        # Registered in the third place, so that where one lives never changes a check.
        people = [make_native(RIVER) for _ in range(PEOPLE)]
        for person in people:
            make_step(person, RIVER, "REG", -1, "hk_out", on="2026-09-01")
            run_sql("update hub_resident set member_reg = null where id = %s", person)
    until_seen()
    open_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    confirm_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    return people


def test_every_report_made_under_writes_balances(street):
    mover = Mover(street)
    mover.start()
    try:
        runs = [one_run() for _ in range(RUNS)]
    finally:
        mover.stop.set()
        mover.join()

    living = [
        sum(sheet.figures["14"]["total"] for sheet in Sheet.objects.filter(run=run)) for run in runs
    ]
    assert mover.moves > RUNS
    assert living == [PEOPLE] * RUNS
    assert not Failure.objects.exists()


def one_run():
    run = order_run(report="R01", period=OCTOBER, area=STREET, actor=SYSTEM)
    return make_run(run=run, actor=SYSTEM, now=NOON)
