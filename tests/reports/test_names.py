"""The lines behind a figure add up to it, whatever the figure counts."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from reports.models import Submission
from reports.periods import LOCAL
from reports.selectors.people import people_behind
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.reports.make import (
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_change,
    make_happening,
    make_native,
    make_person,
    make_retiree,
    make_step,
    run_sql,
)
from tests.reports.test_pages import SYSTEM, secretary

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<td class="right num" data-label="数量">([^<]*)</td>')


@pytest.fixture
def street():
    """Everything was written by transaction 10, before every run."""
    make_areas()
    retiree = make_retiree(RIVER)
    for sign, code in ((1, "correct"), (-1, "undo"), (-1, "merge")):
        one = make_person(reg=RIVER if sign > 0 else None)
        if sign < 0:
            make_step(one, RIVER, "REG", 1, "opening")
        make_step(one, RIVER, "REG", sign, code, on="2026-10-08")
    make_happening(retiree, RIVER, "service", "04", on="2026-10-08", count=5, persons=3)
    make_happening(retiree, RIVER, "service", "07", on="2026-10-09", count=2, amount="1500.00")
    for report in ("R01", "R03"):
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        run = order_run(report=report, period=OCTOBER, area=STREET, actor=SYSTEM)
        make_run(run=run, actor=SYSTEM, now=NOON)


@pytest.mark.parametrize(
    ("report", "row", "column", "lines"),
    [
        ("R01", "23", "total", ["+1", "-1", "-1"]),
        ("R03", "20", "month", ["3"]),
        ("R03", "24", "month", ["2"]),
        ("R03", "25", "month", ["1,500.00"]),
        ("R03", "25", "ytd", ["1,500.00"]),
    ],
)
def test_the_lines_add_up_to_the_figure(client, street, report, row, column, lines):
    sheet = Submission.objects.get(report=report, period="2026-10", unit=RIVER).sheet

    page = secretary(client).get(f"/reports/{report}/2026-10/{RIVER}/rows/{row}/{column}")
    shown = NUMBER.findall(page.content.decode())

    assert shown == lines
    assert sum(Decimal(one.replace(",", "")) for one in shown) == Decimal(
        sheet.figures[row][column]
    )


def test_a_draft_made_while_its_month_ran_opens_to_those_it_counted():
    """Made on the tenth, put right on the twelfth, looked at on the twentieth."""
    make_areas()
    person = make_native(RIVER, ethnic_group="02")
    open_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
    run = order_run(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=datetime(2026, 10, 10, 9, tzinfo=LOCAL))
    make_change(person, "core_resident", '{"ethnic_group": "02"}', '{"ethnic_group": "01"}',
                on=None, xid=10**9, recorded="2026-10-12")  # fmt: skip
    run_sql("update hub_resident set ethnic_group = '01' where id = %s", person)
    sheet = Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet

    listed = people_behind(sheet, "22", "total", actor=SYSTEM, after=0, today=date(2026, 10, 20))

    assert sheet.figures["22"]["total"] == 1
    assert [line.internal for line in listed.lines] == [person]
