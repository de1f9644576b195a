"""What a report's pages say: plain words for what is counted, the true reason for what is not."""

import pytest

from communities.models import Staff
from reports.management.commands.run_report import words
from reports.models import Submission
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.communities.make import make_worker
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_native,
    make_step,
    run_sql,
)
from tests.reports.test_pages import R01, SYSTEM, secretary

pytestmark = pytest.mark.django_db
PLACE = {"report": "R01", "area": STREET, "actor": SYSTEM}


@pytest.fixture
def people():
    """A street with its opening locked and October made."""
    make_areas()
    people = [make_native(RIVER), make_native(RIVER, sex="2")]
    open_area(period=OPENED, now=NOON, **PLACE)
    confirm_area(period=OPENED, now=NOON, **PLACE)
    make_run(run=order_run(period=OCTOBER, **PLACE), actor=SYSTEM, now=NOON)
    return people


def shown(client, path):
    return client.get(path).content.decode()


def test_a_figure_says_in_words_what_it_counts(client, people):
    head = secretary(client)
    names, parts = f"{R01}/rows/20/total", f"/reports/R01/2026-10/{STREET}/rows/20/total"

    page = shown(head, names)
    head.force_login(make_worker("STREET_HEAD", STREET))
    street = shown(head, parts)
    head.force_login(make_worker("SEC", RIVER))
    head.post("/language", {"language": "en", "next": "/"})
    english = shown(head, names)

    for told in (page, street):
        assert "统计口径：截止日的居住人口中，周岁不少于 60的人" in told
    assert "of the people living here at the cut-off" in english


def test_a_closing_figure_is_called_locked_only_once_it_is(client):
    make_areas()
    make_native(RIVER)
    open_area(period=OPENED, now=NOON, **PLACE)
    make_run(run=order_run(period=OCTOBER, **PLACE), actor=SYSTEM, now=NOON)
    head = secretary(client)

    draft = shown(head, f"{R01}/rows/01/total")
    confirm_area(period=OPENED, now=NOON, **PLACE)
    make_run(run=order_run(period=OCTOBER, **PLACE), actor=SYSTEM, now=NOON)
    locked = shown(head, f"{R01}/rows/01/total")

    assert "这个数字是 2026-09 锁定的期末数" in locked
    assert "那一期还没有锁定" in draft
    assert "锁定的期末数" not in draft


def test_a_month_before_the_opening_promises_nothing(client, people):
    head = secretary(client)

    early, next_year = (
        shown(head, f"/reports/R01/{one}/{RIVER}") for one in ("2026-08", "2027-01")
    )

    assert "早于期初建账" in early
    assert "系统自动生成" not in early
    assert "2026-07" not in early
    assert "截止日之后系统自动生成" in next_year


def test_a_click_that_comes_too_early_says_why_and_not_that_somebody_changed_it(client, people):
    client.force_login(make_worker("STREET_HEAD", STREET))

    answer = client.post(f"/reports/R01/2026-10/{STREET}/confirm")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "尚未确认锁定" in page
    assert "内容已被他人改动" not in page
    assert "现在还不能这样办" in page


def test_the_click_that_finds_news_says_which_figures_moved(client, people):
    head = secretary(client)
    run = Submission.objects.get(period="2026-10", unit=RIVER).sheet.run_id
    make_step(people[0], RIVER, "RES", -1, "leave", on="2026-10-20")
    run_sql("update hub_resident set member_res = null where id = %s", people[0])
    make_run(run=order_run(period=OCTOBER, **PLACE), actor=SYSTEM, now=NOON)

    moved = head.post(f"{R01}/confirm", {"run": run}, follow=True).content.decode()
    same = head.post(f"{R01}/confirm", {"run": ""}, follow=True).content.decode()

    assert "第 08、09、12、14、19 行的数字变了" in moved
    assert "数字没有变化" in same


def test_the_sum_of_a_street_waits_as_the_version_it_will_be(client, people):
    confirm_area(period=OCTOBER, now=NOON, **PLACE)
    client.force_login(make_worker("STREET_HEAD", STREET))
    client.post(f"/reports/R01/2026-10/{STREET}/confirm")
    make_step(people[0], RIVER, "RES", -1, "leave", on="2026-10-20")
    run_sql("update hub_resident set member_res = null where id = %s", people[0])
    secretary(client).post(f"{R01}/restate", {"reason": "补报一人离开"})
    client.force_login(make_worker("STREET_HEAD", STREET))

    page = shown(client, f"/reports/R01/2026-10/{STREET}")
    file = client.get(f"/reports/R01/2026-10/{STREET}/file.csv")["Content-Disposition"]

    assert "第 2 版" in page
    assert "_v2.csv" in file


def test_whose_turn_it_is_has_its_brackets_in_either_language(client, people):
    head = secretary(client)
    chinese = shown(head, "/reports")
    head.post("/language", {"language": "en", "next": "/"})

    english = shown(head, "/reports")

    name = Staff.objects.get().name
    assert f"社区书记（{name}）确认" in chinese
    assert f"Community secretary ({name}) confirms" in english


def test_the_command_says_the_state_in_words():
    told = {"report": "R01", "period": "2026-10", "area": STREET, "state": "checked", "out": "",
            "checks_failed": []}  # fmt: skip

    assert words(told) == f"R01 2026-10 {STREET}：校核通过，未通过校核 0 项。"


def test_a_command_that_confirmed_is_told_as_a_command(client, people):
    page = shown(secretary(client, BRIDGE), f"/reports/R01/2026-09/{BRIDGE}")

    assert "由 系统命令 test 于" in page
