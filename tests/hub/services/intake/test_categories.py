"""What people have of a home or household changes with what is told of the home or household."""

import pytest

from communities.actor import system_actor
from hub.models import Change, Resident
from hub.selectors.fold import fold_differences
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGTENG, make_area
from tests.hub.people import an_id
from tests.roles import acting_as

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
ABSENT, COLLECTIVE = "2", "6"
WORKS = {"household_key": "J1", "household_type": "2"}  # the dormitory register of a works


@pytest.fixture(autouse=True)
def jiangteng():
    make_area(JIANGTENG)


def tell(source="PSB_HJ", *, order=246, **said):
    row = Observation(said={"id_number": an_id(order=order), **said}, community=JIANGTENG)
    with acting_as("hub_app"):
        return take_in([row], source=source, actor=LOAD, creates=True)


def kinds():
    return list(Resident.objects.order_by("id").values_list("residence_type", flat=True))


def nothing_differs():
    return [found for found in fold_differences() if found.differing] == []


def test_who_is_registered_with_a_works_is_of_its_collective_household_from_the_first_row():
    tell(name="赵秀兰", hukou_division=JIANGTENG, **WORKS)

    assert kinds() == [COLLECTIVE]
    assert nothing_differs()


def test_a_household_known_for_collective_later_is_so_for_all_its_members():
    tell(name="赵秀兰", hukou_division=JIANGTENG, household_key="J1")
    tell(order=248, name="钱七", hukou_division=JIANGTENG, household_key="J1")
    before = kinds()

    tell(**WORKS)

    assert (before, kinds()) == ([ABSENT] * 2, [COLLECTIVE] * 2)
    days = Change.objects.filter(after={"residence_type": COLLECTIVE})
    assert list(days.values_list("effective_date", flat=True)) == [None, None]
    assert nothing_differs()


def test_who_moves_out_of_a_home_here_stays_one_who_is_absent():
    tell(name="赵秀兰", hukou_division=JIANGTENG, address="36栋2单元1502", **WORKS)
    tell("COUNTER", move_out_date="2026-10-12", move_reason="09")
    left = kinds()

    tell(mobile="13800001234")
    tell("EMP", emp_status="1")
    tell(household_key="J1", household_type="1")
    tell(**WORKS)

    assert (left, kinds()) == ([ABSENT], [ABSENT])


def test_a_home_whose_address_is_written_anew_is_where_its_people_live():
    tell(name="赵秀兰", address="36栋2单元1502")

    tell("COUNTER", std_address="江腾小区36栋2单元1502")

    assert Resident.objects.get().residence_address == "江腾小区36栋2单元1502"
    assert nothing_differs()
