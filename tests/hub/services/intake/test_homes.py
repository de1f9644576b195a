import pytest

from communities.actor import system_actor
from hub.models import Dwelling
from hub.selectors.fold import fold_differences
from hub.services.intake import Observation, take_in
from tests.communities.make import make_area

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
JIANGTENG = "420105011006"


@pytest.fixture(autouse=True)
def jiangteng():
    make_area(JIANGTENG)


def home(address, key, **fields):
    return Observation(said={"address": address, **fields}, key=key, community=JIANGTENG)


def told(rows, **how):
    return take_in(rows, source="ZZ", actor=LOAD, entity="dwelling", **how)


def test_a_list_of_homes_enters_the_empty_ones_too():
    result = told(
        [home("36栋2单元1502", "a", dwelling_grid="420105011006001"), home("36栋2单元1503", "b")],
        creates=True,
    )

    assert result.counts()["created"] == 2
    assert Dwelling.objects.get(address_key="36栋2单元1502").dwelling_grid == "420105011006001"
    assert [found for found in fold_differences() if found.differing] == []


def test_the_same_home_told_twice_is_one():
    told([home("36栋2单元1502", "a")], creates=True)

    again = told([home("江城花园36栋2单元1502", "c")], creates=True)

    assert again.counts()["created"] == 0
    assert Dwelling.objects.count() == 1


def test_a_source_that_may_not_tell_of_new_homes_is_set_aside():
    result = told([home("36栋2单元1502", "a")])

    assert result.counts()["set_aside"] == 1
    assert Dwelling.objects.count() == 0


def test_homes_of_two_estates_with_the_same_building_number_stay_apart():
    told([home("江城花园1栋1单元101", "a"), home("归元里1栋1单元101", "b")], creates=True)

    told([home("1栋1单元102", "c")], creates=True)

    keys = set(Dwelling.objects.values_list("address_key", flat=True))
    assert keys == {"江城花园1栋1单元101", "归元里1栋1单元101", "1栋1单元102"}


def test_a_short_and_a_full_address_in_one_list_are_one_home():
    told([home("1栋1单元101", "a"), home("江城花园1栋1单元101", "b")], creates=True)

    assert Dwelling.objects.get().address_key == "江城花园1栋1单元101"
