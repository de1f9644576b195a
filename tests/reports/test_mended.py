"""A draft whose checks failed is made again in the night, and offered only when it passes."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from reports.errors import ChecksFailed
from reports.models import Run, Submission
from reports.periods import LOCAL
from reports.services.confirm import confirm
from reports.services.execute import execute
from reports.services.open import open_area
from reports.services.remake import remake
from reports.services.sweep import due
from tests.reports.make import (
    DECEMBER_NOON,
    NOON,
    NOVEMBER,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    SYSTEM,
    made,
    make_areas,
    make_native,
    make_person,
    make_step,
    open_books,
    run_sql,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "420105011003"
NIGHT = datetime(2026, 11, 24, 2, 5, tzinfo=LOCAL)


@pytest.fixture
def stranger():
    """Someone of unknown origin blocks October of River."""
    with transaction.atomic():
        make_areas()
        make_native(RIVER)
    until_seen()
    for report in ("R01", "R03"):
        open_books(report)
    with transaction.atomic():
        person = make_person(res=RIVER, division=None)
        ((xid,),) = run_sql("select pg_current_xact_id()::text::bigint")
        make_step(person, RIVER, "RES", 1, "arrive", on="2026-10-09", xid=xid)
    for report in ("R01", "R03"):
        made(OCTOBER, report)
    return person


def held(period=OCTOBER, unit=RIVER):
    rows = Submission.objects.select_related("sheet__run")
    return rows.get(report="R01", period=period.name, unit=unit)


def mend(person):
    run_sql("update hub_resident set hukou_division = '430100000000' where id = %s", person)
    until_seen()


def sweep(now):
    for run_id in due(now):
        execute(run_id=run_id, now=now)


def test_what_was_mended_passes_the_next_morning(stranger):
    mend(stranger)

    sweep(NOON)
    by_day = held().state
    sweep(NIGHT)

    assert (by_day, held().state) == ("draft", "checked")


def test_what_was_not_mended_stays_blocked_and_is_tried_once_a_night(stranger):
    for now in (NIGHT, NIGHT + timedelta(hours=3), NIGHT + timedelta(days=1)):
        sweep(now)

    with pytest.raises(ChecksFailed):
        confirm(report="R01", period=OCTOBER.name, unit=RIVER, run_id=held().sheet.run_id,
                actor=SYSTEM, now=NIGHT)  # fmt: skip
    assert Run.objects.filter(slot__contains=":night:").count() == 2


def test_only_the_blocked_units_are_made_again(stranger):
    others = set(Submission.objects.filter(state="checked").values_list("pk", "sheet_id"))

    sweep(NIGHT)

    assert set(Submission.objects.filter(state="checked").values_list("pk", "sheet_id")) == others


def test_a_blocked_month_takes_the_month_after_it_along(stranger):
    made(NOVEMBER)
    mend(stranger)

    sweep(NIGHT)

    assert (held().state, held(NOVEMBER).state) == ("checked", "checked")
    assert held(NOVEMBER).sheet.previous_id == held().sheet_id


def test_a_person_need_not_wait_for_the_night(stranger):
    mend(stranger)

    remake(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM, now=NOON)

    assert held().state == "checked"


def test_a_month_is_not_locked_on_figures_that_were_made_again(stranger):
    mend(stranger)
    made(NOVEMBER)
    shown = held(NOVEMBER).sheet.run_id
    remake(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM, now=NOON)
    until_seen()

    def click(period, run_id):
        return confirm(
            report="R01", period=period.name, unit=RIVER, run_id=run_id, actor=SYSTEM,
            now=DECEMBER_NOON,
        )  # fmt: skip

    october = click(OCTOBER, held().sheet.run_id)
    november = click(NOVEMBER, shown)

    assert (october.remade, november.remade) == (False, True)
    assert held(NOVEMBER).sheet.previous_id == held().sheet_id


def test_a_night_with_nothing_left_to_do_makes_nothing(stranger):
    waiting = due(NIGHT)
    mend(stranger)
    remake(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM, now=NIGHT)
    before = Submission.objects.count()

    for run_id in waiting:
        execute(run_id=run_id, now=NIGHT)

    assert Submission.objects.count() == before
    assert {Run.objects.get(pk=run_id).state for run_id in waiting} == {"made"}


def test_a_street_made_again_keeps_an_opening_an_opening_and_a_month_a_month(stranger):
    """A new community opens its books with October, while River's October is an ordinary month."""
    make_areas(NEW)
    until_seen()
    open_area(report="R01", period=OCTOBER, area=NEW, actor=SYSTEM, now=NOON)

    remake(report="R01", period=OCTOBER, area=STREET, actor=SYSTEM, now=NOON)

    river, new = held(), held(unit=NEW)
    assert (river.opening, new.opening) == (False, True)
    assert river.sheet.previous is not None
    assert new.sheet.previous is None
    assert not Submission.objects.filter(report="R01", period=OPENED.name, unit=NEW).exists()
