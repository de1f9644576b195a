"""What a sender is told of each row."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.models import Dissent, Resident, SetAside
from tests.communities.make import JIANGDI, JIANGTENG, OTHER_COMMUNITY, make_area
from tests.hub.api.test_observations import FIELDS, RIGHTS, row, send, writer
from tests.hub.api.test_residents import with_key
from tests.hub.people import an_id, make_person, make_zhao

pytestmark = pytest.mark.django_db


@pytest.fixture
def street_elsewhere(db):
    make_zhao()
    make_area(OTHER_COMMUNITY)


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
    said = {**row(phone_alt="027-84561234"), "key": "k1", "version": "9"}
    send(client, "o1", {**said, "at": "2026-03-01T08:00:00+08:00"})

    older = {**said, **row(phone_alt="027-84565678"), "version": "8"}
    skipped = send(client, "o2", {**older, "at": "2026-04-01T08:00:00+08:00"}).json()
    newer = {**said, **row(phone_alt="027-84569999"), "version": "10"}
    taken = send(client, "o3", {**newer, "at": "2026-02-01T08:00:00+08:00"}).json()

    assert skipped["outcomes"][0]["state"] == "skipped"
    assert reasons_of(skipped) == [("older_version", "version")]
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


def test_a_row_sent_again_word_for_word_still_says_whose_it_is_and_what_was_not_taken():
    zhao = make_zhao()
    client = with_key(("emp_form", "phone_alt"), rights=RIGHTS)
    said = {**row(emp_form="010", phone_alt="027-84561234"), "key": "k1"}

    first = send(client, "o1", said).json()["outcomes"][0]
    again = send(client, "o2", said).json()["outcomes"][0]

    assert first["resident_id"] == again["resident_id"] == str(zhao.resident_id)
    assert (first["state"], again["state"]) == ("changed", "unchanged")
    assert [why["field"] for why in again["reasons"]] == ["emp_form"]
    assert first["reasons"] == again["reasons"]


def test_a_row_sent_again_of_a_merged_person_names_the_one_who_is_kept(street_elsewhere):
    client = writer()
    near = make_person("近处", order=113, birth="19600101")
    said = {"id_number": an_id("19600101", 113), "values": {"phone_alt": "1"}, "key": "k1"}
    send(client, "o1", said)
    kept = Resident.objects.get(name="赵玉兰")
    Resident.objects.filter(pk=near.pk).update(merged_into=kept, record_status="4")

    again = send(client, "o2", said).json()["outcomes"][0]

    assert again["resident_id"] == str(kept.resident_id)
