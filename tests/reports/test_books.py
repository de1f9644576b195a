"""A unit's books over months: opening, draft, click, late events, new versions."""

import threading
from time import sleep

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from communities.actor import Actor, Post
from communities.errors import Refused
from communities.models import Area
from hub.models import OpenedUnit
from reports.errors import (
    AlreadyLocked,
    ChecksFailed,
    ChildrenNotLocked,
    EarlierNotLocked,
    EndedStillCounts,
    PeriodBeforeBooks,
    ReasonMissing,
)
from reports.models import Posting, Run, Sheet, Submission
from reports.services.confirm import confirm
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from reports.services.restate import restate
from tests.reports.make import (
    BRIDGE,
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
    run_sql,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "420105011003"


def head_of(unit):
    role = "SEC" if unit in (RIVER, BRIDGE) else "STREET_HEAD"
    prefix = unit if role == "SEC" else unit[:9]
    return Actor("staff", 1, f"head {unit}", (Post(role, unit, prefix),))


def submission(period, unit=RIVER, report="R01", **more):
    return Submission.objects.select_related("sheet__run").get(
        report=report, period=period.name, unit=unit, **more
    )


def click(period, unit=RIVER, run_id=None, report="R01"):
    until_seen()
    if run_id is None and unit in (RIVER, BRIDGE):
        run_id = submission(period, unit, report, state__in=["draft", "checked"]).sheet.run_id
    return confirm(report=report, period=period.name, unit=unit, run_id=run_id,
                   actor=head_of(unit), now=DECEMBER_NOON)  # fmt: skip


def open_books():
    until_seen()
    open_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    return confirm_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def now_xid():
    """The number a transaction of this moment writes: above every run made before."""
    ((value,),) = run_sql("select pg_current_xact_id()::text::bigint")
    return value


@transaction.atomic
def leaves(person, on, unit=RIVER):
    make_step(person, unit, "RES", -1, "leave", on=on, xid=now_xid())
    run_sql("update hub_resident set member_res = null where id = %s", person)


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
        return [make_native(RIVER), make_native(RIVER, sex="2"), make_native(BRIDGE)]


def test_the_opening_is_confirmed_like_a_report_and_opens_the_books(street):
    confirmed = open_books()

    assert [one.remade for one in confirmed] == [False, False]
    assert submission(OPENED).state == "locked"
    assert submission(OPENED).opening
    opened = OpenedUnit.objects.get(unit=RIVER)
    assert (opened.opened_on, opened.position) == (
        OPENED.last, submission(OPENED).sheet.run.position
    )  # fmt: skip


def test_a_month_without_books_gets_its_opening_by_the_same_pass(street):
    run = made(OCTOBER)

    opening = submission(OPENED)
    assert opening.opening
    assert opening.state == "checked"
    assert submission(OCTOBER).sheet.previous_id == opening.sheet_id
    assert opening.sheet.run.position == run.position
    with pytest.raises(EarlierNotLocked):
        click(OCTOBER)


def test_one_click_locks_exactly_the_run_that_was_shown(street):
    open_books()
    run = made(OCTOBER)

    answer = click(OCTOBER)

    assert not answer.remade
    assert submission(OCTOBER).state == "locked"
    assert submission(OCTOBER).sheet.run_id == run.pk
    assert submission(OCTOBER).confirmed_by == f"head {RIVER}"
    with pytest.raises(AlreadyLocked):
        click(OCTOBER, run_id=run.pk)


def test_a_draft_is_made_again_when_something_of_its_month_has_come_since(street):
    open_books()
    shown = made(OCTOBER)
    leaves(street[0], "2026-10-20")

    first = click(OCTOBER, run_id=shown.pk)
    second = click(OCTOBER)

    assert first.remade
    assert not second.remade
    assert submission(OCTOBER).sheet.figures["12"]["total"] == 1


def test_a_fact_of_the_next_month_does_not_hold_up_the_click(street):
    open_books()
    made(OCTOBER)
    leaves(street[0], "2026-11-02")

    assert not click(OCTOBER).remade


def test_a_late_leave_is_in_the_next_months_correction_and_the_locked_figure_stays(street):
    open_books()
    made(OCTOBER)
    click(OCTOBER)
    leaves(street[0], "2026-10-20")

    made(NOVEMBER)

    november = submission(NOVEMBER).sheet.figures
    assert submission(OCTOBER).sheet.figures["14"]["total"] == 2
    assert (november["10"]["total"], november["12"]["total"]) == (2, 0)
    assert (november["24"]["total"], november["14"]["total"]) == (-1, 1)
    assert submission(NOVEMBER).state == "checked"
    posting = Posting.objects.get(run=submission(NOVEMBER).sheet.run)
    assert posting.late


def test_an_unlocked_month_is_made_again_before_the_next(street):
    open_books()
    made(OCTOBER)
    leaves(street[0], "2026-10-20")

    made(NOVEMBER)

    assert submission(OCTOBER).sheet.figures["12"]["total"] == 1
    assert submission(NOVEMBER).sheet.figures["10"]["total"] == 1


def test_a_report_that_does_not_balance_is_not_confirmed(street):
    open_books()
    with transaction.atomic():
        stranger = make_person(res=RIVER, division=None)
        make_step(stranger, RIVER, "RES", 1, "arrive", on="2026-10-09", xid=now_xid())
    made(OCTOBER)

    assert submission(OCTOBER).state == "draft"
    with pytest.raises(ChecksFailed):
        click(OCTOBER)


def test_a_street_is_locked_after_its_communities_by_its_own_head(street):
    open_books()
    made(OCTOBER)
    click(OCTOBER)

    with pytest.raises(ChildrenNotLocked):
        click(OCTOBER, STREET)
    click(OCTOBER, BRIDGE)
    click(OCTOBER, STREET)

    assert submission(OCTOBER, STREET).figures["14"]["total"] == 3


def test_a_street_is_not_locked_without_the_people_of_a_community_marked_as_replaced(street):
    open_books()
    for period in (OCTOBER, NOVEMBER):
        made(period)
        click(period)
        click(period, BRIDGE)
    Area.objects.filter(code=BRIDGE).update(replaced_by=RIVER)

    with pytest.raises(EndedStillCounts, match="替代"):
        click(NOVEMBER, STREET)
    Area.objects.filter(code=BRIDGE).update(replaced_by="")
    click(NOVEMBER, STREET)

    assert submission(NOVEMBER, STREET).figures["01"]["total"] == 3


def test_a_community_that_began_later_stands_in_no_earlier_months_way(street):
    """The street got a third community, which opened its books with November."""
    open_books()
    made(OCTOBER)
    for unit in (RIVER, BRIDGE, STREET):
        click(OCTOBER, unit)
    make_areas(NEW)
    until_seen()
    open_area(report="R01", period=NOVEMBER, area=NEW, actor=SYSTEM, now=DECEMBER_NOON)
    until_seen()
    restate(report="R01", period=OCTOBER, unit=RIVER, reason="补报", actor=head_of(RIVER), now=NOON)

    made(OCTOBER)
    click(OCTOBER, STREET)

    assert submission(OCTOBER, STREET, version=2).state == "locked"
    assert not Submission.objects.filter(unit=NEW, period=OCTOBER.name).exists()
    with pytest.raises(PeriodBeforeBooks):
        make_run(run=order_run(report="R01", period=OCTOBER, area=NEW, actor=SYSTEM),
                 actor=SYSTEM, now=NOON)  # fmt: skip


def test_two_who_confirm_the_street_at_the_same_moment_make_one_sum(street):
    open_books()
    made(OCTOBER)
    click(OCTOBER)
    click(OCTOBER, BRIDGE)
    summed = threading.Event()
    first = threading.Thread(target=sum_up_slowly, args=[summed])

    first.start()
    summed.wait(60)
    with pytest.raises(AlreadyLocked):
        confirm(report="R01", period=OCTOBER.name, unit=STREET, run_id=None,
                actor=head_of(STREET), now=DECEMBER_NOON)  # fmt: skip
    first.join()

    assert submission(OCTOBER, STREET).state == "locked"


def sum_up_slowly(summed):
    """The head's other window: it has summed up and takes a moment to end."""
    try:
        with transaction.atomic():
            confirm(report="R01", period=OCTOBER.name, unit=STREET, run_id=None,
                    actor=head_of(STREET), now=DECEMBER_NOON)  # fmt: skip
            summed.set()
            sleep(1)
    finally:
        connection.close()


def test_a_community_is_confirmed_by_its_own_head_only(street):
    open_books()
    run = made(OCTOBER)

    for other in (head_of(BRIDGE), head_of(STREET)):
        with pytest.raises(Refused):
            confirm(
                report="R01", period=OCTOBER.name, unit=RIVER, run_id=run.pk, actor=other, now=NOON
            )


def test_a_locked_unit_keeps_its_figures_when_the_street_is_made_again(street):
    open_books()
    made(OCTOBER)
    click(OCTOBER)
    locked = submission(OCTOBER).sheet_id

    made(OCTOBER)

    assert submission(OCTOBER).sheet_id == locked
    assert submission(OCTOBER, BRIDGE).sheet.run_id == Run.objects.latest("pk").pk


def test_the_database_refuses_to_change_a_locked_figure(street):
    open_books()
    one = submission(OPENED)

    with pytest.raises(IntegrityError):
        Submission.objects.filter(pk=one.pk).update(state="draft")
    with pytest.raises(IntegrityError):
        one.delete()
    with pytest.raises(IntegrityError):
        Sheet.objects.filter(pk=one.sheet_id).update(figures={})


def test_a_new_version_remakes_every_later_locked_month(street):
    open_books()
    made(OCTOBER)
    click(OCTOBER)
    leaves(street[0], "2026-10-20")
    made(NOVEMBER)
    click(NOVEMBER)

    until_seen()
    fresh = restate(report="R01", period=OCTOBER, unit=RIVER, reason="补报一人离开",
                    actor=head_of(RIVER), now=NOON)  # fmt: skip

    assert [(one.period, one.version) for one in fresh] == [("2026-10", 2), ("2026-11", 2)]
    october = submission(OCTOBER, version=2).sheet.figures
    november = submission(NOVEMBER, version=2).sheet.figures
    assert (october["12"]["total"], october["14"]["total"]) == (1, 1)
    assert (november["10"]["total"], november["24"]["total"]) == (1, 0)
    assert submission(OCTOBER, version=1).state == "superseded"
    assert submission(OCTOBER, version=1).sheet.figures["14"]["total"] == 2


def test_a_new_version_needs_its_reason(street):
    open_books()

    with pytest.raises(ReasonMissing):
        restate(report="R01", period=OPENED, unit=RIVER, reason=" ", actor=head_of(RIVER), now=NOON)


def test_nothing_is_made_before_the_books_begin(street):
    open_books()

    with pytest.raises(PeriodBeforeBooks):
        made(OPENED.previous)


def test_the_same_data_gives_the_same_figures(street):
    open_books()

    first, second = made(OCTOBER), made(OCTOBER)

    assert first.digest == second.digest


def test_reads_see_one_moment(street):
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        before = cursor.fetchone()[0]

    assert made(OCTOBER).position >= before
