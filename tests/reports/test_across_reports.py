"""A check that reads another report: held against its figures of the same unit and period."""

import shutil

import pytest
from django.db import transaction

from communities.actor import system_actor
from reports import catalogue
from reports.models import Failure, Submission
from reports.services.confirm import confirm
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
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
    run_sql,
    until_seen,
)

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("test")
FLOATING = """
code = "R02"
title = "流动人口月报"
line = "floating"
columns = ["total"]
[[indicators]]
row = "04"
label = "期末流动人口"
formula = "stock(RES, residence_type=4)"
[[indicators]]
row = "12"
label = "期末出租房屋套数"
formula = "dw(hp_use=2)"
[[checks]]
rule = "i04 == R01.i16"
"""


@pytest.fixture
def floating(tmp_path, monkeypatch):
    """A second report whose check reads the population report."""
    folder = tmp_path / "definitions"
    shutil.copytree(catalogue.FOLDER, folder)
    (folder / "r02.toml").write_text(FLOATING, "utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", folder)
    catalogue.definitions.cache_clear()
    yield
    catalogue.definitions.cache_clear()


@pytest.fixture
def street(floating):
    with transaction.atomic():
        make_areas()
        make_native(RIVER)
    until_seen()
    for report in ("R01", "R02"):
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def rent_out(dwelling):
    run_sql("insert into hub_c03_property (subject_id, hp_use, source, received_at, told)"
            " values (%s, '2', 'HUB', now(), '{}')", dwelling)  # fmt: skip
    run_sql("insert into hub_change (kind, subject_id, category, before, after, source, actor,"
            " effective_date) values ('D', %s, 'c03_property', '{}', '{\"hp_use\": \"2\"}', 'HUB',"
            " 'test', '2026-10-10')", dwelling)  # fmt: skip


def click(run_id):
    until_seen()
    return confirm(report="R02", period=OCTOBER.name, unit=RIVER, run_id=run_id, actor=SYSTEM,
                   now=NOON)  # fmt: skip


def made(report):
    until_seen()
    run = order_run(report=report, period=OCTOBER, area=STREET, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=NOON)
    return held(report)


def held(report):
    rows = Submission.objects.select_related("sheet__run")
    return rows.get(report=report, period=OCTOBER.name, unit=RIVER)


@transaction.atomic
def somebody_comes():
    person = make_person(res=RIVER, division="430100000000")
    ((xid,),) = run_sql("select pg_current_xact_id()::text::bigint")
    make_step(person, RIVER, "RES", 1, "arrive", on="2026-10-09", xid=xid)


def test_figures_that_agree_pass(street):
    made("R01")

    assert made("R02").state == "checked"


def test_figures_that_differ_block(street):
    made("R01")
    somebody_comes()

    blocked = made("R02")

    failure = Failure.objects.get(sheet=blocked.sheet)
    assert blocked.state == "draft"
    assert (failure.left, failure.right) == ("1", "0")


def test_a_report_nobody_has_made_holds_nothing_up(street):
    assert made("R02").state == "checked"


def test_the_click_waits_for_the_other_report_made_since(street):
    made("R01")
    shown = made("R02").sheet.run_id
    made("R01")

    first = click(shown)
    second = click(held("R02").sheet.run_id)

    assert (first.remade, second.remade) == (True, False)
    assert held("R02").state == "locked"


def test_news_of_a_home_is_news_of_its_unit(street):
    ((home,),) = run_sql(
        "insert into hub_dwelling (dwelling_uid, std_address, dwelling_community, address_key,"
        " scope, source, address_grams)"
        " values (gen_random_uuid(), 'x', %s, 'x', %s, 'NR_BDC', '{}') returning id",
        RIVER, RIVER)  # fmt: skip
    shown = made("R02").sheet.run_id
    rent_out(home)

    answer = click(shown)

    assert answer.remade
    assert held("R02").sheet.figures["12"]["total"] == 1
