"""Facts of the future: kept whole, told again on their day as their source told them."""

from datetime import date

import pytest

from communities.actor import system_actor
from hub.models import Resident, SetAside, SourceRecord
from hub.services.intake import Observation, take_in
from hub.services.waiting import tell_again
from tests.communities.make import JIANGTENG, make_area
from tests.hub.people import an_id, make_person

pytestmark = pytest.mark.django_db
LOAD = system_actor("load")
TODAY, ITS_DAY = date(2026, 11, 10), date(2026, 11, 20)


def told(
    key="r1", version="", *, source="IMPORT", entity="resident", creates=False, on=None, **said
):
    row = Observation(
        said={"id_number": an_id(), **said}, key=key, version=version, on=on, community=JIANGTENG
    )
    return take_in(
        [row], source=source, actor=LOAD, today=TODAY, entity=entity, creates=creates
    )  # fmt: skip


def test_who_is_to_move_in_next_week_enters_on_that_day():
    make_area(JIANGTENG)
    coming = {"name": "赵玉兰", "address": "3栋2单元501", "move_in_date": "2026-11-20"}

    assert told(creates=True, **coming).set_aside == 1
    tell_again(today=ITS_DAY, actor=LOAD)

    assert Resident.objects.get().member_res == JIANGTENG
    assert not SetAside.objects.filter(state="open").exists()


def test_a_fact_of_a_household_is_told_again_of_the_household():
    make_person()

    told("hs1", source="HOUSING", entity="household", on=ITS_DAY, hs_status="10")
    tell_again(today=ITS_DAY, actor=LOAD)

    assert SourceRecord.objects.get(source="HOUSING").kind == "household"


def leaving(version="", day="2026-11-20"):
    return told("m1", version, source="PSB_HJ", hk_out_date=day)


def test_a_leaving_that_is_taken_back_before_its_day_does_not_happen():
    make_person(hukou_division=JIANGTENG)
    leaving("1")

    told("m1", "2", source="PSB_HJ", ethnic_group="01")

    assert tell_again(today=ITS_DAY, actor=LOAD) == 0
    assert Resident.objects.get().member_reg == JIANGTENG


def test_an_older_word_of_the_same_key_takes_nothing_back():
    make_person(hukou_division=JIANGTENG)
    leaving("2")

    told("m1", "1", source="PSB_HJ", ethnic_group="01")

    assert tell_again(today=ITS_DAY, actor=LOAD) == 1
    assert Resident.objects.get().member_reg is None
