from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actor import actor_of
from communities.errors import Invalid, NotFound
from communities.models import Posting, TrailEvent
from communities.services.staff import end_posting, post
from tests.communities.make import (
    ACTOR,
    GRID,
    HANYANG,
    JIANGTENG,
    WUHAN,
    make_area,
    make_posting,
    make_staff,
    make_worker,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_a_posting_told_twice_is_one_posting():
    person = make_staff()
    make_area(GRID)

    first = post(staff=person, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)
    again = post(staff=person, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)

    assert first == again
    assert first.granted_by == "test"


def test_a_posting_ended_by_mistake_is_granted_again():
    posting = make_posting(starts_on=TODAY)
    end_posting(posting=posting, on=TODAY, actor=ACTOR)

    again = post(staff=posting.staff, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)

    assert again == posting
    assert actor_of(posting.staff, today=TODAY).roles == ("GRID",)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (-1, None, True),
        (0, None, True),
        (1, None, False),
        (-5, 1, True),
        (-5, 0, False),
        (0, 0, False),
    ],
)
def test_a_posting_holds_from_its_first_day_until_before_its_last(starts, ends, holds):
    posting = make_posting(
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
    )

    assert bool(actor_of(posting.staff, today=TODAY).posts) == holds


@pytest.mark.parametrize(
    ("role", "line", "area"),
    [
        ("KING", "", JIANGTENG),
        ("FEED", "", JIANGTENG),
        ("GRID", "labour", JIANGTENG),
        ("STREET_LINE", "", JIANGTENG),
        ("STREET_LINE", "nothing", JIANGTENG),
    ],
)
def test_a_posting_that_makes_no_sense_is_refused(role, line, area):
    make_area(JIANGTENG)

    with pytest.raises(Invalid):
        post(staff=make_staff(), area=area, role=role, line=line, starts_on=TODAY, actor=ACTOR)


def test_a_posting_needs_a_place_that_is_known():
    with pytest.raises(NotFound):
        post(staff=make_staff(), area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ("SECADM", "AUDIT"),
        ("AUDIT", "SYSADM"),
        ("SYSADM", "GRID"),
        ("GRID", "SECADM"),
    ],
)
def test_the_three_administrators_are_three_people(held, wanted):
    person = make_worker(held, WUHAN)

    with pytest.raises(Invalid, match="不同的人"):
        post(staff=person, area=WUHAN, role=wanted, starts_on=TODAY, actor=ACTOR)


@pytest.mark.parametrize(
    ("starts", "ends", "meet"),
    [
        (1, None, True),
        (1, 9, True),
        (9, None, True),
        (-9, 1, False),
        (-9, -1, False),
        (3, 3, False),
    ],
)
def test_the_three_are_apart_on_every_day_to_come(starts, ends, meet):
    today = timezone.localdate()
    held = make_posting(
        role="SECADM", area=WUHAN, starts_on=today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )  # fmt: skip
    told = {"area": WUHAN, "role": "AUDIT", "starts_on": today + timedelta(days=1)}

    if meet:
        with pytest.raises(Invalid, match="不同的人"):
            post(staff=held.staff, **told, actor=ACTOR)
    else:
        assert post(staff=held.staff, **told, actor=ACTOR)


def test_nobody_grants_to_oneself():
    security = make_worker("SECADM", WUHAN)

    with pytest.raises(Invalid, match="自己"):
        post(staff=security, area=WUHAN, role="SECADM", starts_on=date(2026, 1, 1),
             actor=actor_of(security))  # fmt: skip


def test_nobody_grants_beyond_the_own_area():
    security = actor_of(make_worker("SECADM", HANYANG))
    make_area(JIANGTENG)
    make_area("420106001001")

    post(staff=make_staff(), area=JIANGTENG, role="SEC", starts_on=TODAY, actor=security)

    with pytest.raises(Invalid, match="授权范围"):
        post(staff=make_staff(), area="420106001001", role="SEC", starts_on=TODAY, actor=security)


def test_nobody_ends_the_own_posting_and_shuts_out_everybody():
    posting = make_posting(role="SECADM", area=WUHAN)

    with pytest.raises(Invalid, match="自己"):
        end_posting(posting=posting, on=TODAY, actor=actor_of(posting.staff))


def test_a_posting_cannot_end_before_it_began():
    posting = make_posting(starts_on=TODAY)

    end_posting(posting=posting, on=TODAY - timedelta(days=9), actor=ACTOR)

    posting.refresh_from_db()
    assert posting.ends_on == TODAY


def test_ending_a_posting_that_has_ended_does_not_lengthen_it():
    ended = TODAY - timedelta(days=9)
    posting = make_posting(starts_on=TODAY - timedelta(days=30), ends_on=ended)

    end_posting(posting=posting, on=TODAY, actor=ACTOR)

    posting.refresh_from_db()
    assert posting.ends_on == ended


def test_the_log_tells_which_posting_was_given_and_which_was_ended():
    person = make_staff("wangfang")
    make_area(GRID)
    posting = post(staff=person, area=GRID, role="GRID", starts_on=TODAY, actor=ACTOR)
    end_posting(posting=posting, on=TODAY + timedelta(days=1), actor=ACTOR)

    given, ended = TrailEvent.objects.order_by("pk")
    assert given.detail == f"wangfang GRID {GRID} 2026-11-23"
    assert ended.detail == f"wangfang GRID {GRID} 2026-11-23/2026-11-24"


def test_a_last_day_before_the_first_is_told_in_a_sentence():
    make_area(JIANGTENG)

    with pytest.raises(Invalid, match="早于"):
        post(staff=make_staff(), area=JIANGTENG, role="GRID", starts_on=TODAY,
             ends_on=TODAY - timedelta(days=1), actor=ACTOR)  # fmt: skip


@pytest.mark.parametrize("broken", [
    {"role": "KING"}, {"line": "labour"}, {"role": "STREET_LINE"},
    {"ends_on": date(2020, 1, 1)},
])  # fmt: skip
def test_the_database_keeps_postings_in_order(broken):
    told = {"staff": make_staff(), "area": make_area(GRID), "role": "GRID", "granted_by": "x",
            "starts_on": TODAY}  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(**told | broken)


def test_the_same_posting_is_not_written_twice():
    posting = make_posting()

    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(
            staff=posting.staff, area=posting.area, role="GRID", granted_by="x",
            starts_on=posting.starts_on,
        )  # fmt: skip
