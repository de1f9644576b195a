"""Facts through the one door: after the cut-off, before the lock, after the lock."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from communities.actor import Actor, Post, system_actor
from hub.models import Resident
from hub.services.intake import Happening, Observation, take_in
from reports.models import Posting, Sheet, Submission
from reports.selectors.people import people_behind
from reports.services.confirm import confirm
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.reports.make import (
    NOON,
    NOVEMBER,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("story")
SECRETARY = Actor("staff", 1, "secretary", (Post("SEC", RIVER, RIVER),))
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
TODAY = NOON.date()


def number(born: str, order: int) -> str:
    """An ID number of a district that does not exist, with its check digit."""
    stem = f"420190{born}{order:03d}"
    return stem + "10X98765432"[sum(int(d) * w for d, w in zip(stem, WEIGHTS, strict=True)) % 11]


ADAM, BELLA, CHEN, DONG = (number("19500101", n) for n in (1, 2, 3, 4))


def tell(who: str, **said: object) -> None:
    take_in([Observation(said={"id_number": who, **said}, community=RIVER)],
            source="PSB_HJ", actor=SYSTEM, creates=True, today=TODAY)  # fmt: skip


def serves(who: str, item: str, on: str, **more: object) -> None:
    happening = Happening(
        kind="service", code=item, on=date.fromisoformat(on), community=RIVER, **more
    )
    take_in([Observation(said={"id_number": who}, event=happening, key=f"{who[-4:]}{item}{on}")],
            source="HUB", actor=SYSTEM, today=TODAY)  # fmt: skip


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
    for n, who in enumerate((ADAM, BELLA, CHEN, DONG), 1):
        tell(who, name="某人", hukou_division=RIVER, address=f"{n}栋1单元101", nationality="CHN",
             household_key=str(n), relation_to_head="户主", household_status="1")  # fmt: skip
    take_in([Observation(said={"id_number": DONG, "rt_status": "1", "rt_employer_type": "1",
                               "managing_community": RIVER}, community=RIVER)],
            source="HUB", actor=SYSTEM, today=TODAY)  # fmt: skip
    for report in ("R01", "R03"):
        until_seen()
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def made(period, report="R01"):
    until_seen()
    run = order_run(report=report, period=period, area=STREET, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=NOON)
    return sheet(period, report)


def sheet(period, report="R01") -> Sheet:
    held = Submission.objects.exclude(state="superseded").select_related("sheet__run__definition")
    return held.get(report=report, period=period.name, unit=RIVER).sheet


def locked(period, report="R01"):
    until_seen()
    return confirm(report=report, period=period.name, unit=RIVER,
                   run_id=sheet(period, report).run_id, actor=SECRETARY, now=NOON)  # fmt: skip


def total(of: Sheet, row: str) -> int:
    return of.figures[row]["total"]


def behind(of: Sheet, row: str, column: str = "total") -> set[int]:
    listed = people_behind(of, row, column, actor=SECRETARY, after=0, today=TODAY)
    return {line.internal for line in listed.lines}


def key_of(who: str) -> int:
    """By the order of telling: the numbers themselves are sealed."""
    return Resident.objects.order_by("pk").values_list("pk", flat=True)[
        (ADAM, BELLA, CHEN, DONG).index(who)
    ]


def test_a_month_with_facts_before_and_after_its_lock(street):
    opened = sheet(OPENED)
    tell(ADAM, hk_cancel_date="2026-10-12", hk_cancel_reason="1")
    tell(BELLA, hk_out_date="2026-11-03")

    october = made(OCTOBER)
    answer = locked(OCTOBER)
    tell(CHEN, hk_out_date="2026-10-20")
    november = made(NOVEMBER)

    assert total(opened, "06") == 4
    assert not answer.remade
    assert (total(october, "01"), total(october, "04"), total(october, "06")) == (4, 1, 3)
    assert (total(october, "12"), total(october, "13"), total(october, "14")) == (1, 1, 3)
    assert (total(november, "01"), total(november, "05"), total(november, "23")) == (3, 1, -1)
    assert total(november, "06") == 1
    assert november.failed == 0
    assert sheet(OCTOBER).figures == october.figures
    assert behind(october, "04") == {key_of(ADAM)}
    assert behind(october, "06") == {key_of(who) for who in (BELLA, CHEN, DONG)}
    assert behind(november, "23") == {key_of(CHEN)}


def test_services_and_a_death_of_a_retiree(street):
    serves(DONG, "07", "2026-10-05", amount=Decimal("200.00"))
    serves(DONG, "06", "2026-10-06")
    serves(DONG, "06", "2026-11-02")
    tell(DONG, hk_cancel_date="2026-10-20", hk_cancel_reason="1")

    october = made(OCTOBER, "R03")

    assert october.failed == 0
    figures = {row: october.figures[row]["month"] for row in ("01", "04", "05", "23", "24", "25")}
    assert figures == {"01": 1, "04": 1, "05": 0, "23": 1, "24": 1, "25": "200.00"}
    assert behind(october, "25", "month") == {key_of(DONG)}


def test_the_members_of_a_set_are_the_sum_of_their_steps(street):
    tell(ADAM, hk_cancel_date="2026-10-12", hk_cancel_reason="1")
    run = made(OCTOBER).run

    posted = Posting.objects.filter(run=run, unit=RIVER).count()

    assert posted == 2
    assert Resident.objects.filter(member_reg=RIVER).count() == 3
