"""The clock orders what is due, a killed worker leaves the draft of before, the command tells."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from openpyxl import load_workbook

from communities.actor import system_actor
from communities.models import Area
from reports.errors import PeriodNotOver
from reports.models import Run, Sheet, Submission
from reports.periods import LOCAL
from reports.services.confirm import confirm
from reports.services.execute import LEASE, TRIES, execute
from reports.services.make import make_run, order_run
from reports.services.open import confirm_area, open_area
from reports.services.sweep import due
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_change,
    make_native,
    make_person,
    make_step,
    run_sql,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


BROKEN_DISK = """
    create function disk_is_full() returns trigger language plpgsql as
        $$ begin raise exception 'disk full' using errcode = 'disk_full'; end $$;
    create trigger broken_disk before insert on reports_posting
        for each statement execute function disk_is_full();
"""


@pytest.fixture
def broken_disk(transactional_db):
    """The last table of a run cannot be written."""
    yield lambda: run_sql(BROKEN_DISK)
    run_sql("drop trigger if exists broken_disk on reports_posting")
    run_sql("drop function if exists disk_is_full()")


@pytest.fixture
def street():
    with transaction.atomic():
        make_areas()
        make_native(RIVER)
        make_native(BRIDGE)


@pytest.fixture
def opened(street):
    for report in ("R01", "R03"):
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)


def waiting():
    return list(Run.objects.filter(state="queued").values_list("report", "period"))


def test_nothing_is_due_before_the_books_are_open(street):
    assert due(NOON) == []


def test_the_newest_ended_month_is_ordered_once(opened):
    due(NOON)
    due(NOON)

    assert waiting() == [("R01", "2026-10"), ("R03", "2026-10")]


def test_a_streets_sum_of_its_opening_opens_no_books_of_its_own(opened):
    confirm(report="R01", period=OPENED.name, unit=STREET, run_id=None, actor=SYSTEM, now=NOON)

    for run_id in due(NOON):
        execute(run_id=run_id, now=NOON)

    assert Submission.objects.filter(unit=STREET).count() == 1
    assert Submission.objects.filter(report="R01", period=OCTOBER.name).count() == 2


def test_a_month_is_not_due_before_its_cut_off(opened):
    due(datetime(2026, 10, 30, 12, tzinfo=LOCAL))

    assert waiting() == [("R03", "2026-10")]


def test_a_waiting_run_is_made_by_its_id(opened):
    first, second = due(NOON)

    execute(run_id=first, now=NOON)
    execute(run_id=second, now=NOON)

    assert set(Run.objects.filter(pk__in=[first, second]).values_list("state", flat=True)) == {
        "made"
    }
    assert Submission.objects.filter(period="2026-10", state="checked").count() == 4
    assert due(NOON + timedelta(minutes=1)) == []


def test_a_run_is_made_by_one_worker_only(opened):
    first, _second = due(NOON)
    Run.objects.filter(pk=first).update(state="making", lease_until=NOON + LEASE)

    assert execute(run_id=first, now=NOON) is None
    assert not Sheet.objects.filter(run_id=first).exists()


def test_a_run_whose_worker_died_is_taken_up_again(opened):
    first, _second = due(NOON)
    Run.objects.filter(pk=first).update(state="making", lease_until=NOON, next_at=NOON)

    later = NOON + timedelta(minutes=1)

    assert first in due(later)
    assert execute(run_id=first, now=later).state == "made"


@pytest.mark.django_db(transaction=True)
def test_a_run_cut_off_half_way_leaves_the_draft_of_before(opened, broken_disk):
    first, _second = due(NOON)
    execute(run_id=first, now=NOON)
    before = Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet_id
    again = Run.objects.create(report="R01", period="2026-10", area=STREET[:9], actor="x",
                               next_at=NOON)  # fmt: skip
    broken_disk()

    made = execute(run_id=again.pk, now=NOON)

    again.refresh_from_db()
    assert made is None
    assert (again.state, again.attempts) == ("queued", 1)
    assert Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet_id == before
    assert not Sheet.objects.filter(run=again).exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_never_succeeds_is_given_to_a_person(opened, broken_disk):
    first, _second = due(NOON)
    Run.objects.filter(pk=first).update(attempts=TRIES - 1)
    broken_disk()

    execute(run_id=first, now=NOON)

    assert Run.objects.get(pk=first).state == "failed"


def told(capsys, *words):
    call_command("run_report", *words, "--json")
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def test_the_command_makes_a_draft_and_tells_its_run(opened, capsys, tmp_path):
    out = tmp_path / "r01.xlsx"

    found = told(capsys, "R01", "--period", "2026-10", "--area", STREET, "--out", str(out))

    run = Run.objects.latest("pk")
    assert found == {
        "report": "R01", "period": "2026-10", "area": STREET, "state": "checked", "run": run.pk,
        "position": run.position, "checks_failed": [], "out": str(out),
    }  # fmt: skip
    assert load_workbook(out).sheetnames[0].startswith("street")


def test_the_command_names_the_records_of_a_failed_check(opened, capsys):
    stranger = make_person(res=RIVER, division=None)
    make_step(stranger, RIVER, "RES", 1, "arrive", on="2026-10-09")

    found = told(capsys, "R01", "--period", "2026-10", "--area", STREET)

    assert found["state"] == "draft"
    assert [(one["check"], one["unit"], len(one["records"])) for one in found["checks_failed"]] == [
        ("i14 == i08 + i15 + i16 + i17", RIVER, 1)
    ]


def asked_at_once(_turn):
    try:
        said = StringIO()
        call_command("run_report", "R01", "--period", "2026-10", "--area", STREET, "--json",
                     stdout=said)  # fmt: skip
        return json.loads(said.getvalue())["state"]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_same_report_asked_for_three_times_at_once_is_made(opened):
    with ThreadPoolExecutor(3) as desks:
        states = list(desks.map(asked_at_once, range(3)))

    assert states == ["checked"] * 3


def test_a_figure_carried_over_names_those_whom_the_month_before_named(street, capsys):
    unknown = make_native(RIVER, sex="0")
    make_change(unknown, "core_resident", '{"sex": "0"}', '{"sex": "2"}', on="2026-10-05", xid=11)
    run_sql("update hub_resident set sex = '2' where id = %s", unknown)

    found = told(capsys, "R01", "--period", "2026-10", "--area", RIVER)

    assert found["state"] == "draft"
    assert [len(one["records"]) for one in found["checks_failed"]] == [1]


@pytest.mark.parametrize(
    ("period", "why"),
    [("2099-01", "还没有开始"), ("2026-08", "早于期初建账"), ("2026-13", "写成 2026-10")],
)
def test_the_command_says_why_there_is_no_report_of_a_month(opened, period, why):
    with pytest.raises(CommandError, match=why):
        call_command("run_report", "R01", "--period", period, "--area", STREET)

    assert not Run.objects.filter(period=period).exists()


def test_a_grid_has_no_report_of_its_own(opened):
    Area.objects.create(
        code=f"{RIVER}001", name="第1网格", short_name="第1网格", level="grid", parent_id=RIVER,
        prefix=f"{RIVER}001",
    )  # fmt: skip

    with pytest.raises(CommandError, match="没有社区"):
        call_command("run_report", "R01", "--period", "2026-10", "--area", f"{RIVER}001")


@pytest.mark.parametrize("place", ["", "nowhere/r01.xlsx"])
def test_a_file_that_cannot_be_written_is_said_before_anything_is_made(opened, tmp_path, place):
    made = Run.objects.count()

    with pytest.raises(CommandError, match="输出文件"):
        call_command("run_report", "R01", "--period", "2026-10", "--area", STREET,
                     "--out", str(tmp_path / place))  # fmt: skip

    assert Run.objects.count() == made


def test_the_ending_says_what_is_written_and_others_are_refused_first(opened, tmp_path):
    made = Run.objects.count()
    asked = ("run_report", "R01", "--period", "2026-10", "--area", STREET, "--out")

    with pytest.raises(CommandError, match="xlsx"):
        call_command(*asked, str(tmp_path / "r01.pdf"))
    assert Run.objects.count() == made
    call_command(*asked, str(tmp_path / "r01.CSV"))
    assert (tmp_path / "r01.CSV").read_bytes().startswith("\ufeff".encode())


def test_a_draft_made_while_the_month_ran_is_made_again_when_it_is_over(opened):
    before = datetime(2026, 10, 12, 9, tzinfo=LOCAL)
    early = order_run(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM)
    make_run(run=early, actor=SYSTEM, now=before)

    for run_id in due(NOON):
        execute(run_id=run_id, now=NOON)

    drafts = Submission.objects.filter(report="R01", period="2026-10").select_related("sheet__run")
    assert {one.unit: one.sheet.run.made_at for one in drafts} == {RIVER: NOON, BRIDGE: NOON}
    assert due(NOON) == []


def test_a_month_that_is_not_over_is_shown_but_not_confirmed(opened):
    before = datetime(2026, 10, 31, 23, 59, tzinfo=LOCAL)
    run = make_run(
        run=order_run(report="R01", period=OCTOBER, area=RIVER, actor=SYSTEM),
        actor=SYSTEM, now=before,
    )  # fmt: skip

    with pytest.raises(PeriodNotOver):
        confirm(report="R01", period="2026-10", unit=RIVER, run_id=run.pk, actor=SYSTEM, now=before)

    assert Submission.objects.get(report="R01", period="2026-10", unit=RIVER).state == "checked"


def test_the_command_gives_locked_figures_of_a_locked_unit(opened, capsys):
    first = told(capsys, "R01", "--period", "2026-10", "--area", RIVER)
    confirm(report="R01", period="2026-10", unit=RIVER, run_id=first["run"], actor=SYSTEM, now=NOON)

    again = told(capsys, "R01", "--period", "2026-10", "--area", RIVER)

    assert (again["state"], again["run"]) == ("locked", first["run"])


def test_the_command_opens_the_books(street, capsys):
    found = told(capsys, "R03", "--period", "2026-09", "--area", STREET, "--opening", "--confirm")

    assert found["state"] == "locked"


def test_the_command_says_what_it_cannot_do(opened):
    with pytest.raises(CommandError, match="R77"):
        call_command("run_report", "R77", "--period", "2026-10", "--area", STREET)
    with pytest.raises(CommandError, match="区划"):
        call_command("run_report", "R01", "--period", "2026-10", "--area", "999999999999")


def test_the_applications_own_role_makes_and_confirms(street, as_app):
    with as_app():
        open_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report="R01", period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        (run_id,) = due(NOON)
        execute(run_id=run_id, now=NOON)
        run = Run.objects.get(pk=run_id)
        confirm(report="R01", period="2026-10", unit=RIVER, run_id=run.pk, actor=SYSTEM, now=NOON)

    assert Submission.objects.get(report="R01", period="2026-10", unit=RIVER).state == "locked"
