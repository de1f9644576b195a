"""Rows made ready by a thread while the batch before is written."""

import pytest
from django.db import connection

from communities.actor import system_actor
from hub.models import Change, Resident
from hub.sealing import unseal
from hub.services.intake import Observation, ahead, make_ready, take_in
from tests.communities.make import make_area
from tests.hub.people import JIANGTENG, an_id, make_person

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
NAMES = ("湖北省", "武汉市", "汉阳区", "江堤街道", "江腾社区")


def line(order, **fields):
    said = {"id_number": an_id(order=order), "address": "36栋2单元1502", **fields}
    return Observation(said=said, key=f"r{order}", community=JIANGTENG)


def ready(*lines):
    return make_ready(lines, mapping="roster/1", names=lambda community: NAMES)


def enter(told):
    return take_in(told, source="IMPORT", actor=LOAD, creates=True, mapping="roster/1")


def sealed_mobile(person):
    return unseal("mobile", person.resident_id, bytes(person.mobile_sealed))


def test_a_line_made_ready_enters_as_one_that_is_told_and_is_known_again():
    make_area(JIANGTENG)

    first = enter(ready(line(11, name="钱一", mobile="13800000011")))
    again = enter([line(11, name="钱一", mobile="13800000011")])

    person = Resident.objects.get(name="钱一")
    assert (first.created, again.unchanged) == (1, 1)
    assert sealed_mobile(person) == "13800000011"
    assert unseal("id_number", person.resident_id, bytes(person.id_number_sealed)) == an_id(
        order=11
    )
    assert person.dwelling.address_key == "36栋2单元1502"


def test_somebody_known_already_keeps_the_public_key_and_is_sealed_for_it():
    known = make_person("钱二", order=12)

    enter(ready(line(12, mobile="13800000012")))

    known.refresh_from_db()
    assert sealed_mobile(known) == "13800000012"


def test_two_lines_of_one_new_person_are_both_sealed_for_that_person():
    make_area(JIANGTENG)
    again = line(13, mobile="13800000113")
    again.key = "r13b"

    enter(ready(line(13, name="钱三", mobile="13800000013"), again))

    assert sealed_mobile(Resident.objects.get(name="钱三")) == "13800000113"


def test_a_second_try_cleans_anew_what_the_first_has_touched():
    make_area(JIANGTENG)
    made = ready(line(14, name="钱四"))

    touched, fresh = made.row(0, "resident"), made.row(0, "resident")

    assert touched is not fresh
    assert touched.values == {**fresh.values, "core_resident": touched.values["core_resident"]}


def test_batches_come_in_their_order_and_trouble_comes_with_its_batch():
    def made():
        yield "first"
        yield "second"
        raise ValueError("third")

    batches = ahead(made())

    assert (next(batches), next(batches)) == ("first", "second")
    with pytest.raises(ValueError, match="third"):
        next(batches)


def test_tables_believed_empty_are_counted_before_much_is_put_into_them():
    make_area(JIANGTENG)
    many = [line(n % 999 + 1, name="孙甲") for n in range(1, 1200)]
    for n, one in enumerate(many):
        one.key, one.said["id_number"] = f"m{n}", an_id(f"19{50 + n // 900}0101", n % 900 + 1)
    enter(many[:1100])

    enter(many)

    with connection.cursor() as cursor:
        cursor.execute("select reltuples from pg_class where oid = 'hub_resident'::regclass")
        assert cursor.fetchone()[0] > 1000
    assert Resident.objects.count() == 1199
    assert Change.objects.filter(category="core_resident", kind="R").count() >= 1199
