"""What the secretary settles, asks of owners and has released by the street."""

import pytest

from communities.actor import actor_of
from communities.rowscope import row_scope
from hub.models import CorrectionRequest
from hub.services.correct import correct
from tests.communities.make import JIANGDI, JIANGTENG, WUHAN, make_area, make_worker
from tests.hub.people import an_id, make_zhao, tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secretary(transactional_db):
    make_area(JIANGTENG, "江腾社区")
    return make_worker("SEC", JIANGTENG)


def test_disagreements_are_settled_in_one_go_and_undone(screen, secretary, sign_in):
    make_zhao()
    tell("PSB_HJ", {"id_number": an_id(), "nationality": "CHN"}, key="hj")
    said = {"id_number": an_id(), "mobile": "13700001111", "emp_form": "010", "nationality": "USA"}
    tell("ZZ", said, key="zz")
    address = sign_in(screen, secretary)

    screen.goto(f"{address}/questions?field=emp_form")
    screen.locator(".bulk summary").click()
    screen.picture("questions")
    screen.on("dialog", lambda dialog: dialog.accept())
    screen.locator(".bulk button").first.click()
    screen.wait_for_selector("text=已记入变更")
    screen.goto(f"{address}/questions/settled")
    screen.picture("settled")
    screen.locator("main form button").first.click()
    screen.wait_for_selector("text=还没有处理过的分歧")


def test_requests_go_over_on_a_list_the_street_releases(screen, secretary, sign_in):
    person, actor = make_zhao(), actor_of(secretary)
    tell("PSB_HJ", {"id_number": an_id(), "ethnic_group": "01"}, key="hj")
    with row_scope(actor):
        correct(resident=person.resident_id, values={"ethnic_group": "03", "mi_type": "390"},
                actor=actor, purpose="P03")  # fmt: skip
    CorrectionRequest.objects.filter(owner="HSA").update(due_on="2026-11-01")
    address = sign_in(screen, secretary)

    screen.goto(f"{address}/requests")
    screen.locator("button[value=PSB_HJ]").click()
    screen.wait_for_selector("text=待街道批准")
    screen.picture("requests")
    head = make_worker("STREET_HEAD", JIANGDI)
    screen.context.clear_cookies()
    sign_in(screen, head)
    screen.picture("street-portal")
    screen.locator("#lists-to-release button").click()
    screen.wait_for_selector("#lists-to-release", state="detached")


def test_a_key_is_bound_to_the_system_it_speaks_for(screen, transactional_db, sign_in):
    make_area(JIANGDI)
    address = sign_in(screen, make_worker("SECADM", WUHAN))

    screen.goto(f"{address}/keys")
    screen.fill("#name", "就业服务信息系统")
    screen.fill("#fields", "emp_form")
    screen.fill("#areas", JIANGDI)
    screen.check("[name=may_send]")
    screen.select_option("#speaks_for", "EMP")
    screen.picture("keys-form")
    screen.locator("#grant button").click()
    screen.wait_for_selector("text=代表就业服务信息系统")
    screen.picture("keys-made")
