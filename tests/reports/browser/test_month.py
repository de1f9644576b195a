"""A secretary's month: look at the report, open the names behind a number, one click."""

import pytest
from django.db import transaction

from communities.actor import system_actor
from hub.models import Resident
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.communities.make import make_worker
from tests.reports.make import (
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_native,
    make_person,
    make_retiree,
    make_step,
    run_sql,
    until_seen,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = system_actor("test")


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
        for n in range(12):
            make_native(RIVER, sex=str(1 + n % 2), born=f"{1935 + 7 * n}-04-12")
        make_retiree(RIVER)
        left = make_person()
        make_step(left, RIVER, "RES", 1, "opening")
        make_step(left, RIVER, "RES", -1, "leave", on="2026-10-08")
    until_seen()
    for report in ("R01", "R03"):
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        run = order_run(report=report, period=OCTOBER, area=STREET, actor=SYSTEM)
        make_run(run=run, actor=SYSTEM, now=NOON)


def test_a_secretary_looks_opens_the_names_and_confirms(screen, sign_in, street):
    address = sign_in(screen, make_worker("SEC", RIVER))
    screen.picture("report-portal")

    screen.goto(f"{address}/reports")
    screen.picture("report-list")
    screen.goto(f"{address}/reports/R01/2026-10/{RIVER}")
    screen.picture("report-sheet")
    screen.locator("a[href$='/rows/12/total']").click()
    screen.wait_for_selector("text=2026-10-08")
    screen.picture("report-names")
    screen.go_back()
    screen.locator("button.btn-primary").click()
    screen.wait_for_selector("text=已确认锁定")
    screen.picture("report-locked")

    assert screen.locator("button.btn-primary").count() == 0


def test_a_failed_check_leads_to_its_records(screen, sign_in, street):
    with transaction.atomic():
        stranger = make_person(res=RIVER, division=None)
        make_step(stranger, RIVER, "RES", 1, "arrive", on="2026-10-09")
    until_seen()
    run = order_run(report="R01", period=OCTOBER, area=STREET, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=NOON)
    address = sign_in(screen, make_worker("SEC", RIVER))

    screen.goto(f"{address}/reports/R01/2026-10/{RIVER}")
    screen.picture("report-blocked")
    screen.locator("#checks a").first.click()
    screen.wait_for_selector("text=待核实的记录")
    screen.picture("report-records")

    assert screen.locator("tbody tr").count() == 1


def test_the_street_sees_its_communities(screen, sign_in, street):
    address = sign_in(screen, make_worker("STREET_HEAD", STREET))

    screen.goto(f"{address}/reports/R01/2026-10/{STREET}")
    screen.picture("report-street")
    screen.locator("a[href$='/rows/14/total']").click()
    screen.wait_for_selector(f"text={RIVER}")
    screen.picture("report-parts")

    assert screen.locator("tbody tr").count() == 3


def test_a_locked_month_is_corrected_with_its_reason(screen, sign_in, street):
    confirm_area(report="R01", period=OCTOBER, area=STREET, actor=SYSTEM, now=NOON)
    with transaction.atomic():
        man = Resident.objects.order_by("pk").values_list("pk", flat=True)[0]
        make_step(man, RIVER, "RES", -1, "leave", on="2026-10-20")
        run_sql("update hub_resident set member_res = null where id = %s", man)
    until_seen()
    address = sign_in(screen, make_worker("SEC", RIVER))

    screen.goto(f"{address}/reports/R01/2026-10/{RIVER}")
    screen.picture("report-correct")
    screen.locator("a[href$='/restate']").click()
    screen.wait_for_selector("#reason")
    screen.picture("report-restate")
    screen.fill("#reason", "补报一人离开")
    screen.locator("main button.btn-primary").click()
    screen.wait_for_selector("#differences")
    screen.picture("report-version")

    assert screen.locator("#differences tbody tr").count() > 2


def test_a_phone_shows_every_report_before_its_many_communities(screen, sign_in, street):
    with transaction.atomic():
        make_areas(*[f"4201050110{n:02}" for n in range(3, 15)])
    address = sign_in(screen, make_worker("STREET_HEAD", STREET))

    screen.goto(f"{address}/reports")
    screen.picture("report-list-street")
    on_a_phone = screen.locator("tbody tr").first.is_hidden()
    screen.goto(f"{address}/reports#R03-2026-10")
    screen.reload()
    opened = screen.locator("#R03-2026-10 tbody tr").first.is_visible()

    assert on_a_phone == (screen.size == "phone")
    assert opened
