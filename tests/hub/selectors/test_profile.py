import json

import pytest
from django.db import connection
from psycopg import sql

from communities.rowscope import row_scope
from hub.derived.expressions import DERIVED
from hub.derived.select import pieces
from hub.selectors.profile import profile_of
from hub.selectors.profile_query import BY_IDENTITY, BY_RESIDENT, held_of
from hub.selectors.search import number_hashes
from tests.communities.make import GRID, JIANGTENG, NEXT_COMMUNITY, an_actor, make_area
from tests.hub.people import TODAY, an_id, make_person, make_zhao, tell

pytestmark = pytest.mark.django_db

WORKER = an_actor(("GRID", JIANGTENG))
SECRETARY = an_actor(("SEC", JIANGTENG))


def seen(person, actor=WORKER):
    with row_scope(actor):
        return profile_of(by=BY_RESIDENT, key=person.resident_id, actor=actor, day=TODAY)


def test_every_value_says_who_says_it_and_since_when():
    value = seen(make_zhao()).values["emp_status"]

    assert (value.text, value.voice.source, value.by_owner) == ("就业", "EMP", True)
    assert value.voice.got


def test_a_fields_own_voice_stands_before_its_rows():
    value = seen(make_zhao()).values["mobile"]

    assert (value.text, value.voice.source, value.by_owner) == ("138****1234", "COUNTER", True)


def test_computed_values_are_of_the_day():
    values = seen(make_zhao()).values

    assert values["age"].text == "45"
    assert values["age"].computed
    assert values["statutory_retire_date"].text.startswith("20")


def test_the_household_stands_beside_the_person():
    person = make_person()
    make_person("王小明", birth="20150315", order=111, relation_to_head="20")
    make_person("王大山", birth="19800101", order=113, relation_to_head="10")

    members = seen(person).members

    assert [(one.name, one.born) for one in members] == [("王大山", "1980"), ("王**", "2015")]


def test_another_voice_is_shown_beside_the_held_value():
    person = make_zhao()
    tell("ZZ", {"id_number": an_id(), "education_level": "20"}, key="zz")

    value = seen(person).values["education_level"]

    assert value.text != value.dissents[0]["text"]
    assert value.dissents[0]["source"] == "ZZ"


def test_masked_values_leave_the_query_masked():
    text = str(seen(make_zhao(), SECRETARY).as_dict())

    for clear in ("赵玉兰", an_id(), "13812341234", "6217001234567890123", "1981-03-15"):
        assert clear not in text


def test_the_json_of_a_masked_value_has_no_clear_value():
    values = seen(make_zhao(), SECRETARY).as_dict()["categories"]["core_resident"]

    assert values["id_number"]["value"] is None
    assert values["id_number"]["text"] == "420190********2467"
    assert "name_pinyin" not in values


def test_no_right_and_nobody_are_the_same_nothing():
    person = make_person(community=NEXT_COMMUNITY)

    assert seen(person) is None
    with row_scope(WORKER):
        assert (
            profile_of(by=BY_IDENTITY, key=number_hashes(an_id()), actor=WORKER, day=TODAY) is None
        )


def test_the_app_role_sees_the_person_in_its_scope_and_none_without(as_app):
    person = make_zhao()

    with as_app():
        inside = seen(person)
        outside = seen(person, an_actor(("GRID", NEXT_COMMUNITY)))

    assert inside is not None
    assert inside.values["emp_status"].text == "就业"
    assert outside is None


def test_the_function_gives_nothing_without_a_scope(as_app):
    person = make_zhao()

    with as_app():
        found = profile_of(by=BY_RESIDENT, key=person.resident_id, actor=WORKER, day=TODAY)

    assert found is None


def test_a_category_with_a_flag_right_says_only_yes_or_no():
    person = make_zhao()
    tell("CDPF", {"id_number": an_id(), "ds_cert_no": "42019019810315246743"}, key="ds")
    worker = an_actor(("GRID", JIANGTENG))

    card = seen(person, worker).card("c11_disability")

    assert (card.flag, card.values) == (True, ())


def test_a_value_beyond_its_freshness_is_marked():
    make_area(GRID)
    person = make_zhao()
    value = seen(person).values["mobile"]

    later = profile_later(person)

    assert value.old is False
    assert later.values["mobile"].old is True


def profile_later(person):
    with row_scope(WORKER):
        return profile_of(
            by=BY_RESIDENT, key=person.resident_id, actor=WORKER, day=TODAY.replace(year=2028)
        )


def test_what_the_profile_computes_is_what_the_rules_say():
    person = make_zhao()
    make_person("王小明", birth="20150315", order=111, relation_to_head="20")
    make_person("王大山", birth="19500101", order=113, relation_to_head="10")
    tell("EMP", {"id_number": an_id("19500101", 113), "emp_status": "1"}, key="emp")
    found = pieces(DERIVED)
    query = sql.SQL("select to_jsonb(x) from (select {} from {} {} where r.id = %(id)s) x").format(
        found.columns, found.table, found.joins
    )

    with row_scope(SECRETARY), connection.cursor() as cursor:
        held = held_of(by=BY_RESIDENT, key=person.resident_id, day=TODAY)
        cursor.execute(query, {"id": person.id, "day": TODAY})
        rules = json.loads(cursor.fetchone()[0])

    assert rules["household_employed_count"] >= 1
    assert held.computed == rules


def test_a_home_without_a_household_has_its_person_and_no_members():
    person = make_person(household="")

    held = seen(person).held

    assert held.rows["core_resident"]["id"] == person.id
    assert held.computed["household_size"] == 0
    assert held.members == []
