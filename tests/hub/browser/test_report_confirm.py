"""Last month's report in a browser: made already, opened to names, confirmed by a click."""

import pytest
from django.db import transaction

from communities.actor import system_actor
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
    make_step,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = system_actor("test")


def make_month():
    with transaction.atomic():
        make_areas()
        make_native(RIVER)
        make_native(RIVER, sex="2")
        left = make_person()
        make_step(left, RIVER, "RES", 1, "opening")
        make_step(left, RIVER, "RES", -1, "leave", on="2026-10-08")
    open_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    confirm_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    run = order_run(report="R01", period=OCTOBER, area=STREET, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=NOON)


def test_the_secretary_opens_a_figure_and_confirms_with_one_click(screen, sign_in):
    make_month()
    address = sign_in(screen, make_worker("SEC", RIVER))

    screen.goto(f"{address}/reports/R01/2026-10/{RIVER}")
    screen.picture("report")
    screen.locator("a[href*='/rows/']").first.click()
    screen.wait_for_url("**/rows/**")
    screen.picture("names")
    screen.go_back()
    screen.on("dialog", lambda dialog: dialog.accept())
    screen.get_by_role("button", name="确认并锁定").click()
    screen.wait_for_selector("text=已锁定")
    screen.picture("confirmed")
