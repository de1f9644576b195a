import json

import pytest
from django.test import Client

from communities.models import TrailEvent
from tests.communities.make import (
    JIANGDI,
    JIANGTENG,
    NEXT_GRID,
    OTHER_COMMUNITY,
    make_area,
    make_key,
    make_worker,
)
from tests.hub.people import an_id, make_person, make_zhao
from tests.hub.web.test_find import signed_in

pytestmark = pytest.mark.django_db
FIELDS = ("name", "mobile", "emp_status", "age")


def with_key(fields=FIELDS, areas=(JIANGDI,), **more):
    return Client(headers={"Authorization": f"Bearer {make_key(fields, areas, **more)}"})


def lookup(client, number, purpose="P08"):
    told = json.dumps({"id_number": number, "purpose": purpose})
    return client.post("/api/v1/residents/lookup", told, content_type="application/json")


def test_a_key_reads_its_fields_and_no_other():
    person = make_zhao()

    told = lookup(with_key(), an_id()).json()["resident"]

    names = {name for fields in told["categories"].values() for name in fields}
    assert told["resident_id"] == str(person.resident_id)
    assert names == set(FIELDS)
    assert told["categories"]["core_resident"]["mobile"]["value"] == "13812341234"
    assert told["categories"]["c05_employment"]["emp_status"]["source"] == "EMP"


def test_no_match_and_no_right_are_the_same_bytes():
    make_area(OTHER_COMMUNITY)
    make_person("远方", community=OTHER_COMMUNITY, order=113, birth="19600101")
    client = with_key()

    elsewhere = lookup(client, an_id("19600101", 113))
    nobody = lookup(client, an_id("19600101", 115))

    assert (elsewhere.status_code, elsewhere.content) == (200, b'{"resident":null}')
    assert elsewhere.content == nobody.content


def test_a_key_of_another_purpose_is_refused():
    make_zhao()

    assert lookup(with_key(), an_id(), "P01").status_code == 403
    assert lookup(with_key(), an_id(), "P77").status_code == 422


def test_a_wrong_number_is_a_sentence_in_two_languages():
    answer = lookup(with_key(), "420190198103152468")

    error = answer.json()["error"]
    assert answer.status_code == 422
    assert "校验" in error["message"]
    assert "check" in error["message_en"]
    assert error["request_id"]
    assert (error["code"], error["fields"]) == ("id_number_wrong", {"id_number": "wrong"})


@pytest.mark.parametrize("number", ["😀😀", "赵", "4201*********0024"])
def test_what_is_no_number_at_all_is_told_as_a_wrong_number(number):
    answer = lookup(with_key(), number)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "id_number_wrong")


@pytest.mark.parametrize(
    "told",
    [b"", b"{", b'{"id_number": NaN}', b'{"id_number": "\\ud800"}', b"\xff\xfe", b"[" * 5000],
)
def test_what_is_no_json_is_a_sentence_and_no_look(told):
    make_zhao()

    answer = with_key().post("/api/v1/residents/lookup", told, content_type="application/json")

    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]
    assert not TrailEvent.objects.filter(action="api_lookup").exists()


def test_each_look_of_a_key_leaves_an_access_row():
    person = make_zhao()
    client = with_key()

    lookup(client, an_id())
    client.get(f"/api/v1/residents/{person.resident_id}")

    rows = TrailEvent.objects.filter(account__startswith="key:").order_by("pk")
    assert [(row.action, row.residents) for row in rows] == [
        ("api_lookup", [person.pk]), ("api_profile", [person.pk]),
    ]  # fmt: skip


def test_a_person_at_work_gets_the_masked_profile_by_the_session():
    make_zhao()
    client = signed_in(make_worker("SEC", JIANGTENG))

    told = lookup(client, an_id(), "P03").json()["resident"]

    name = told["categories"]["core_resident"]["name"]
    assert (name["value"], name["text"], name["masked"]) == (None, "赵**", True)


def test_a_number_of_another_grid_asked_over_the_api_is_shown_to_the_secretary_too():
    make_zhao()
    worker = signed_in(make_worker("GRID", NEXT_GRID))

    assert lookup(worker, an_id(), "P03").json()["resident"] is not None
    assert TrailEvent.objects.get(account_kind="staff", action="reach").purpose == "P03"


@pytest.mark.parametrize("purpose", ["P04", "P08", "P09"])
def test_a_person_at_work_names_no_purpose_of_the_hubs_own(purpose):
    person = make_zhao()
    worker = signed_in(make_worker("SEC", JIANGTENG))

    looked = worker.get(f"/api/v1/residents/{person.resident_id}", {"purpose": purpose})

    assert lookup(worker, an_id(), purpose).status_code == looked.status_code == 422


def test_by_the_public_key_nobody_is_404():
    client = with_key()

    assert client.get("/api/v1/residents/00000000-0000-4000-8000-000000000000").status_code == 404


def test_without_a_key_nothing_is_said():
    assert lookup(Client(), an_id()).status_code == 401
