"""A family moves house, and an address that was entered wrongly is put right."""

from datetime import date

import pytest

from communities.actor import system_actor
from communities.errors import Invalid, NotFound
from hub.models import Dwelling, Event, Resident
from hub.services.correct import correct
from hub.services.moving import Move, move
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, OTHER_COMMUNITY, make_area
from tests.hub.people import TODAY, an_id, make_person, tell

pytestmark = pytest.mark.django_db
LIN = system_actor("lin")
HOME = Move(JIANGTENG, "江腾小区12栋1单元302")


@pytest.fixture
def mother():
    return make_person(relation_to_head="01")


@pytest.fixture
def son(mother):
    return make_person("赵小宝", birth="20120601", order=131, relation_to_head="20")


def go(person, to=HOME, **more):
    return move(resident=person.resident_id, to=to, actor=LIN, today=TODAY, **more)


def test_who_was_entered_at_a_wrong_address_lives_at_the_right_one_and_the_home_stays(mother, son):
    before = Dwelling.objects.get()

    assert go(mother) == 1

    mother.refresh_from_db()
    before.refresh_from_db()
    assert mother.residence_address == "江腾小区12栋1单元302"
    assert mother.told["dwelling_id"]["by"] == "COUNTER"
    assert before.std_address == "江腾小区3栋2单元501"
    assert Resident.objects.get(pk=son.pk).dwelling_id == before.pk


def test_a_family_moves_together_into_another_community_on_the_day_told(mother, son):
    make_area(NEXT_COMMUNITY)
    moved = go(
        mother, Move(NEXT_COMMUNITY, "8栋101", date(2026, 11, 2)), together=[son.resident_id]
    )

    homes = set(Resident.objects.values_list("community_code", "residence_address", "move_in_date"))
    came = Event.objects.filter(member_set="RES", unit=NEXT_COMMUNITY, sign=1)
    assert moved == 2
    assert homes == {(NEXT_COMMUNITY, "8栋101", date(2026, 11, 2))}
    assert [one.effective_date for one in came] == [date(2026, 11, 2)] * 2


def test_the_same_form_sent_twice_moves_once(mother):
    first = go(mother, operation="m:1")
    again = go(mother, operation="m:1")

    assert (first, again) == (1, 1)
    assert Event.objects.filter(resident_id=mother.pk, member_set="RES").count() == 1


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (Move(JIANGTENG, "不详"), "没有认出住址"),
        (Move("420105000000", "12栋1单元302"), "请选择社区"),
        (Move("420105999999", "12栋1单元302"), "请选择社区"),
        (Move(JIANGTENG, "12栋1单元302", date(2026, 12, 1)), "不能晚于今天"),
        (Move(JIANGTENG, "12栋1单元302", date(206, 11, 1)), "请核对年份"),
        (Move(JIANGTENG, "江腾小区3栋2单元501"), "现在登记的就是这个住址"),
    ],
)
def test_a_move_that_cannot_be_says_what_to_do(mother, to, words):
    with pytest.raises(Invalid, match=words):
        go(mother, to)

    assert Resident.objects.get().residence_address == "江腾小区3栋2单元501"


def test_only_who_lives_in_the_same_home_comes_along(mother):
    other = make_person(
        "钱二", birth="19700101", order=151, household="H2", address="江腾小区9栋101"
    )

    with pytest.raises(Invalid, match="同户同住"):
        go(mother, together=[other.resident_id])

    mother.refresh_from_db()
    assert mother.residence_address == "江腾小区3栋2单元501"


def test_nobody_moves_who_is_not_there():
    make_area(JIANGTENG)
    with pytest.raises(NotFound):
        move(resident="00000000-0000-4000-8000-000000000000", to=HOME, actor=LIN, today=TODAY)


@pytest.mark.parametrize("field", ["building_no", "room_no", "std_address", "dwelling_community"])
def test_a_part_of_an_address_is_not_rewritten_for_all_who_share_it(mother, field):
    with pytest.raises(Invalid, match="请更正现居住地址"):
        correct(resident=mother.resident_id, values={field: "9"}, actor=LIN, purpose="P03")


@pytest.mark.parametrize("place", [OTHER_COMMUNITY, "110101001001"])
def test_nobody_is_sent_to_another_street_by_a_form(mother, place):
    make_area(place)

    with pytest.raises(Invalid, match="本街道"):
        go(mother, Move(place, "12栋1单元302"))

    mother.refresh_from_db()
    assert mother.community_code == JIANGTENG


def test_the_dead_move_nowhere_but_their_address_is_put_right(mother):
    tell("MCA_HY", {"id_number": an_id(), "death_date": "2026-05-01"})

    with pytest.raises(Invalid, match="登记死亡"):
        go(mother, Move(JIANGTENG, "12栋1单元302", date(2026, 6, 1)))

    assert go(mother) == 1
