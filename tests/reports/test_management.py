"""Who manages a retiree, told late, twice or wrongly: one place on every day, by true causes."""

import pytest
from django.db import transaction

from hub.models import Event
from hub.services.intake import CLEAR
from tests.reports.make import BRIDGE, OCTOBER, RIVER, make_areas
from tests.reports.test_lives import (
    TODAY,
    ZHAO,
    made,
    manage,
    nothing_failed,
    opened,
    serves,
    settle,
    shown,
    tell,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
    settle(ZHAO)
    manage(ZHAO)
    opened()


def steps() -> list[tuple[str, int, str, str]]:
    held = Event.objects.filter(member_set="RET").order_by("pk")
    return [(one.unit, one.sign, one.code, one.effective_date.isoformat()) for one in held][1:]


def test_a_retiree_taken_over_on_a_told_day_leaves_the_other_community_that_day(street):
    tell(ZHAO, source="HUB", managing_community=BRIDGE, rt_in_date="2026-10-10")

    river, bridge = made(OCTOBER, "R03")

    assert steps() == [(RIVER, -1, "transfer_out", "2026-10-10"),
                       (BRIDGE, 1, "transfer_in", "2026-10-10")]  # fmt: skip
    assert nothing_failed()
    assert shown(river, "01", "03", "05", column="month") == [1, 1, 0]
    assert shown(bridge, "01", "02", "05", column="month") == [0, 1, 1]


def test_a_retiree_who_comes_back_is_counted_from_the_day_it_is_told(street):
    tell(ZHAO, source="HUB", rt_in_date="2012-03-01")
    serves(ZHAO, "02", "2026-10-05")
    tell(ZHAO, source="HUB", rt_status="1")

    assert steps()[-1] == (RIVER, 1, "transfer_in", TODAY.isoformat())


def test_a_retiree_told_dead_and_then_alive_is_corrected_and_not_taken_over(street):
    tell(ZHAO, source="HUB", rt_in_date="2012-03-01")
    tell(ZHAO, on="2026-10-20", alive_status="2", death_date="2026-10-20")
    tell(ZHAO, alive_status="1", death_date=CLEAR)

    assert steps() == [(RIVER, -1, "death", "2026-10-20"),
                       (RIVER, 1, "correct", TODAY.isoformat())]  # fmt: skip
