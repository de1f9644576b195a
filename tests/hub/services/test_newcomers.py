"""A family from elsewhere moves in: the grid worker enters them on the doorstep."""

from datetime import date

import pytest

from communities.actor import actor_of, system_actor
from communities.errors import Conflict, Invalid
from hub.cleaning import check_digit
from hub.models import Event, Resident, SetAside
from hub.services.newcomers import Newcomer, enter
from hub.services.once import OperationReused
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


@pytest.mark.parametrize("name", ["LI SI", "A", "吴阿姨", "阿卜杜·买买提"])
def test_a_name_in_other_letters_opens_nobody_elses_record(name):
    person = make_person("吴丽华", birth="19900408", order=135, community=NEXT_COMMUNITY)

    with pytest.raises(Conflict, match="另一个姓名"):
        come(name=name)

    person.refresh_from_db()
    assert person.community_code == NEXT_COMMUNITY


def test_the_same_name_in_other_letters_is_the_same_person():
    make_person("吴丽华", birth="19900408", order=135, community=NEXT_COMMUNITY)

    assert not come_from_grid(name="WU LIHUA").is_new


def come_from_grid(**told):
    newcomer = Newcomer(**{"id_number": NUMBER, "name": "周明", "community": JIANGTENG,
                           "address": "江腾小区3栋2单元501", **told})  # fmt: skip
    actor = actor_of(make_worker("GRID", JIANGTENG))
    return enter(newcomer=newcomer, actor=actor, today=TODAY)


def test_the_dead_are_not_entered_as_living_somewhere_else():
    person = make_person("周明", birth="19900408", order=135, community=NEXT_COMMUNITY)
    tell("MCA_HY", {"id_number": NUMBER, "death_date": "2026-05-01"})

    with pytest.raises(Conflict, match="登记死亡"):
        come_from_grid()

    person.refresh_from_db()
    assert person.community_code == NEXT_COMMUNITY


def test_who_is_known_without_an_address_is_entered_with_one():
    tell("PSB_HJ", {"id_number": NUMBER, "name": "周明"}, creates=True)

    done = come_from_grid()

    assert not done.is_new
    assert Resident.objects.get().community_code == JIANGTENG


@pytest.mark.parametrize("papers", ["414", "511", "516", "990"])
def test_a_citizens_number_under_other_papers_makes_no_second_person(papers):
    make_person("周明", birth="19900408", order=135)

    with pytest.raises(Invalid, match="居民身份证号码"):
        come(id_type=papers)

    assert Resident.objects.count() == 1


def test_a_permit_of_somebody_from_elsewhere_has_a_citizens_form_and_is_taken():
    first = "81000019900408135"

    assert come(id_type="901", id_number=first + check_digit(first)).is_new


def test_a_form_sent_again_with_another_address_is_not_taken_for_done():
    said = {"id_number": NUMBER, "name": "周明", "community": JIANGTENG}
    first = Newcomer(**said, address="江腾小区3栋2单元501")
    changed = Newcomer(**said, address="江腾小区4栋2单元502")
    enter(newcomer=first, actor=LIN, operation="enter:1", today=TODAY)

    with pytest.raises(OperationReused):
        enter(newcomer=changed, actor=LIN, operation="enter:1", today=TODAY)
