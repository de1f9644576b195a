"""The page on which somebody new is entered, from the search that found nobody."""

import re

import pytest

from communities.models import TrailEvent
from hub.models import Resident
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, make_area, make_worker
from tests.hub.people import an_id, make_person
from tests.hub.web.test_find import find, signed_in

pytestmark = pytest.mark.django_db
NUMBER = an_id("19900408", 135)
ZHOU = {"id_type": "111", "id_number": NUMBER, "name": "周明", "community": JIANGTENG,
        "address": "江腾小区3栋2单元501", "purpose": "P03"}  # fmt: skip


@pytest.fixture
def worker(db):
    make_area(JIANGTENG)
    return signed_in(make_worker("GRID", JIANGTENG))


def test_a_number_nobody_has_leads_to_the_form_with_the_number_in_it(worker):
    page = find(worker, NUMBER).content.decode()
    form = worker.post("/residents/new", {"begin": "1", "id_number": NUMBER}).content.decode()

    assert 'action="/residents/new"' in page
    assert f'value="{NUMBER}"' in form
    assert not Resident.objects.exists()


def test_who_is_entered_has_a_page_at_once_and_the_log_names_the_worker(worker):
    answer = worker.post("/residents/new", ZHOU, follow=True)

    person = Resident.objects.get()
    assert "周明" in answer.content.decode()
    assert NUMBER not in str(answer.redirect_chain)
    row = TrailEvent.objects.get(action="enter")
    assert (row.purpose, row.residents, row.result) == ("P03", [person.pk], "ok")


def test_the_same_form_sent_twice_enters_one(worker):
    worker.post("/residents/new", {**ZHOU, "operation": "enter:1"})
    again = worker.post("/residents/new", {**ZHOU, "operation": "enter:1"})

    assert again.status_code == 302
    assert Resident.objects.count() == 1


def test_nobody_is_entered_into_another_community(worker):
    make_area(NEXT_COMMUNITY)
    answer = worker.post("/residents/new", {**ZHOU, "community": NEXT_COMMUNITY})

    assert answer.status_code == 403
    assert not Resident.objects.exists()


def test_a_wrong_number_comes_back_with_what_was_typed(worker):
    answer = worker.post("/residents/new", {**ZHOU, "id_number": NUMBER[:-1]})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "证件号码：" in page
    assert 'value="周明"' in page
    assert TrailEvent.objects.get(action="enter").result == "refused"


def test_a_form_without_a_number_asks_for_it_and_speaks_of_no_sheet(worker):
    blank = worker.post("/residents/new", {**ZHOU, "id_number": " "})
    short = worker.post("/residents/new", {**ZHOU, "id_number": "123"})

    assert (blank.status_code, short.status_code) == (422, 422)
    assert "请填写证件号码。" in blank.content.decode()
    assert not re.search("重新导入|一列", blank.content.decode() + short.content.decode())


def test_who_may_not_enter_people_is_not_offered_the_form(db):
    make_area(JIANGTENG)
    client = signed_in(make_worker("AUDIT", JIANGTENG))

    assert client.get("/residents/new").status_code == 403


def test_a_member_is_entered_from_the_page_of_the_household(worker):
    mother = make_person(relation_to_head="01")
    find(worker, "赵玉兰")
    page = worker.get(f"/residents/{mother.resident_id}").content.decode()
    form = worker.get(f"/residents/new?beside={mother.resident_id}").content.decode()

    worker.post("/residents/new", {**ZHOU, "beside": mother.resident_id, "relation_to_head": "20"})

    assert f"/residents/new?beside={mother.resident_id}" in page
    assert "与户主的关系" in form
    assert Resident.objects.get(name="周明").household_id == mother.household_id


def test_a_household_out_of_reach_is_nobodys_and_each_try_is_logged(worker):
    far = make_person("钱二", birth="19700101", order=151, community=NEXT_COMMUNITY, address="8栋1")
    tries = [str(far.resident_id), "6f2d1d4e-0000-4000-8000-000000000000"]

    answers = [worker.post("/residents/new", {**ZHOU, "beside": one}) for one in tries]

    assert [one.status_code for one in answers] == [422, 422]
    assert all("没有找到要加入的那一户" in one.content.decode() for one in answers)
    assert TrailEvent.objects.filter(action="enter", result="refused").count() == len(tries)


def test_who_comes_from_elsewhere_in_the_city_is_shown_to_the_secretary(worker):
    person = make_person("周明", birth="19900408", order=135, community=NEXT_COMMUNITY)

    worker.post("/residents/new", ZHOU)
    page = signed_in(make_worker("SEC", JIANGTENG)).get("/").content.decode()

    assert TrailEvent.objects.get(action="reach").residents == [person.pk]
    assert "网格外按号码查找" in page
