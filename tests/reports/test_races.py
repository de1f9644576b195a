"""Two at the same draft: a person makes it again while another confirms it, or people move."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from reports.models import Submission
from reports.services.confirm import confirm
from reports.services.remake import remake
from tests.reports.make import (
    DECEMBER_NOON,
    NOON,
    OCTOBER,
    RIVER,
    SYSTEM,
    made,
    make_areas,
    make_native,
    make_step,
    open_books,
    run_sql,
    until_seen,
    until_somebody_waits,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person():
    """The books are open, October is a draft, and nobody has moved yet."""
    with transaction.atomic():
        make_areas()
        native = make_native(RIVER)
    until_seen()
    open_books()
    made(OCTOBER)
    return native


def held():
    return Submission.objects.select_related("sheet__run").get(
        report="R01", period=OCTOBER.name, unit=RIVER
    )


@contextmanager
def another_makes_it_again():
    """At another desk October is made again; it waits for what this one holds."""
    desk = threading.Thread(target=make_again)
    with transaction.atomic():
        yield
        desk.start()
        until_somebody_waits()
    desk.join()


def make_again():
    try:
        remake(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM, now=NOON)
    finally:
        connection.close()


def test_a_month_locked_while_it_is_made_again_begins_no_second_version(person):
    until_seen()

    with another_makes_it_again():
        confirm(report="R01", period=OCTOBER.name, unit=RIVER, run_id=held().sheet.run_id,
                actor=SYSTEM, now=DECEMBER_NOON)  # fmt: skip

    assert held().state == "locked"


def test_who_leaves_while_a_draft_is_made_again_is_counted_once(person):
    until_seen()

    with another_makes_it_again():
        run_sql("lock table hub_household in access exclusive mode")
        ((xid,),) = run_sql("select pg_current_xact_id()::text::bigint")
        make_step(person, RIVER, "RES", -1, "leave", on="2026-10-20", xid=xid)
        run_sql("update hub_resident set member_res = null where id = %s", person)

    figures = held().sheet.figures
    balance = figures["10"]["total"] + figures["11"]["total"] - figures["12"]["total"]
    assert figures["14"]["total"] == balance + figures["24"]["total"]
    assert held().state == "checked"
