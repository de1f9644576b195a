import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from communities.models import Consumer
from hub.models import Dissent, Employment, Resident, SetAside, SourceRecord
from tests.communities.make import JIANGDI, JIANGTENG, OTHER_COMMUNITY, make_area
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


def reasons_of(told, n=0):
    return [(why["reason"], why["field"]) for why in told["outcomes"][n]["reasons"]]


def test_a_sender_whose_word_is_not_believed_is_told_so():
    zhao = make_zhao()
    client = with_key(("emp_form", "phone_alt"), rights=RIGHTS)

    answer = send(client, "o1", row(emp_form="010", phone_alt="027-84561234"))

    told = answer.json()
    why = told["outcomes"][0]["reasons"][0]
    assert told["counts"]["changed"] == 1
    assert reasons_of(told) == [("value_in_question", "emp_form")]
    assert "未采用" in why["message"]
    assert "not taken" in why["message_en"]
    assert Dissent.objects.get(subject_id=zhao.pk, field="emp_form").state == "open"
    assert "022" not in answer.content.decode()


def test_a_word_beside_that_of_another_system_stands_beside_it_and_says_so():
    zhao = make_zhao()
    phone = {"phone_alt": "027-84561234"}
    send(with_key(tuple(phone), rights=RIGHTS, speaks_for="SI"), "o1", row(**phone))

    told = send(writer(), "o2", row(phone_alt="027-84569999")).json()

    assert reasons_of(told) == [("value_not_taken", "phone_alt")]
    assert told["outcomes"][0]["state"] == "unchanged"
    assert not Dissent.objects.get(subject_id=zhao.pk, field="phone_alt").asks


def test_a_sender_that_names_one_person_with_the_number_of_another_is_told_so():
    zhao = make_zhao()
    make_person("近处", order=113, birth="19600101")
    client = with_key(("emp_form",), rights=RIGHTS, speaks_for="EMP")
    said = {"resident_id": str(zhao.resident_id), "values": {"emp_form": "010"}}

    other = send(client, "o1", {**said, "id_number": an_id("19600101", 113)}).json()
    own = send(client, "o2", {**said, "id_number": an_id()}).json()

    assert reasons_of(other) == [("number_in_question", "id_number")]
    assert reasons_of(own) == []
    assert Dissent.objects.filter(subject_id=zhao.pk, field="id_number").exists()


def test_what_a_number_implies_of_a_person_is_told_to_nobody_who_did_not_say_it():
    zhao = make_zhao()
    client = with_key(("sex", "phone_alt"), rights=RIGHTS)
    said = {"resident_id": str(zhao.resident_id), "id_number": an_id("19600101", 113)}

    silent = send(client, "o1", {**said, "values": {"phone_alt": "027-84561234"}}).json()
    loud = send(client, "o2", {**said, "values": {"sex": "1"}}).json()

    assert {field for _why, field in reasons_of(silent)} == {"id_number"}
    assert {field for _why, field in reasons_of(loud)} == {"id_number", "sex"}


def test_a_message_from_the_day_after_tomorrow_is_set_aside_and_the_rest_goes_on():
    zhao = make_zhao()
    ahead = (timezone.now() + timedelta(days=2)).isoformat()
    early = {**row(phone_alt="027-84569999"), "at": ahead}
    early_too = {**row(phone_alt="027-84568888"), "at": ahead}

    told = send(writer(), "o1", early, row(phone_alt="027-84561234"), early_too).json()

    assert [one["state"] for one in told["outcomes"]] == ["set_aside", "changed", "set_aside"]
    assert [one["n"] for one in told["outcomes"]] == [0, 1, 2]
    assert reasons_of(told) == [("moment_in_future", "at")]
    assert Resident.objects.get(pk=zhao.pk).phone_alt_mask == "027-****1234"
    assert SetAside.objects.filter(reason="moment_in_future").count() == 2


def test_a_senders_clock_may_be_a_minute_ahead():
    make_zhao()
    soon = (timezone.now() + timedelta(minutes=1)).isoformat()

    told = send(writer(), "o1", {**row(phone_alt="027-84561234"), "at": soon}).json()

    assert told["counts"]["changed"] == 1


def test_a_source_is_ordered_by_its_version_and_never_by_its_clock():
    zhao = make_zhao()
    client = writer()
    said = {**row(phone_alt="027-84561234"), "key": "k1", "version": "2"}
    send(client, "o1", {**said, "at": "2026-03-01T08:00:00+08:00"})

    older = {**said, **row(phone_alt="027-84565678"), "version": "1"}
    skipped = send(client, "o2", {**older, "at": "2026-04-01T08:00:00+08:00"}).json()
    newer = {**said, **row(phone_alt="027-84569999"), "version": "3"}
    taken = send(client, "o3", {**newer, "at": "2026-02-01T08:00:00+08:00"}).json()

    assert skipped["outcomes"][0]["state"] == "skipped"
    assert taken["outcomes"][0]["state"] == "changed"
    assert Resident.objects.get(pk=zhao.pk).phone_alt_mask == "027-****9999"


@pytest.mark.parametrize("community", ["999999999999", OTHER_COMMUNITY, JIANGDI])
def test_a_community_nobody_knows_or_not_of_the_key_is_named(street_elsewhere, community):
    client = with_key(FIELDS, rights=RIGHTS)

    told = send(client, "o1", {**row(phone_alt="027-84561234"), "community": community}).json()

    assert told["outcomes"][0]["state"] == "changed"
    assert reasons_of(told) == [("community_unknown", "community")]


def test_a_community_of_the_key_raises_nothing():
    make_zhao()

    told = send(writer(), "o1", {**row(phone_alt="027-84561234"), "community": JIANGTENG}).json()

    assert reasons_of(told) == []


def test_what_is_missing_is_named_at_its_place_by_one_word():
    client = writer()

    answer = send(client, "o1", row(phone_alt="1"), {"values": [], "at": "yesterday"})

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"] == {
        "observations.1.values": "not_a_dict",
        "observations.1.at": "invalid",
    }
    assert send(client, "o1", {"values": {"phone_alt": "1"}}).json()["error"]["fields"] == {
        "observations.0.id_number": "required"
    }
