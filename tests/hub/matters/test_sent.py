"""An application stays what was signed, whatever the hub learns afterwards."""

import pytest

from hub.models import MatterCase
from hub.services.matters.decide import record_decision
from tests.communities.make import JIANGTENG, make_posting, make_worker
from tests.hub.people import ANSWERS, DOOR, an_id, make_zhao, tell
from tests.hub.web.test_find import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    staff = make_worker("GRID", JIANGTENG)
    make_posting(staff, "CLERK", JIANGTENG)
    return signed_in(staff)


@pytest.fixture
def sent(clerk):
    """Zhao's application, sent when 8 months of subsidy were used."""
    make_zhao()
    case = clerk.post("/matters/M01/start", {"id_number": an_id()})["Location"]
    clerk.post(case, ANSWERS)
    return case


def three_months_paid():
    tell("EMP", {"id_number": an_id(), "emp_subsidy_used": "11"}, key="paid")


def item(page: str, label: str) -> str:
    return page.split(f"<dt>{label}</dt>", 1)[1].split("</dd>", 1)[0]


def test_the_months_paid_since_do_not_change_the_form_that_was_signed(clerk, sent):
    three_months_paid()

    page = clerk.get(sent).content.decode()
    paper = clerk.get(f"{sent}/print").content.decode()

    assert ">8</span>" in item(page, "已享受月数")
    assert "现为 11" in item(page, "已享受月数")
    assert ">28</span>" in item(page, "剩余月数")
    assert "现为" not in item(page, "就业困难类别")
    assert '<th scope="row">已享受月数</th><td>8</td>' in paper


def test_a_value_the_reader_may_no_longer_see_in_full_does_not_come_back_by_the_form(clerk, sent):
    record_decision(case=MatterCase.objects.get().case_id, state="done", actor=DOOR)

    page = clerk.get(sent).content.decode()

    assert an_id() not in page


def test_the_same_values_stand_in_the_readers_language(clerk, sent):
    clerk.post("/language", {"language": "en", "next": "/"})

    page = clerk.get(sent).content.decode()

    assert "现为" not in page
    assert "Now " not in item(page, "Sex")


def test_a_draft_follows_the_hub(clerk):
    make_zhao()
    case = clerk.post("/matters/M01/start", {"id_number": an_id()})["Location"]
    three_months_paid()

    page = clerk.get(case).content.decode()

    assert ">11</span>" in item(page, "已享受月数")
    assert "现为" not in page
