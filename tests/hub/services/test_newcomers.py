"""A family from elsewhere moves in: the grid worker enters them on the doorstep."""

from datetime import date

import pytest

from communities.actor import actor_of, system_actor
from communities.errors import Conflict, Invalid
from hub.models import Event, Resident, SetAside
from hub.services.newcomers import Newcomer, enter
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, make_area, make_worker
from tests.hub.people import TODAY, an_id, make_person, tell

pytestmark = pytest.mark.django_db
LIN = system_actor("lin")
NUMBER = an_id("19900408", 135)


@pytest.fixture(autouse=True)
def area():
    return make_area(JIANGTENG)


def come(**told):
    newcomer = Newcomer(**{"id_number": NUMBER, "name": "周明", "community": JIANGTENG,
                           "address": "江腾小区3栋2单元501", **told})  # fmt: skip
    return enter(newcomer=newcomer, actor=LIN, today=TODAY)


def test_who_comes_is_found_and_counted_from_the_day_told():
    done = come(mobile="139 0000 1234", hukou_division="421100", on=date(2026, 11, 2))

    person = Resident.objects.get(resident_id=done.resident)
    came = Event.objects.get(resident_id=person.pk, member_set="RES")
    assert done.is_new
    assert (person.name, person.sex, person.birth_date) == ("周明", "1", date(1990, 4, 8))
    assert (person.community_code, person.mobile_mask) == (JIANGTENG, "139****1234")
    assert person.residence_type == "4"
    assert (came.unit, came.effective_date) == (JIANGTENG, date(2026, 11, 2))


def test_what_the_departments_say_later_joins_the_same_person():
    done = come()

    tell("PSB_HJ", {"id_number": NUMBER, "name": "周明", "ethnic_group": "01"}, creates=True)

    assert Resident.objects.get().resident_id == done.resident
    assert Resident.objects.get().ethnic_group == "01"


def test_who_is_known_elsewhere_in_the_city_now_lives_here():
    make_person("周明", birth="19900408", order=135, community=NEXT_COMMUNITY, address="8栋101")

    done = enter(
        newcomer=Newcomer(NUMBER, "周明", JIANGTENG, "江腾小区3栋2单元501"),
        actor=actor_of(make_worker("GRID", JIANGTENG)), today=TODAY,
    )  # fmt: skip

    assert not done.is_new
    assert Resident.objects.get().community_code == JIANGTENG


def test_who_is_registered_here_already_is_not_overwritten():
    person = make_person("周明", birth="19900408", order=135, address="江腾小区9栋101")

    with pytest.raises(Conflict, match="已在本社区登记"):
        come()

    person.refresh_from_db()
    assert person.residence_address == "江腾小区9栋101"


def test_a_number_that_somebody_of_another_name_holds_is_not_taken():
    make_person("吴丽华", birth="19900408", order=135)

    with pytest.raises(Conflict, match="另一个姓名"):
        come()


def test_a_new_member_joins_the_household_of_somebody_registered():
    mother = make_person(relation_to_head="01")
    alone = make_person("钱二", birth="19700101", order=151, household="", address="江腾小区9栋101")

    son = come(beside=mother.resident_id, relation_to_head="20")
    wife = come(id_number=an_id("19710101", 162), name="孙三", beside=alone.resident_id)

    homes = dict(Resident.objects.values_list("resident_id", "household_id"))
    assert homes[son.resident] == homes[mother.resident_id] is not None
    assert homes[wife.resident] == homes[alone.resident_id] is not None
    assert homes[son.resident] != homes[wife.resident]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"id_number": NUMBER[:-1]}, "证件号码"),
        ({"id_number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}, "证件号码"),
        ({"name": " "}, "姓名"),
        ({"mobile": "123"}, "手机号码"),
        ({"address": "不详"}, "没有认出住址"),
        ({"address": "12栋"}, "没有认出住址"),
        ({"hukou_division": "汉阳"}, "户籍地区划"),
        ({"on": date(2026, 12, 1)}, "不能晚于今天"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(told, words):
    with pytest.raises(Invalid, match=words):
        come(**told)

    assert not Resident.objects.exists()
    assert not SetAside.objects.exists()
