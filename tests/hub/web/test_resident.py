import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from communities.models import TrailEvent
from hub.models import Change, CorrectionRequest, SourceState
from tests.communities.make import (
    JIANGTENG,
    NEXT_COMMUNITY,
    make_area,
    make_posting,
    make_worker,
)
from tests.hub.people import an_id, make_person, make_zhao, tell, without_keys
from tests.hub.web.test_find import find, signed_in

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def worker(db):
    staff = make_worker("GRID", JIANGTENG)
    make_posting(staff, "CLERK", JIANGTENG)
    client = signed_in(staff)
    find(client, "赵玉")
    return client


def form_of(client, person, field):
    page = client.get(f"/residents/{person.resident_id}/{field}/correct").content.decode()
    return dict(re.findall(r'name="(seen|seen_text|operation)" value="([^"]*)"', page))


def correct(client, person, field, form, **told):
    return client.post(f"/residents/{person.resident_id}/{field}/correct", {**form, **told})


def test_one_screen_shows_the_categories_with_their_sources(worker):
    person = make_zhao()

    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    for word in ("赵玉兰", "就业失业", "灵活就业", "社会保险", "医疗保险", "归口", "138****1234"):
        assert word in page
    assert "13812341234" not in page
    assert "特殊人群" not in page


def test_a_look_is_logged_with_purpose_and_person(worker):
    person = make_zhao()

    worker.get(f"/residents/{person.resident_id}")

    row = TrailEvent.objects.get(action="profile")
    assert (row.purpose, row.residents) == ("P02", [person.pk])


def test_without_a_purpose_the_page_asks_for_it_first():
    person = make_zhao()
    client = signed_in(make_worker("GRID", JIANGTENG))

    page = client.get(f"/residents/{person.resident_id}").content.decode()
    client.post(f"/residents/{person.resident_id}", {"purpose": "P03"})
    after = client.get(f"/residents/{person.resident_id}").content.decode()

    assert "请选择用途" in page
    assert "赵玉兰" not in page
    assert "赵玉兰" in after


def test_somebody_elsewhere_is_nobody(worker):
    person = make_person("远方", community=NEXT_COMMUNITY, order=113, birth="19600101")

    elsewhere = worker.get(f"/residents/{person.resident_id}")
    nobody = worker.get("/residents/00000000-0000-4000-8000-000000000000")

    assert (elsewhere.status_code, nobody.status_code) == (404, 404)
    assert without_number(elsewhere) == without_number(nobody)


def without_number(answer):
    page = answer.content.decode()
    page = re.sub(r'X-CSRFToken": "[^"]+|value="[^"]+"', "", page)
    return re.sub(r'<span class="num">\w+</span>', "", page)


def test_a_click_shows_one_phone_and_leaves_one_row(worker):
    person = make_zhao()

    shown = worker.post(
        f"/residents/{person.resident_id}/mobile/full", {"purpose": "P02"}, headers=HX
    )

    assert "13812341234" in shown.content.decode()
    assert TrailEvent.objects.get(action="unmask").fields == ["mobile"]


@pytest.mark.parametrize("field", ["bank_account", "id_number", "si_pension_base", "gg_special"])
def test_what_is_never_shown_is_refused(worker, field):
    person = make_zhao()

    shown = worker.post(
        f"/residents/{person.resident_id}/{field}/full", {"purpose": "P02"}, headers=HX
    )

    assert shown.status_code in (403, 404)
    assert "621700" not in shown.content.decode()


def test_the_hubs_own_value_is_corrected_and_travels(worker):
    person = make_zhao()
    form = form_of(worker, person, "mobile")

    answer = correct(worker, person, "mobile", form, value="13912345678")
    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert answer.status_code == 302
    assert "139****5678" in page
    assert Change.objects.filter(category="core_resident", after__has_key="mobile").count() == 2


def test_a_correction_form_never_carries_the_clear_old_value(worker):
    person = make_zhao()

    page = worker.get(f"/residents/{person.resident_id}/mobile/correct").content.decode()

    assert "13812341234" not in page


def test_anothers_value_becomes_a_request_and_shows_as_pending(worker):
    person = make_zhao()
    form = form_of(worker, person, "emp_form")

    correct(worker, person, "emp_form", form, value="010")
    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert CorrectionRequest.objects.get().field == "emp_form"
    assert "待确认" in page
    assert "灵活就业" in page


def test_a_form_sent_twice_is_one_word(worker):
    person = make_zhao()
    form = form_of(worker, person, "mobile")

    first = correct(worker, person, "mobile", form, value="13912345678")
    again = correct(worker, person, "mobile", form, value="13912345678")

    assert (first.status_code, again.status_code) == (302, 302)
    assert Change.objects.filter(source="COUNTER", after__has_key="mobile").count() == 2


def test_of_two_who_save_at_the_same_moment_one_is_told(transactional_db):
    person = make_zhao()
    clients = [seeing(), seeing()]
    forms = [form_of(client, person, "mobile") for client in clients]

    with ThreadPoolExecutor(2) as both:
        codes = list(both.map(lambda n: save_apart(clients[n], person, forms[n], n), range(2)))

    assert sorted(codes) == [302, 409]


def seeing():
    client = signed_in(make_worker("GRID", JIANGTENG))
    find(client, "赵玉")
    return client


def save_apart(client, person, form, n):
    with closing(connection):
        return correct(client, person, "mobile", form, value=f"1391234567{n}").status_code


def test_a_value_changed_meanwhile_answers_409_with_both(worker):
    person = make_zhao()
    form = form_of(worker, person, "mobile")
    tell("COUNTER", {"id_number": an_id(), "mobile": "13700001111"})

    answer = correct(worker, person, "mobile", form, value="13912345678")

    page = answer.content.decode()
    assert answer.status_code == 409
    for shown in ("138****1234", "137****1111", "13912345678", "手机号码"):
        assert shown in page


def test_two_people_correct_different_fields_and_both_stay(worker):
    person = make_zhao()
    first, second = form_of(worker, person, "mobile"), form_of(worker, person, "education_level")

    correct(worker, person, "mobile", first, value="13912345678")
    correct(worker, person, "education_level", second, value="20")

    page = worker.get(f"/residents/{person.resident_id}").content.decode()
    assert "139****5678" in page
    assert "大学本科教育" in page


@pytest.mark.parametrize("field", ["age", "resident_id", "gg_special", "hf_smi", "no_such_field"])
def test_computed_and_hidden_fields_have_no_form(worker, field):
    person = make_zhao()

    answer = worker.get(f"/residents/{person.resident_id}/{field}/correct")

    assert answer.status_code == 404


@pytest.mark.parametrize("headers", [HX, {}])
def test_a_value_that_cannot_be_stays_in_the_form_with_its_sentence(worker, headers):
    person = make_zhao()
    form = form_of(worker, person, "mobile")

    answer = worker.post(
        f"/residents/{person.resident_id}/mobile/correct", {**form, "value": "9"}, headers=headers
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“手机号码”：" in page
    assert re.search(r'id="c-mobile"[^>]*value="9"', page)
    assert 'id="v-mobile"' in page or not headers


def test_on_a_page_of_its_own_the_form_is_sent_as_a_page(worker):
    """Nothing there could be swapped for an answer: the button would do nothing."""
    where = f"/residents/{make_zhao().resident_id}/mobile/correct"

    assert "closest dd" not in worker.get(where).content.decode()
    assert "closest dd" in worker.get(where, headers=HX).content.decode()


def test_after_a_clash_the_same_form_may_be_sent_again(worker):
    person = make_zhao()
    form = form_of(worker, person, "mobile")
    tell("COUNTER", {"id_number": an_id(), "mobile": "13700001111"})
    clash = correct(worker, person, "mobile", form, value="13912345678").content.decode()
    again = dict(re.findall(r'name="(seen|seen_text|operation)" value="([^"]*)"', clash))

    answer = correct(worker, person, "mobile", again, value="13912345678")

    assert answer.status_code == 302


def test_the_resident_may_be_told_who_looked():
    person = make_zhao()
    client = signed_in(make_worker("GRID", JIANGTENG))
    client.post("/find", {"q": an_id(), "purpose": "P02"})
    client.get(f"/residents/{person.resident_id}")

    client.post(f"/residents/{person.resident_id}", {"purpose": "P07"})
    page = client.get(f"/residents/{person.resident_id}").content.decode()

    assert "谁查看过" in page
    assert "入户走访服务" in page


def test_a_childs_codes_are_told_in_words_though_the_row_is_masked(worker):
    person = make_zhao()
    child = make_person("赵小宝", birth="20200101", order=113, relation_to_head="20")

    of_mother = worker.get(f"/residents/{person.resident_id}").content.decode()
    of_child = worker.get(f"/residents/{child.resident_id}").content.decode()

    assert "男性 · 2020年生" in of_mother
    assert '<span class="muted">男性' in of_child


def test_the_english_page_speaks_english(worker):
    person = make_zhao()
    worker.post("/language", {"language": "en", "next": "/"})

    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert "Employment" in page
    assert "Flexible" in page


def test_a_closed_system_is_said_with_the_date_of_its_data(worker):
    person = make_zhao()
    SourceState.objects.create(source="EMP", state="closed", data_date=date(2026, 10, 31))

    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert "对方停机维护" in page
    assert "2026-10-31" in page


def test_the_day_of_the_data_and_the_day_it_came_stand_apart(worker):
    person = make_zhao()
    came = datetime(2026, 11, 23, 9, tzinfo=UTC)
    SourceState.objects.create(source="SI", last_success_at=came, data_date=date(2026, 10, 31))
    SourceState.objects.create(source="HSA", last_success_at=came)

    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert "数据截至 2026-10-31 · 最近收到 2026-11-23" in page
    assert page.count("数据截至") == 1
    assert page.count("最近收到 2026-11-23") == 2


def test_the_purpose_is_chosen_once_and_ends_with_the_sign_out(worker):
    person = make_zhao()
    worker.post("/find", {"q": "赵玉", "purpose": "P03"})

    next_look = worker.get(f"/residents/{person.resident_id}").content.decode()
    worker.post("/sign-out")

    assert 'value="P03" selected' in next_look
    assert worker.cookies["purpose"].value == ""


def test_what_the_owner_says_already_is_not_asked_of_it(worker):
    person = make_zhao()
    tell("EMP", {"id_number": an_id(), "emp_status": "1"}, key="e1")
    form = form_of(worker, person, "emp_status")

    answer = correct(worker, person, "emp_status", form, value="1")

    assert answer.status_code == 422
    assert "这就是现值" in answer.content.decode()
    assert not CorrectionRequest.objects.exists()


def test_a_place_is_chosen_by_its_name(worker):
    zhao = make_zhao()
    name = make_area(JIANGTENG).short_name

    form = worker.get(f"/residents/{zhao.resident_id}/hukou_division/correct").content.decode()

    assert f'<option value="{JIANGTENG}">{name}</option>' in form


def test_a_choice_nobody_made_is_not_the_first_of_the_list(worker):
    person = make_zhao()

    page = worker.get(f"/residents/{person.resident_id}/occupation_major/correct").content.decode()

    assert '<option value="" selected>请选择</option>' in page


def test_a_country_is_named(worker):
    person = make_zhao()
    tell("PSB_HJ", {"id_number": an_id(), "nationality": "CHN"}, key="n1")

    page = worker.get(f"/residents/{person.resident_id}").content.decode()

    assert "CHN" not in without_keys(page)
    assert ">中国<" in page


def test_a_childs_page_does_not_give_the_room_that_its_address_hides(worker):
    child = make_person("赵小宝", birth="20180601", order=111, address="3栋2单元1502")

    page = worker.get(f"/residents/{child.resident_id}").content.decode()

    assert "整行脱敏" in page
    assert "1502" not in without_keys(page)


def test_a_clerk_without_a_matter_is_told_why_the_page_is_empty():
    person = make_zhao()
    clerk = signed_in(make_worker("CLERK", JIANGTENG))
    find(clerk, "赵玉")

    page = clerk.get(f"/residents/{person.resident_id}").content.decode()

    assert "先受理事项" in page
    assert "姓名未知" not in page
    assert "补登手机号码" not in page
    assert "办理就业困难人员" in page


def test_a_housemate_without_a_name_can_be_opened_from_the_list(worker):
    make_zhao()
    tell("PSB_HJ", {
        "id_number": an_id("19490101", 111), "address": "3栋2单元501", "household_key": "H1",
    }, creates=True)  # fmt: skip

    assert "（姓名未知）</a>" in find(worker, "赵玉").content.decode()
