import json

import pytest

from hub.models import Resident
from tests.hub.api.test_residents import with_key
from tests.hub.people import an_id, make_zhao

pytestmark = pytest.mark.django_db
FIELDS = ("education_level", "phone_alt", "age")
RIGHTS = ("observation_send", "feed_read")


def send(client, operation, *rows):
    told = json.dumps({"operation": operation, "observations": list(rows)})
    return client.post("/api/v1/observations", told, content_type="application/json")


def row(**values):
    return {"id_number": an_id(), "values": values}


def writer():
    return with_key(FIELDS, rights=RIGHTS)


def test_an_observation_enters_by_the_same_door():
    make_zhao()

    told = send(writer(), "o1", row(phone_alt="027-84561234")).json()

    assert told["counts"]["changed"] == 1
    assert Resident.objects.get(name="赵玉兰").phone_alt_mask == "027-****1234"


def test_the_same_operation_again_answers_the_same_and_changes_nothing():
    make_zhao()
    client = writer()

    first = send(client, "o1", row(phone_alt="027-84561234")).json()
    again = send(client, "o1", row(phone_alt="027-84561234")).json()
    other = send(client, "o1", row(phone_alt="027-84569999"))

    assert first == again
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("name", "why"), [("age", "derived"), ("mobile", "not_granted"), ("shoe_size", "unknown")]
)
def test_a_field_that_may_not_be_written_is_named(name, why):
    make_zhao()

    answer = send(writer(), "o1", row(**{name: "1"}))

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {name: why}


def test_a_cell_that_cannot_be_says_why_and_the_rest_goes_on():
    make_zhao()

    told = send(writer(), "o1", row(phone_alt="9"), row(education_level="20")).json()

    assert told["outcomes"][0]["reasons"][0]["field"] == "phone_alt"
    assert told["outcomes"][0]["reasons"][0]["message"]
    assert told["rows"] == 2


def test_a_key_without_the_right_sends_nothing():
    client = with_key(FIELDS, rights=("feed_read",))

    assert send(client, "o1", row(phone_alt="027-84561234")).status_code == 403


def test_a_stranger_is_not_told_from_a_person_elsewhere():
    make_zhao()

    told = send(writer(), "o1", {"id_number": an_id("19600101", 115), "values": {"phone_alt": "1"}})

    assert told.json()["outcomes"][0]["state"] == "set_aside"
    assert told.json()["outcomes"][0]["resident_id"] is None
