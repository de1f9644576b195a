"""Lives that a month's figures must follow, told through the door and counted to the last cell."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from communities.actor import Actor, Post, system_actor
from hub.services.intake import Happening, Observation, take_in
from reports.models import Failure, Sheet, Submission
from reports.services.confirm import confirm
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.reports.make import (
    BRIDGE,
    NOON,
    NOVEMBER,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    until_seen,
)
from tests.reports.test_story import number

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("lives")
TODAY = NOON.date()
ZHAO, QIAN, SUN = (
    number(born, n) for n, born in enumerate(("19500101", "19610228", "19800505"), 1)
)


def tell(who: str, at: str = RIVER, on: str | None = None, source: str = "PSB_HJ", **said: object):
    day = date.fromisoformat(on) if on else None
    return take_in([Observation(said={"id_number": who, **said}, community=at, on=day)],
                   source=source, actor=SYSTEM, creates=True, today=TODAY)  # fmt: skip


def settle(who: str, at: str = RIVER, room: str = "101", on: str | None = None, **said: object):
    return tell(who, at, on, name="某人", hukou_division=at, address=f"1栋1单元{room}",
                nationality="CHN", household_key=room, relation_to_head="户主",
                household_status="1", **said)  # fmt: skip


def manage(who: str, at: str = RIVER):
    take_in([Observation(said={"id_number": who, "rt_status": "1", "rt_employer_type": "1",
                               "managing_community": at}, community=at)],
            source="HUB", actor=SYSTEM, today=TODAY)  # fmt: skip


def serves(who: str, item: str, on: str, at: str = RIVER, **more: object):
    event = Happening(kind="service", code=item, on=date.fromisoformat(on), community=at, **more)
    take_in([Observation(said={"id_number": who}, event=event, key=f"{who[-4:]}{item}{on}{at}")],
            source="HUB", actor=SYSTEM, today=TODAY)  # fmt: skip


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
    for n, who in enumerate((ZHAO, QIAN, SUN), 1):
        settle(who, room=f"10{n}")
    manage(ZHAO)
    opened()


def opened():
    for report in ("R01", "R03"):
        until_seen()
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def made(period, report="R01"):
    until_seen()
    run = order_run(report=report, period=period, area=STREET, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=NOON)
    return sheet(period, report), sheet(period, report, BRIDGE)


def sheet(period, report="R01", unit=RIVER) -> Sheet:
    held = Submission.objects.exclude(state="superseded").select_related("sheet__run__definition")
    return held.get(report=report, period=period.name, unit=unit).sheet


def lock(period, report="R01"):
    for unit in (RIVER, BRIDGE):
        until_seen()
        secretary = Actor("staff", 1, "secretary", (Post("SEC", unit, unit),))
        confirm(report=report, period=period.name, unit=unit, actor=secretary, now=NOON,
                run_id=sheet(period, report, unit).run_id)  # fmt: skip


def cells(of: Sheet, column: str = "total") -> dict[str, object]:
    return {row: held[column] for row, held in of.figures.items() if held[column]}


def nothing_failed() -> bool:
    return not Failure.objects.filter(warns=False).exists()


def shown(of: Sheet, *rows: str, column: str = "total") -> list[object]:
    return [of.figures[row][column] for row in rows]


def test_somebody_first_met_by_a_dated_move_has_been_a_man_since_birth():
    with transaction.atomic():
        make_areas()
    settle(SUN, BRIDGE, on="2026-10-21", move_in_date="2026-10-21")
    opened()

    river, bridge = sheet(OPENED), sheet(OPENED, unit=BRIDGE)

    assert nothing_failed()
    assert [shown(bridge, "06", column=column) for column in ("total", "male", "female")] == [
        [1], [1 if int(SUN[16]) % 2 else 0], [0 if int(SUN[16]) % 2 else 1],
    ]  # fmt: skip
    assert cells(river) == {}


def test_who_moves_there_and_back_in_one_month_came_and_left_once_in_each_community(street):
    tell(QIAN, BRIDGE, on="2026-10-05", address="2栋1单元201")
    tell(QIAN, RIVER, on="2026-10-20", address="1栋1单元102")

    river, bridge = made(OCTOBER)

    assert nothing_failed()
    assert shown(river, "10", "11", "12", "14", "24") == [3, 1, 1, 3, 0]
    assert cells(bridge) == {"11": 1, "12": 1}


def test_who_leaves_the_register_and_returns_in_one_month_is_a_loss_and_a_gain(street):
    tell(SUN, hk_out_date="2026-10-06")
    tell(SUN, hukou_division=RIVER, hk_register_date="2026-10-25", hk_in_reason="04")

    river, _bridge = made(OCTOBER)

    assert nothing_failed()
    assert shown(river, "01", "03", "05", "06", "23") == [3, 1, 1, 3, 0]


def test_a_new_born_registered_at_home_lives_there_from_birth(street):
    baby = number("20261012", 9)
    settle(baby, room="103", hk_register_date="2026-10-15", hk_in_reason="01")

    river, _bridge = made(OCTOBER)

    assert nothing_failed()
    assert shown(river, "02", "06", "08", "09", "11", "14", "18", "24") == [1, 4, 4, 0, 1, 4, 1, 0]


def test_a_child_met_late_is_no_birth_of_this_month(street):
    settle(number("20240512", 9), room="103", hk_register_date="2024-06-01", hk_in_reason="01")

    november = made(NOVEMBER)[0]
    october = sheet(OCTOBER)

    assert nothing_failed()
    assert shown(october, "02", "06", "09", "11", "23", "24") == [0, 4, 1, 0, 1, 0]
    assert shown(november, "02", "06", "09", "11", "23", "24") == [0, 4, 0, 0, 0, 1]


def test_a_death_of_last_month_told_after_its_lock_leaves_that_month_as_it_stands(street):
    made(OCTOBER)
    lock(OCTOBER)
    tell(ZHAO, hk_cancel_date="2026-10-20", hk_cancel_reason="1")

    river, _bridge = made(NOVEMBER)
    october = sheet(OCTOBER)

    assert nothing_failed()
    assert shown(river, "04", "06", "13", "14", "23", "24") == [0, 2, 0, 2, -1, -1]
    for column in ("total", "male", "female"):
        assert shown(river, "01", "10", column=column) == shown(october, "06", "14", column=column)


def test_a_sex_and_birth_date_put_right_after_the_lock_move_one_person_between_columns(street):
    guest = {"id_type": "414", "id_number": "E87654321"}
    tell(guest["id_number"], id_type="414", name="约翰", sex="1", birth_date="1966-11-10",
         address="1栋1单元109", nationality="USA", move_in_date="2026-10-10")  # fmt: skip
    made(OCTOBER)
    lock(OCTOBER)
    locked_men = shown(sheet(OCTOBER), "14", column="male")
    tell(guest["id_number"], id_type="414", sex="2", birth_date="1946-11-10")

    river, _bridge = made(NOVEMBER)

    assert nothing_failed()
    assert shown(river, "10", column="male") == locked_men
    assert shown(river, "14", column="male") == [locked_men[0] - 1]
    assert shown(river, "10", "14", "17", "21", "24") == [4, 4, 1, 1, 0]


def test_a_retiree_handed_over_is_counted_from_the_day_of_the_service(street):
    serves(ZHAO, "02", "2026-10-27")
    serves(ZHAO, "01", "2026-10-28", BRIDGE)

    river, bridge = made(OCTOBER, "R03")

    assert nothing_failed()
    assert shown(river, "01", "02", "03", "05", column="month") == [1, 0, 1, 0]
    assert shown(bridge, "01", "02", "03", "05", column="month") == [0, 1, 0, 1]


def test_a_service_after_the_cut_off_is_next_months_and_a_late_one_too(street):
    serves(ZHAO, "06", "2026-10-28")
    serves(ZHAO, "06", "2026-10-29")
    october = made(OCTOBER, "R03")[0]
    lock(OCTOBER, "R03")
    serves(ZHAO, "07", "2026-10-11", amount=Decimal("50.00"))

    november = made(NOVEMBER, "R03")[0]

    assert shown(october, "23", "24", column="month") == [1, 0]
    assert shown(november, "23", "24", "25", column="month") == [1, 1, "50.00"]
    assert shown(november, "23", "24", "25", column="ytd") == [2, 1, "50.00"]
    assert shown(october, "25", column="ytd") == ["0.00"]
