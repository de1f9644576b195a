"""Owners without an interface: a list two persons answer for, and the answer written down."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from communities.actor import actor_of
from communities.models import TrailEvent
from communities.rowscope import row_scope
from hub.models import CorrectionRequest, RequestList
from hub.services.correct import correct
from tests.communities.make import JIANGDI, JIANGTENG, NEXT_COMMUNITY, make_worker
from tests.hub.people import an_id, make_zhao, tell
from tests.hub.web.test_find import signed_in
from tests.roles import acting_as

pytestmark = pytest.mark.django_db
NATION = "03"


@pytest.fixture
def secretary(db):
    return make_worker("SEC", JIANGTENG)


@pytest.fixture
def head(db):
    return make_worker("STREET_HEAD", JIANGDI)


@pytest.fixture
def asked(secretary):
    """The police are asked to correct the ethnic group of Zhao."""
    person = make_zhao()
    tell("PSB_HJ", {"id_number": an_id(), "ethnic_group": "01"}, key="hj")
    actor = actor_of(secretary)
    with row_scope(actor):
        correct(
            resident=person.resident_id, values={"ethnic_group": NATION}, actor=actor, purpose="P03"
        )
    return CorrectionRequest.objects.get()


def opened(staff, path, **form):
    client = signed_in(staff)
    with acting_as("hub_app"):
        return client.post(path, form) if form else client.get(path)


def listed(staff):
    opened(staff, "/requests/lists", owner="PSB_HJ")
    return RequestList.objects.get()


def test_open_requests_stand_by_owner_with_their_day(secretary, asked):
    page = opened(secretary, "/requests").content.decode()

    for shown in ("公安", "民族", "待移交", asked.due_on.isoformat()):
        assert shown in page
    assert "赵玉兰" not in page


def test_another_community_sees_nothing_of_them(asked):
    page = opened(make_worker("SEC", NEXT_COMMUNITY), "/requests").content.decode()

    assert "没有等待答复的请求" in page


def test_a_list_is_given_out_after_a_second_persons_word(secretary, head, asked):
    made = listed(secretary)
    too_early = opened(secretary, f"/requests/lists/{made.list_id}/take", go="1")
    asks = opened(head, "/").content.decode()
    opened(head, f"/requests/lists/{made.list_id}/release", go="1")

    answer = opened(secretary, f"/requests/lists/{made.list_id}/take", go="1")

    asked.refresh_from_db()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    line = rows.to_python()[1]
    assert too_early.status_code == 409
    assert "待批准的移交清单" in asks
    assert line[1:3] == ["赵玉兰", an_id()]
    assert asked.handed_over_on == timezone.localdate()
    row = TrailEvent.objects.get(action="export")
    assert (row.residents, row.purpose) == ([asked.resident_id], "P03")


def test_nobody_releases_a_list_alone_and_nobody_elsewhere_does(secretary, asked):
    made = listed(secretary)
    elsewhere = make_worker("STREET_HEAD", NEXT_COMMUNITY)

    answers = [
        opened(staff, f"/requests/lists/{made.list_id}/release", go="1").status_code
        for staff in (secretary, elsewhere)
    ]

    made.refresh_from_db()
    assert answers == [403, 403]
    assert made.released_at is None


def test_what_is_on_a_list_is_not_listed_twice(secretary, asked):
    listed(secretary)

    again = opened(secretary, "/requests/lists", owner="PSB_HJ")

    assert again.status_code == 422
    assert RequestList.objects.count() == 1


def test_a_list_past_its_days_is_not_given_out(secretary, head, asked):
    made = listed(secretary)
    opened(head, f"/requests/lists/{made.list_id}/release", go="1")
    RequestList.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

    answer = opened(secretary, f"/requests/lists/{made.list_id}/take", go="1")

    assert answer.status_code == 409


def test_a_refusal_needs_its_reason_and_is_kept_with_it(secretary, asked):
    without = opened(secretary, f"/requests/{asked.pk}/answer", answer="refused")
    opened(secretary, f"/requests/{asked.pk}/answer", answer="refused", reason="户口簿为准")

    asked.refresh_from_db()
    assert without.status_code == 422
    assert (asked.state, asked.reason) == ("refused", "户口簿为准")


def test_what_the_owner_promised_closes_when_its_data_says_so(secretary, asked):
    opened(secretary, f"/requests/{asked.pk}/answer", answer="accepted")
    asked.refresh_from_db()
    promised = asked.state

    tell("PSB_HJ", {"id_number": an_id(), "ethnic_group": NATION}, key="hj2")

    asked.refresh_from_db()
    assert (promised, asked.state) == ("accepted", "done")


def test_an_answer_elsewhere_finds_no_request(asked):
    answer = opened(
        make_worker("SEC", NEXT_COMMUNITY), f"/requests/{asked.pk}/answer", answer="accepted"
    )

    assert answer.status_code == 404


def test_late_ones_stand_on_the_streets_first_page_in_numbers(head, asked):
    CorrectionRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))

    page = opened(head, "/").content.decode()

    assert "归口部门逾期未答复" in page
    assert "赵" not in page
