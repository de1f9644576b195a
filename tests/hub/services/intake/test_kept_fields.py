"""Rows that say nothing new themselves but move what the door keeps of a person."""

import pytest

from communities.actor import system_actor
from hub.errors import MembershipWithoutEvent
from hub.models import Change, Dwelling, Event, Resident
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, make_area
from tests.hub.people import an_id
from tests.roles import acting_as

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
REGISTERED = {"hukou_division": JIANGTENG, "hk_register_date": "2026-10-20", "hk_in_reason": "01"}
LEFT = {"hk_out_date": "2026-10-12", "hk_out_reason": "01"}


@pytest.fixture(autouse=True)
def zhao():
    make_area(JIANGTENG)
    enter(name="赵秀兰", hukou_division=JIANGTENG, address="36栋2单元1502", creates=True)


def enter(*, creates=False, source="PSB_HJ", **said):
    row = Observation(said={"id_number": an_id(), **said}, community=JIANGTENG)
    with acting_as("hub_app"):
        return take_in([row], source=source, actor=LOAD, creates=creates)


def registered():
    return Resident.objects.get().member_reg


def test_a_leaving_told_again_does_not_undo_the_return():
    enter(**LEFT)
    gone = registered()
    enter(**REGISTERED)
    before = Event.objects.count()

    again = enter(**LEFT)

    assert (gone, registered()) == (None, JIANGTENG)
    assert Event.objects.count() == before
    assert again.unchanged == 1


def lives():
    return Resident.objects.get().member_res


def test_moving_out_told_again_does_not_undo_moving_in_again():
    """The day and reason of the first move were put right by the community afterwards."""
    moved_out = {"source": "COUNTER", "move_out_date": "2026-10-06"}
    enter(**moved_out, move_reason="05")
    gone = lives()
    enter(source="COUNTER", address="36栋2单元1502", move_in_date="2026-10-20")

    enter(**moved_out, move_reason="06")
    again = lives()
    enter(**{**moved_out, "move_out_date": "2026-11-02"})

    assert (gone, again, lives()) == (None, JIANGTENG, None)


def test_an_old_registration_told_again_does_not_bring_back_who_has_left():
    enter(**LEFT)

    enter(**{**REGISTERED, "hk_register_date": "2010-01-01"}, mobile="13800001234")

    assert registered() is None


def test_a_second_leaving_of_another_day_is_news():
    enter(**LEFT)
    enter(**REGISTERED)

    enter(**{**LEFT, "hk_out_date": "2026-11-02"})

    assert registered() is None


def test_a_row_that_only_moves_what_the_door_keeps_counts_as_changed():
    Dwelling.objects.update(dwelling_community=NEXT_COMMUNITY)  # somebody else's hand, not the door

    told = enter(name="赵秀兰")

    steps = Event.objects.filter(member_set="RES").order_by("pk").values_list("sign", "unit")
    assert list(steps)[1:] == [(-1, JIANGTENG), (1, NEXT_COMMUNITY)]
    assert told.changed == 1


def test_a_remark_on_the_quality_of_a_row_is_no_news():
    told = enter(name="赵秀兰", sex="1")

    assert "Q05" in Resident.objects.get().dq_flags
    assert told.unchanged == 1


def test_a_membership_moved_by_such_a_row_is_checked_against_its_events():
    resident = Resident.objects.get()
    Event.objects.create(
        kind="membership", resident_id=resident.pk, member_set="REG", sign=1, unit=JIANGTENG,
        code="correct", effective_date="2026-11-01", source="PSB_HJ", actor="x",
    )  # fmt: skip
    Dwelling.objects.update(dwelling_community=NEXT_COMMUNITY)  # somebody else's hand, not the door

    with pytest.raises(MembershipWithoutEvent):
        enter(name="赵秀兰")


def worked(**said):
    """A row of the employment bureau: who is meant, and one fact of work."""
    row = Observation(said={"id_number": an_id(), "emp_status": "1", **said})
    with acting_as("hub_app"):
        return take_in([row], source="EMP", actor=LOAD)


def voices():
    return {name: entry["by"] for name, entry in Resident.objects.get().told.items()}


def test_a_system_that_only_says_who_is_meant_leaves_the_persons_row_alone():
    before = Resident.objects.values().get()

    told = worked()

    assert told.changed == 1
    assert Resident.objects.values().get() == before
    assert list(Change.objects.filter(source="EMP").values_list("category", flat=True)) == [
        "c05_employment"
    ]


def test_a_number_said_by_a_voice_of_more_weight_is_known_by_it():
    Resident.objects.update(source="IMPORT")

    worked()

    assert voices() == dict.fromkeys(("id_number", "id_type", "sex", "birth_date"), "EMP")


def test_a_system_that_is_believed_with_another_birth_date_changes_the_row():
    Resident.objects.update(source="IMPORT", birth_date="1980-01-01")

    worked()

    person = Resident.objects.get()
    assert str(person.birth_date) == "1981-03-15"
    assert Change.objects.filter(source="EMP", category="core_resident").count() == 1
