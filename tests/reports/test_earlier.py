"""A month left unconfirmed stays on the list when the next one has ended, and comes first."""

import pytest
from django.db import transaction

from communities.actor import Actor, Post, actor_of
from reports.models import Submission
from reports.selectors.overview import overviews
from reports.services.confirm import confirm
from reports.services.restate import restate
from tests.communities.make import make_worker
from tests.reports.make import (
    BRIDGE,
    DECEMBER_NOON,
    NOVEMBER,
    OCTOBER,
    RIVER,
    STREET,
    made,
    make_areas,
    make_native,
    open_books,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def december():
    """December has begun; October and November are made and nobody has clicked yet."""
    with transaction.atomic():
        make_areas()
        make_native(RIVER)
        make_native(BRIDGE)
    until_seen()
    open_books()
    for period in (OCTOBER, NOVEMBER):
        made(period, now=DECEMBER_NOON)


def click(period, *units):
    for unit in units:
        until_seen()
        role, prefix = ("STREET_HEAD", unit[:9]) if unit == STREET else ("SEC", unit)
        head = Actor("staff", 1, "head", (Post(role, unit, prefix),))
        held = Submission.objects.filter(report="R01", period=period.name, unit=unit)
        run_id = held.get(state="checked").sheet.run_id if role == "SEC" else None
        confirm(report="R01", period=period.name, unit=unit, run_id=run_id, actor=head,
                now=DECEMBER_NOON)  # fmt: skip


def listed(role="SEC", unit=RIVER):
    actor = actor_of(make_worker(role, unit))
    shown = overviews(actor, DECEMBER_NOON, DECEMBER_NOON.date())
    return {one.period.name: one for one in shown if one.definition.code == "R01"}


def test_the_month_nobody_confirmed_stays_on_the_list_before_the_newest(december):
    shown = listed()

    assert list(shown) == ["2026-10", "2026-11"]
    assert shown["2026-10"].units[0].why == ""
    assert shown["2026-11"].units[0].why == "2026-10 还没有确认，须先确认"
    assert shown["2026-11"].units[0].who.endswith("先确认 2026-10")


def test_a_month_that_is_confirmed_leaves_the_list_and_the_next_one_can_be(december):
    click(OCTOBER, RIVER)

    shown = listed()

    assert list(shown) == ["2026-11"]
    assert shown["2026-11"].units[0].why == ""


def test_the_streets_own_sum_of_an_earlier_month_waits_for_its_head(december):
    click(OCTOBER, RIVER, BRIDGE)
    click(OCTOBER, STREET)
    made(NOVEMBER, now=DECEMBER_NOON)
    assert list(listed("STREET_HEAD", STREET)) == ["2026-11"]
    until_seen()
    secretary = Actor("staff", 1, "secretary", (Post("SEC", RIVER, RIVER),))
    restate(report="R01", period=OCTOBER, unit=RIVER, reason="补报", actor=secretary,
            now=DECEMBER_NOON)  # fmt: skip

    shown = listed("STREET_HEAD", STREET)

    assert list(shown) == ["2026-10", "2026-11"]
    assert shown["2026-10"].upper[0].who.startswith("街道负责人")


def test_the_first_page_names_each_month_that_waits(client, december, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: DECEMBER_NOON)
    client.force_login(make_worker("SEC", RIVER))

    page = client.get("/").content.decode()

    assert page.index(f"/reports/R01/2026-10/{RIVER}") < page.index(f"/reports/R01/2026-11/{RIVER}")


def test_the_first_page_of_a_street_names_the_month_that_comes_first(client, december, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: DECEMBER_NOON)
    client.force_login(make_worker("STREET_HEAD", STREET))
    before = client.get("/").content.decode()
    click(OCTOBER, RIVER)
    half = client.get("/").content.decode()
    click(OCTOBER, BRIDGE)

    after = client.get("/").content.decode()

    said = [(page.count("等各社区先确认 2026-10"), page.count("等社区书记确认"))
            for page in (before, half, after)]  # fmt: skip
    assert said == [(1, 1), (1, 1), (0, 1)]


def test_a_new_community_waits_for_its_books_and_not_for_the_clock(client, december):
    make_areas("420105011003")
    actor = actor_of(make_worker("STREET_HEAD", STREET))

    shown = [one for one in overviews(actor, DECEMBER_NOON, DECEMBER_NOON.date())
             if one.definition.code == "R01"]  # fmt: skip
    line = next(one for one in shown[-1].units if one.standing.area.code == "420105011003")
    client.force_login(make_worker("SEC", "420105011003"))
    page = client.get("/reports/R01/2026-11/420105011003").content.decode()

    assert (line.why, line.who) == ("尚未建账", "系统管理员期初建账")
    assert "期初建账确认之后" in page
    assert "截止日之后系统自动生成" not in page
