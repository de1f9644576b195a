import re

import pytest
from django.test import Client

from communities.models import TrailEvent
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, PASSWORD, make_posting, make_worker
from tests.hub.people import an_id, make_person, make_zhao
from tests.hub.web.closed_log import closed_log

pytestmark = pytest.mark.django_db
LIST = "/find?last"
ID_TAIL = an_id()[-4:]


def signed_in(staff):
    client = Client()
    client.post("/sign-in", {"username": staff.username, "password": PASSWORD})
    return client


@pytest.fixture
def worker(db):
    """The grid worker of the demo: the grid and the counter in one person."""
    staff = make_worker("GRID", JIANGTENG)
    make_posting(staff, "CLERK", JIANGTENG)
    return signed_in(staff)


def find(client, text, **more):
    """As a browser does: a list has an address of its own."""
    answer = client.post("/find", {"q": text, "purpose": "P02", **more})
    return client.get(LIST) if answer.get("Location") == LIST else answer


def test_a_whole_number_opens_the_one_screen(worker):
    person = make_zhao()

    answer = find(worker, an_id())

    assert answer["Location"] == f"/residents/{person.resident_id}"


def test_a_name_gives_a_list_with_the_household(worker):
    make_zhao()
    make_person("王大山", birth="19800101", order=113, relation_to_head="10")

    page = find(worker, "赵玉").content.decode()

    assert "赵玉兰" in page
    assert "王大山" in page
    assert an_id() not in page


def test_nothing_personal_stands_in_a_url(worker):
    make_zhao()

    page = find(worker, "赵玉").content.decode()

    addresses = re.findall(r'(?:href|action|hx-\w+)="([^"]*)"', page)
    assert not [one for one in addresses if "赵" in one or "138" in one or "42019" in one]


def test_nobody_and_somebody_elsewhere_are_the_same_page(worker):
    make_person("远方", community=NEXT_COMMUNITY, order=113, birth="19600101")
    find(worker, "赵玉")

    elsewhere = find(worker, an_id("19600101", 113)).content.decode()
    nobody = find(worker, an_id("19600101", 115)).content.decode()

    assert without_token(elsewhere, an_id("19600101", 113)) == without_token(
        nobody, an_id("19600101", 115)
    )


def without_token(page, number):
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page).replace(
        number, ""
    )


def test_the_way_back_from_a_resident_leads_to_the_list_again(worker):
    person = make_zhao()
    asked = worker.post("/find", {"q": "赵玉", "purpose": "P02"})
    worker.get(f"/residents/{person.resident_id}")

    page = worker.get(asked["Location"]).content.decode()

    assert "赵玉兰" in page
    assert ID_TAIL in page
    assert ID_TAIL not in worker.get("/find").content.decode()


def test_what_was_typed_is_not_kept_in_clear(worker):
    worker.post("/find", {"q": "赵玉", "purpose": "P02"})

    assert "赵玉" not in str(dict(worker.session))


def test_every_search_leaves_an_access_row_with_its_purpose(worker):
    make_zhao()

    find(worker, "赵玉")
    find(worker, an_id())
    find(worker, an_id("19600101", 115))

    rows = TrailEvent.objects.filter(action__in=("find", "lookup")).order_by("pk")
    assert [(row.action, row.purpose, row.count) for row in rows] == [
        ("find", "P02", 1), ("lookup", "P02", 1), ("lookup", "P02", 0),
    ]  # fmt: skip


def test_a_search_without_a_purpose_finds_nothing(worker):
    make_zhao()

    answer = worker.post("/find", {"q": "赵玉", "purpose": ""})

    assert answer.status_code == 422
    assert "赵玉兰" not in answer.content.decode()


def test_too_short_a_name_says_what_to_type(worker):
    answer = find(worker, "王")

    assert answer.status_code == 422
    assert "再输入一个字" in answer.content.decode()


def test_a_number_outside_the_own_grid_is_found_in_the_community_and_shown_to_the_secretary():
    make_zhao()
    staff = make_worker("GRID", JIANGTENG + "002")
    worker = signed_in(staff)
    secretary = signed_in(make_worker("SEC", JIANGTENG))

    where = find(worker, an_id())["Location"]
    page = worker.get(where)

    assert page.status_code == 200
    assert "赵**" in page.content.decode()
    assert "网格外按号码查找" in (first := secretary.get("/").content.decode())
    assert staff.name in first
    assert find(worker, "赵玉").content.decode().count("赵**") == 0


def test_without_the_access_log_there_is_no_data(worker):
    person = make_zhao()
    find(worker, "赵玉")

    with closed_log():
        answer = worker.get(f"/residents/{person.resident_id}")

    assert answer.status_code == 503
    assert "赵玉兰" not in answer.content.decode()


def test_an_hour_of_guessing_numbers_is_stopped(worker, monkeypatch):
    monkeypatch.setattr("hub.services.numbers_asked.AN_HOUR", 2)
    for order in (111, 113):
        find(worker, an_id("19600101", order))

    assert find(worker, an_id("19600101", 115)).status_code == 429


def test_the_box_the_counter_and_the_api_share_the_hour(worker, monkeypatch):
    monkeypatch.setattr("hub.services.numbers_asked.AN_HOUR", 2)
    told = {"id_number": an_id("19600101", 115), "purpose": "P01"}
    for order in (111, 113):
        find(worker, an_id("19600101", order))

    answer = worker.post("/api/v1/residents/lookup", told, content_type="application/json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many")
    assert answer["Retry-After"] == "600"


def test_of_a_large_household_a_line_names_the_nearest_and_says_that_there_are_more(worker):
    for year, letter in enumerate("甲乙丙丁戊己庚", start=2001):
        make_person(
            f"王小{letter}", birth=f"{year}0101", order=year % 100 * 2 + 113, relation_to_head="20"
        )
    make_person("王大山", birth="19800101", order=133, relation_to_head="01")

    page = find(worker, "王小庚").content.decode()

    assert "王大山" in page
    assert "王小丁" in page
    assert "王小戊" not in page
    assert re.search(r"（子）</span>\s*等", page)


def test_a_family_that_fits_is_named_whole(worker):
    make_zhao()
    make_person("王大山", birth="19800101", order=113, relation_to_head="10")

    assert not re.search(r"</span>\s*等</td>", find(worker, "赵玉").content.decode())


def test_a_phone_nobody_has_stands_in_the_form_for_somebody_new(worker):
    begun = find(worker, "13900000001").content.decode()

    assert '<input type="hidden" name="mobile" value="13900000001">' in begun
