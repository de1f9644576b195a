import re

import pytest

from hub.models import MatterCase
from hub.services.matters.decide import record_decision
from tests.communities.make import JIANGTENG, make_posting, make_worker
from tests.hub.people import ANSWERS, DOOR, an_id, make_zhao
from tests.hub.web.test_find import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(db):
    staff = make_worker("GRID", JIANGTENG)
    make_posting(staff, "CLERK", JIANGTENG)
    return signed_in(staff)


def opened(worker):
    return worker.post("/matters/M01/start", {"id_number": an_id()})["Location"]


def test_number_and_enter_give_the_filled_form_in_one_page(worker):
    make_zhao()

    page = worker.get(opened(worker)).content.decode()

    assert "<strong>26</strong> / 26" in page
    assert page.count("tag-ok") >= 6
    asked = page[page.index('id="answers"') : page.index("提交申请")]
    assert asked.count('<input id="a-') == 3


def test_the_systems_named_filled_as_many_items_as_the_form_says(worker):
    make_zhao()

    page = worker.get(opened(worker)).content.decode()

    said = re.search(r"这26项来自：(.*?)</span>", page)[1]
    assert sum(map(int, re.findall(r"(\d+)(?:、|$)", said))) == 26
    assert "另有录入1项、询问3项，共30项" in page
    assert page.count("推算 ") >= 1
    assert "推算6" not in page


def test_the_form_is_in_english_for_who_reads_english(worker):
    make_zhao()
    case = opened(worker)
    worker.post("/language", {"language": "en", "next": "/"})

    page = worker.get(case).content.decode()

    assert "<dt>Registered address</dt>" in page
    assert "户籍地址" not in page


def test_a_sent_form_says_where_its_receipt_will_stand(worker):
    make_zhao()
    case = opened(worker)
    worker.post(case, ANSWERS)

    assert "回执会显示在本页" in worker.get(case).content.decode()


def test_an_accepted_case_says_what_it_waits_for(worker):
    make_zhao()
    case = opened(worker)
    worker.post(case, ANSWERS)
    record_decision(case=MatterCase.objects.get().case_id, state="accepted", actor=DOOR)

    assert "受理部门正在审核" in worker.get(case).content.decode()


def test_submitting_shows_the_receipt_on_the_resident(worker):
    person = make_zhao()
    case = opened(worker)

    answer = worker.post(case, ANSWERS)
    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert answer.status_code == 302
    assert "待发送" in page
    assert "就业困难人员灵活就业社保补贴" in page


def test_a_wrong_answer_keeps_what_was_typed(worker):
    make_zhao()

    answer = worker.post(opened(worker), {**ANSWERS, "monthly_income": "很多"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "江腾菜场" in page
    assert "单位为元" in page


def test_the_first_wrong_answer_is_in_sight_on_a_phone(worker):
    """The questions stand below the conditions: else nothing seems to have happened."""
    make_zhao()
    case = opened(worker)

    fresh = worker.get(case).content.decode()
    page = worker.post(
        case, {**ANSWERS, "work_place": "", "monthly_income": "很多"}
    ).content.decode()

    assert "autofocus" not in fresh
    assert page.count("autofocus") == 1
    asked = page[page.index('id="a-work_place"') : page.index('id="a-monthly_income"')]
    assert "autofocus" in asked


def test_the_print_is_the_promise_with_the_form(worker):
    make_zhao()
    case = opened(worker)
    worker.post(case, ANSWERS)

    page = worker.get(case + "/print").content.decode()

    for word in ("本人承诺", "赵玉兰", "2026-07至2026-09", "签字"):
        assert word in page


def test_the_promise_is_printed_with_what_is_typed_and_nothing_is_sent(worker):
    make_zhao()
    case = opened(worker)

    page = worker.post(f"{case}/print", ANSWERS).content.decode()

    assert "2026-07至2026-09" in page
    assert "江腾菜场" in page
    assert MatterCase.objects.get().state == "draft"


def test_answers_of_a_sent_case_stand_in_the_order_of_the_form(worker):
    make_zhao()
    case = opened(worker)
    worker.post(case, ANSWERS)

    page = worker.get(case).content.decode()

    form = page[page.index("提交时的表格") :]
    assert form.index("2026-07至2026-09") < form.index("江腾菜场") < form.index("3200 元")


def test_the_worker_is_told_when_stars_become_values(worker):
    person = make_zhao()
    worker.post("/find", {"q": "赵玉", "purpose": "P02"})
    where = f"/residents/{person.resident_id}"

    before = worker.get(where).content.decode()
    opened(worker)

    assert "受理事项后完整显示" in before
    assert "受理事项后完整显示" not in worker.get(where).content.decode()


def test_the_clerk_sees_whose_draft_and_whose_case_it_is(worker):
    make_zhao()
    case = opened(worker)

    draft = worker.get("/matters").content.decode()
    worker.post(case, ANSWERS)
    sent = worker.get("/matters").content.decode()

    assert "赵**" in draft[draft.index("今天未提交的草稿") :]
    assert "赵**" in sent[sent.index("最近提交") :]
    assert "赵玉兰" not in sent


def test_the_number_can_be_read_from_the_card_as_soon_as_the_page_stands(worker):
    page = worker.get("/matters/M01/start").content.decode()

    assert " autofocus>" in page


def test_the_resident_page_names_the_matter_that_is_under_way(worker):
    zhao = make_zhao()
    worker.post("/matters/M01/start", {"id_number": an_id()})

    page = worker.get(f"/residents/{zhao.resident_id}").content.decode()

    assert "“就业困难人员灵活就业社保补贴”办理中，完整显示" in page


@pytest.mark.parametrize("typed", ["赵玉兰", "赵", "zyl", "", "😀"])
def test_a_name_where_the_number_belongs_is_told_what_to_type(worker, typed):
    make_zhao()

    answer = worker.post("/matters/M01/start", {"id_number": typed})

    assert answer.status_code == 422
    assert "请输入完整的身份证号" in answer.content.decode()


def test_submitting_twice_is_one_case(worker):
    make_zhao()
    case = opened(worker)

    worker.post(case, ANSWERS)
    worker.post(case, ANSWERS)

    assert MatterCase.objects.filter(state="submitted").count() == 1


def test_somebody_elses_counter_sees_no_case(worker):
    make_zhao()
    case = opened(worker)
    other = signed_in(make_worker("CLERK", "420105011007"))

    assert other.get(case).status_code == 404


def test_a_secretary_files_no_matters():
    client = signed_in(make_worker("SEC", JIANGTENG))

    assert client.get("/matters").status_code == 403


def test_numbers_guessed_at_the_counter_are_stopped(worker, monkeypatch):
    monkeypatch.setattr("hub.services.numbers_asked.AN_HOUR", 2)
    for order in (111, 113):
        worker.post("/matters/M01/start", {"id_number": an_id("19600101", order)})

    answer = worker.post("/matters/M01/start", {"id_number": an_id("19600101", 115)})

    assert answer.status_code == 429
