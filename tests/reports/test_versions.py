"""A locked report is corrected by its own head, with a reason; the old version stays readable."""

import pytest

from communities.actor import system_actor
from reports.models import Submission
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
    make_step,
    run_sql,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
R01 = f"/reports/R01/2026-10/{RIVER}"
OFFER = "更正（生成新版）"


@pytest.fixture
def left_late():
    """October is locked; then it is told that a man left on the 20th."""
    make_areas()
    man, _woman = make_native(RIVER), make_native(RIVER, sex="2")
    place = {"report": "R01", "area": STREET, "actor": SYSTEM}
    open_area(period=OPENED, now=NOON, **place)
    confirm_area(period=OPENED, now=NOON, **place)
    make_run(run=order_run(period=OCTOBER, **place), actor=SYSTEM, now=NOON)
    confirm_area(period=OCTOBER, now=NOON, **place)
    make_step(man, RIVER, "RES", -1, "leave", on="2026-10-20")
    run_sql("update hub_resident set member_res = null where id = %s", man)
    return man


@pytest.fixture
def secretary(client):
    client.force_login(make_worker("SEC", RIVER))
    return client


def test_the_head_is_offered_a_new_version_of_what_is_locked(secretary, left_late):
    page = secretary.get(R01).content.decode()
    form = secretary.get(f"{R01}/restate").content.decode()

    assert OFFER in page
    assert "2026-10" in form
    assert "required" in form


def test_a_new_version_shows_what_it_changed_and_why(secretary, left_late):
    answer = secretary.post(f"{R01}/restate", {"reason": "补报一人离开"}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{R01}/versions/2"
    assert "与第 1 版的差别" in page
    assert "更正理由：补报一人离开" in page
    assert "+1" in page
    assert "-1" in page
    assert "第 2 版" in secretary.get(R01).content.decode()


def test_the_old_version_stays_readable(secretary, left_late):
    secretary.post(f"{R01}/restate", {"reason": "补报一人离开"})

    old = secretary.get(f"{R01}/versions/1")

    kept = Submission.objects.get(report="R01", period="2026-10", unit=RIVER, version=1)
    assert "已被更正" in old.content.decode()
    assert old.context["lines"][13].cells == (2, 1, 1)
    assert kept.sheet.figures["14"]["total"] == 2


def test_without_a_reason_nothing_is_changed(secretary, left_late):
    answer = secretary.post(f"{R01}/restate", {"reason": "  "})

    assert answer.status_code == 422
    assert "理由" in answer.content.decode()
    assert Submission.objects.filter(period="2026-10", unit=RIVER).count() == 1


def test_a_version_that_does_not_balance_is_not_made(secretary, left_late):
    run_sql("update hub_resident set hukou_division = null, member_reg = null where sex = '2'")
    run_sql("update hub_resident set member_res = %s where sex = '2'", RIVER)
    woman = run_sql("select id from hub_resident where sex = '2'")[0][0]
    make_step(woman, RIVER, "REG", -1, "hk_out", on="2026-10-21", sex="2")

    answer = secretary.post(f"{R01}/restate", {"reason": "更正"})

    assert answer.status_code == 409
    assert Submission.objects.get(period="2026-10", unit=RIVER).state == "locked"


@pytest.mark.parametrize(("role", "unit"), [("STREET_HEAD", STREET), ("STREET_LINE", STREET)])
def test_nobody_else_may_make_one(client, left_late, role, unit):
    client.force_login(make_worker(role, unit))

    assert OFFER not in client.get(R01).content.decode()
    assert client.post(f"{R01}/restate", {"reason": "更正"}).status_code == 403


def test_what_is_not_locked_is_corrected_by_its_draft(secretary, left_late):
    november = f"/reports/R01/2026-11/{RIVER}"

    assert OFFER not in secretary.get(november).content.decode()
    assert secretary.get(f"{november}/restate").status_code == 404
    assert secretary.get(f"{R01}/versions/9").status_code == 404


def test_the_street_sums_up_again_and_shows_both_sums(client, left_late):
    head = make_worker("STREET_HEAD", STREET)
    client.force_login(head)
    client.post(f"/reports/R01/2026-10/{STREET}/confirm")
    client.force_login(make_worker("SEC", RIVER))
    client.post(f"{R01}/restate", {"reason": "补报一人离开"})
    client.force_login(head)

    client.post(f"/reports/R01/2026-10/{STREET}/confirm")
    page = client.get(f"/reports/R01/2026-10/{STREET}/versions/2").content.decode()

    assert "与第 1 版的差别" in page


def test_the_pages_speak_english(secretary, left_late):
    secretary.post(f"{R01}/restate", {"reason": "x"})

    secretary.post("/language", {"language": "en", "next": "/"})
    page = secretary.get(f"{R01}/versions/2").content.decode()

    assert "Against version 1" in page
    assert "Difference" in page
