import json
from uuid import uuid4

import pytest

from communities.models import Consumer
from hub.models import Employment, Resident, SetAside, SourceRecord
from tests.communities.make import OTHER_COMMUNITY, make_area
from tests.hub.api.test_residents import lookup, with_key
from tests.hub.people import an_id, make_person, make_zhao

pytestmark = pytest.mark.django_db
FIELDS = ("education_level", "phone_alt", "age")
RIGHTS = ("observation_send", "feed_read")
PHONE = {"phone_alt": "027-84561234", "education_level": "xx"}
STRANGER = an_id("19600101", 115)


@pytest.fixture
def street_elsewhere(db):
    make_zhao()
    make_area(OTHER_COMMUNITY)


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


def test_moments_of_an_answer_are_all_told_by_the_local_clock():
    make_zhao()
    send(writer(), "o1", row(phone_alt="027-84561234"))

    told = lookup(with_key(FIELDS), an_id()).json()["resident"]["categories"]["core_resident"]

    assert told["phone_alt"]["at"].endswith("+08:00")


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


def test_somebody_elsewhere_is_answered_as_nobody_and_stays(street_elsewhere):
    client = with_key(FIELDS, areas=(OTHER_COMMUNITY,), rights=RIGHTS)

    elsewhere = send(client, "o1", row(**PHONE)).json()
    nobody = send(client, "o2", {"id_number": STRANGER, "values": PHONE}).json()

    assert elsewhere == nobody
    assert Resident.objects.get(name="赵玉兰").phone_alt_mask is None


def test_a_key_that_speaks_for_a_system_has_its_weight():
    make_zhao()

    client = with_key(("emp_form", "mobile"), rights=RIGHTS, speaks_for="EMP")
    told = send(client, "o1", row(emp_form="010", mobile="13700001111")).json()

    held = Employment.objects.get(subject__name="赵玉兰")
    phone = Resident.objects.get(name="赵玉兰").mobile_mask
    assert told["counts"]["changed"] == 1
    assert (held.emp_form, held.source) == ("010", "EMP")
    assert phone == "138****1234"


def test_a_key_that_speaks_for_a_system_says_only_what_it_was_granted():
    make_zhao()

    client = with_key(("emp_form",), rights=RIGHTS, speaks_for="EMP")
    answer = send(client, "o1", row(emp_status="1"))

    assert answer.json()["error"]["fields"] == {"emp_status": "not_granted"}


def test_a_key_without_a_system_is_believed_as_a_sheet_is():
    make_zhao()

    send(with_key(("emp_form",), rights=RIGHTS), "o1", row(emp_form="010"))

    assert Employment.objects.get(subject__name="赵玉兰").emp_form == "022"


@pytest.mark.parametrize("way", ["in_values", "beside_a_stranger", "as_a_passport", "by_key"])
def test_nobody_elsewhere_is_reached_by_another_way_of_naming(street_elsewhere, way):
    granted = (*FIELDS, "id_number", "id_type")
    client = with_key(granted, areas=(OTHER_COMMUNITY,), rights=RIGHTS)
    held = Resident.objects.get(name="赵玉兰")
    if way == "by_key":
        SourceRecord.objects.create(
            source="IMPORT", kind="resident", subject_id=held.pk, digest=b"x",
            source_key=f"key:{Consumer.objects.get().key_prefix}:k1",
        )  # fmt: skip
    names = {
        "in_values": {"resident_id": str(held.resident_id), "values": {}},
        "beside_a_stranger": {"resident_id": str(uuid4()), "values": {"id_number": an_id()}},
        "as_a_passport": {"id_number": an_id(), "values": {"id_type": "111"}},
        "by_key": {"id_number": STRANGER, "key": "k1", "values": {}},
    }[way]

    told = send(client, "o1", {**names, "values": {**names["values"], **PHONE}}).json()

    assert told["outcomes"][0]["resident_id"] is None
    assert Resident.objects.get(name="赵玉兰").phone_alt_mask is None


def test_a_number_beside_ones_own_person_does_not_tell_who_is_known_elsewhere(street_elsewhere):
    make_person("近处", community=OTHER_COMMUNITY, order=113, birth="19600101")
    client = with_key((*FIELDS, "id_number"), areas=(OTHER_COMMUNITY,), rights=RIGHTS)
    own = {"resident_id": str(Resident.objects.get(name="近处").resident_id)}

    known = send(client, "o1", {**own, "values": {"id_number": an_id()}}).json()
    nobody = send(client, "o2", {**own, "values": {"id_number": STRANGER}}).json()

    assert known == nobody
    assert known["outcomes"][0]["resident_id"] == own["resident_id"]


def test_the_police_cannot_give_one_person_the_number_of_another():
    zhao = make_zhao()
    make_person("近处", order=113, birth="19600101")
    client = with_key(("id_number", "name"), rights=RIGHTS, speaks_for="PSB_HJ")
    wrong = {
        "resident_id": str(zhao.resident_id),
        "values": {"id_number": an_id("19600101", 113), "name": "赵玉"},
    }
    right = {"id_number": an_id("19600101", 113), "values": {"name": "近处人"}}

    told = send(client, "o1", wrong, right).json()

    assert [one["state"] for one in told["outcomes"]] == ["set_aside", "changed"]
    assert told["outcomes"][0]["reasons"][0]["reason"] == "id_other_person"
    held = Resident.objects.get(pk=zhao.pk)
    assert (held.id_number_mask, held.name) == (zhao.id_number_mask, "赵玉兰")
    assert SetAside.objects.get().reason == "id_other_person"


def test_of_two_persons_given_one_new_number_the_first_has_it():
    zhao = make_zhao()
    near = make_person("近处", order=113, birth="19600101")
    client = with_key(("id_number",), rights=RIGHTS, speaks_for="PSB_HJ")
    rows = [
        {"resident_id": str(one.resident_id), "values": {"id_number": an_id("19600101", 115)}}
        for one in (near, zhao)
    ]

    told = send(client, "o1", *rows).json()

    assert [one["state"] for one in told["outcomes"]] == ["changed", "set_aside"]


@pytest.mark.parametrize(
    "value", [["a"], {"a": 1}, True, 10**40, float("inf"), "\ud800", [[[]]]], ids=repr
)
def test_a_value_of_no_kind_the_field_knows_is_refused_by_name(value):
    make_zhao()

    answer = send(with_key(("emergency_name",), rights=RIGHTS), "o1", row(emergency_name=value))

    assert answer.status_code in (400, 422)
    assert answer.status_code == 400 or answer.json()["error"]["fields"] == {
        "emergency_name": "wrong_type"
    }


def test_a_moment_before_the_calendar_begins_is_refused():
    make_zhao()

    answer = send(writer(), "o1", {**row(phone_alt="1"), "at": "0001-01-01T00:00:00"})

    assert answer.status_code == 422


def test_a_long_operation_is_not_taken_for_another_that_begins_alike():
    make_zhao()
    client = writer()
    long = "nightly-" * 9

    first = send(client, long + "0001", row(phone_alt="027-84561234"))
    second = send(client, long + "0002", row(phone_alt="027-84565678"))

    assert (first.status_code, second.status_code) == (200, 200)
    assert Resident.objects.get(name="赵玉兰").phone_alt_mask == "027-****5678"
