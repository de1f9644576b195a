from dataclasses import replace

import pytest

from communities.actor import Actor, system_actor
from communities.permissions import CLOSED_TO_FEED
from communities.rowscope import row_scope
from hub.dictionary import FIELDS
from hub.selectors.granted import shown_fields
from hub.selectors.key_answer import answer_to_key
from hub.selectors.profile import read
from hub.selectors.profile_query import BY_RESIDENT, held_of
from hub.selectors.sight import JUDICIAL, NEVER
from tests.hub.people import TODAY, an_id, make_person, make_zhao, tell

pytestmark = pytest.mark.django_db

BUREAU = Actor(
    "consumer", 1, "key:bureau", consumer_fields=frozenset(FIELDS), consumer_areas=("4201",)
)
HUB = system_actor("hub")


def held(person):
    with row_scope(BUREAU):
        return held_of(by=BY_RESIDENT, key=person.resident_id, day=TODAY)


def told(person, actor=BUREAU, day=TODAY):
    return answer_to_key(held(person), actor=actor, day=day).as_dict()


def test_a_bureau_is_told_another_voice_beside_the_held_value():
    person = make_zhao()
    tell("ZZ", {"id_number": an_id(), "education_level": "20"}, key="zz")

    core = told(person)["categories"]["core_resident"]

    assert core["education_level"]["doubt"] is True
    assert core["education_level"]["value"] == "60"
    assert core["mobile"]["value"] == "13812341234"
    assert core["mobile"]["doubt"] is False


def test_a_bureau_and_a_page_are_told_the_same_of_a_person():
    person = make_zhao()
    make_person("王大山", birth="19800101", order=113, relation_to_head="10")
    tell("ZZ", {"id_number": an_id(), "education_level": "20"}, key="zz")

    on_a_page = read(held(person), actor=HUB, day=TODAY)
    in_full = replace(
        BUREAU,
        consumer_fields=frozenset(
            name for name, value in on_a_page.values.items() if not value.masked
        )
        | {"name", "sex", "birth_date", "relation_to_head"},
    )
    answer = told(person, in_full)

    page = {
        category: {name: value for name, value in values.items() if not value["masked"]}
        for category, values in on_a_page.as_dict()["categories"].items()
        if "flag" not in values and category not in CLOSED_TO_FEED
    }
    assert answer["categories"] == {category: values for category, values in page.items() if values}
    assert answer["household"] == on_a_page.as_dict()["household"]


def test_a_bureau_is_told_what_it_was_granted_and_nothing_else():
    person = make_zhao()

    answer = told(person, replace(BUREAU, consumer_fields=frozenset({"emp_status"})))

    assert list(answer["categories"]) == ["c05_employment"]
    assert list(answer["categories"]["c05_employment"]) == ["emp_status"]
    assert answer["household"] == []


def test_a_bureau_is_told_what_is_computed_of_facts_nobody_holds():
    categories = told(make_person())["categories"]

    assert categories["c10_elderly"]["el_is60"]["value"] is False
    assert categories["c05_employment"]["emp_diff_flag"]["source"] == "DERIVED"
    assert categories["c05_employment"]["emp_diff_flag"]["by_owner"] is False


def test_a_phone_that_only_another_voice_tells_is_a_doubt_without_a_value():
    dissent = {"field": "mobile", "source": "ZZ", "value": {"mask": "138****0000"}, "asks": True}
    disputed = replace(held(make_person()), dissents=[dissent])

    core = answer_to_key(disputed, actor=BUREAU, day=TODAY).as_dict()["categories"]["core_resident"]

    assert (core["mobile"]["value"], core["mobile"]["text"]) == (None, "")
    assert core["mobile"]["doubt"] is True


def test_no_grant_reaches_what_nobody_may_be_told():
    person = make_zhao()
    tell("ZZ", {"id_number": an_id(), "gg_special": ["01"]}, key="special")

    seen = {name for values in told(person)["categories"].values() for name in values}

    assert not seen & (NEVER | JUDICIAL)
    inner = {"household_id", "dwelling_id", "name_pinyin"}
    assert not inner & {one.name for one in shown_fields("core_resident")}


def test_a_bureau_that_sends_a_categorys_facts_is_told_none_of_a_closed_category():
    person = make_zhao()
    tell("ZZ", {"id_number": an_id(), "gg_care": "2"}, key="care")
    tell("NHC", {"id_number": an_id(), "hf_signed": "2026-01-05"}, key="nhc")

    assert not {"c13_health_family", "c18_grid"} & set(told(person)["categories"])


def test_the_access_row_names_the_private_fields_that_were_told():
    answer = answer_to_key(held(make_zhao()), actor=BUREAU, day=TODAY)

    assert {"id_number", "mobile", "bank_account"} <= set(answer.shown_in_full)
    assert "emp_status" not in answer.shown_in_full


def test_a_phone_that_is_two_years_old_is_marked():
    person = make_zhao()

    now = told(person)["categories"]["core_resident"]["mobile"]
    later = told(person, day=TODAY.replace(year=2028))["categories"]["core_resident"]["mobile"]

    assert (now["old"], later["old"]) == (False, True)
    assert now["value"] == "13812341234"
