"""A household has one living head, whatever comes in which order."""

import pytest

from communities.actor import system_actor
from hub.models import Dissent, Resident
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGTENG, make_area
from tests.hub.people import an_id

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
ZHAO, QIAN = an_id(order=246), an_id(order=248)


@pytest.fixture(autouse=True)
def jiangteng():
    make_area(JIANGTENG)


def said(number, **fields):
    return Observation(said={"id_number": number, **fields}, community=JIANGTENG)


def tell(*rows, source="PSB_HJ"):
    return take_in(rows, source=source, actor=LOAD, creates=True)


def heads():
    living = Resident.objects.filter(relation_to_head="02", record_status="1")
    return list(living.values_list("name", flat=True))


def test_a_head_whose_death_was_a_mistake_finds_another_in_the_place():
    tell(
        said(ZHAO, name="赵秀兰", household_key="7", relation_to_head="户主"),
        said(QIAN, name="钱文", household_key="7", relation_to_head="妻"),
    )
    tell(said(ZHAO, alive_status="2"))
    tell(said(QIAN, relation_to_head="户主"))

    result = tell(said(ZHAO, alive_status="1"))

    assert result.changed == 1
    assert heads() == ["钱文"]


def test_a_head_who_joins_another_head_is_none_whatever_else_a_lesser_voice_says():
    tell(said(ZHAO, name="赵秀兰", household_key="7", relation_to_head="户主"))
    tell(said(QIAN, name="钱文", household_key="8", relation_to_head="户主"))

    tell(
        said(ZHAO, household_key="1"),
        said(QIAN, household_key="1", relation_to_head="子"),
        source="COUNTER",
    )

    assert heads() == ["赵秀兰"]
    assert not Dissent.objects.filter(field="relation_to_head").exists()
