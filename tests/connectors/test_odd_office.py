"""The housing office in other manners than the simulated one has."""

from datetime import timedelta

import psycopg
import pytest
from django.utils import timezone

from connectors.contract import Parcel
from connectors.engine.run import carry
from connectors.housing.exchange import ExchangeTable
from connectors.housing.rows import GUARANTEES
from connectors.models import Cursor, Run
from connectors.registry import connector_of
from connectors.services.runs import open_run
from connectors.services.sweep import open_due_schedules, write_schedules
from connectors.transport import egress, workbooks
from connectors.transport.pulse import Pulse
from connectors.transport.tables import ExchangeTables
from hub.models import SetAside
from tests.connectors.make import ACTOR, accounted, due_again, facts, sync
from tests.connectors.odd_office import HEAD, TABLES, OddOffice, front_machine
from tests.hub.people import an_id, make_person

pytestmark = pytest.mark.django_db
TABLE = "hub_c04_housing_security"


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with front_machine(tmp_path_factory.mktemp("front")) as cluster:
        yield cluster


@pytest.fixture
def office(machine, tmp_path, settings):
    office = OddOffice(machine, tmp_path / "share")
    office.run(TABLES)
    office.workbook([HEAD])
    settings.HUB_SYSTEMS = {"HOUSING": office.place()}
    settings.HUB_EGRESS_ALLOW = []
    egress._pinned.clear()
    make_person(household="H1")
    yield office
    office.close()


def guarantee(office, **columns):
    told = {"jtbh": "JT1", "sqr_sfzh": an_id(), "bzfs": "实物配租", "bzzt": "轮候"}
    return office.add("hs_guarantee_out", **{**told, **columns})


def line(order=246, number="A1", day="2026.03.05", mode="实物配租"):
    return (1, "赵某", an_id(order=order), number, day, mode)


# -- exchange tables -----------------------------------------------------------------------------


def test_an_office_that_lists_no_batches_is_read(office):
    number = guarantee(office)

    run = sync("HOUSING")

    assert run.state == "done", run.reason
    assert facts(TABLE, "hs_type, hs_status") == [("01", "40")]
    assert office.mark("hs_guarantee_out", number) == (1, None)


def test_of_an_office_that_lists_them_only_closed_batches_are_read(office):
    office.run("CREATE TABLE qzk.hs_batch (pch text)")
    office.run("GRANT SELECT ON qzk.hs_batch TO front_hub")
    office.run("INSERT INTO qzk.hs_batch VALUES ('P1')")
    guarantee(office)
    half = guarantee(office, pch="P2", bzzt="保障中")

    sync("HOUSING")

    assert facts(TABLE, "hs_status") == [("40",)]
    assert office.mark("hs_guarantee_out", half) == (0, None)


class ChangedMeanwhile(ExchangeTable):
    """The office changes a row after it was read and before it is marked."""

    def acknowledge(self, token, reading, verdicts):
        self.tables.office.run("UPDATE qzk.hs_guarantee_out SET bzzt = '保障中'")
        super().acknowledge(token, reading, verdicts)


def test_a_row_changed_between_reading_and_marking_is_read_again(office):
    number = guarantee(office)
    tables = ExchangeTables(office.place())
    tables.office = office
    run = open_run(system="HOUSING", actor=ACTOR)

    carry(run.pk, lambda _lease: [ChangedMeanwhile(tables, GUARANTEES)], lambda: None)
    between = office.mark("hs_guarantee_out", number)
    sync("HOUSING")

    assert between == (0, None)
    assert facts(TABLE, "hs_status") == [("50",)]
    assert office.mark("hs_guarantee_out", number) == (1, None)


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"user": "nobody_here"}, {"database": "elsewhere"}]
)
def test_a_refused_sign_in_is_told_as_one(office, settings, wrong):
    settings.HUB_SYSTEMS = {"HOUSING": office.place(**wrong)}

    run = sync("HOUSING")

    assert (run.state, run.block) == ("blocked", "sign_in"), run.reason
    assert "管理员核对" in run.reason


def test_a_full_house_is_waited_for_without_a_false_alarm(office):
    office.run("ALTER ROLE front_hub CONNECTION LIMIT 0")
    try:
        run = sync("HOUSING")
    finally:
        office.run("ALTER ROLE front_hub CONNECTION LIMIT -1")

    assert run.state == "paused"
    assert "连接数已满" in run.reason


def test_a_row_that_is_neither_insert_update_nor_delete_stays_out_whole(office):
    number = guarantee(office, czlx="X")
    small = guarantee(office, czlx="u", jtbh="JT2")

    run = sync("HOUSING")

    assert (run.state, run.set_aside) == ("done", 1), run.reason
    assert SetAside.objects.get().reason == "line_damaged"
    assert office.mark("hs_guarantee_out", number)[0] == 2
    assert office.mark("hs_guarantee_out", small) == (1, None)


def test_a_day_beyond_every_calendar_costs_its_cell_and_not_the_run(office):
    guarantee(office, lhrq="infinity", yzj="512.30")

    run = sync("HOUSING")

    assert run.state == "done", run.reason
    assert [(str(rent), day) for rent, day in facts(TABLE, "hs_rent_month, hs_queue_date")] == [
        ("512.30", None)
    ]


def test_rows_without_a_key_or_a_number_are_each_kept(office):
    for name in ("甲", "乙"):
        guarantee(office, jtbh=None, sqr_sfzh=None, sqr_xm=name)

    run = sync("HOUSING")

    assert run.set_aside + run.questioned == 2
    assert SetAside.objects.count() == 2


def test_a_locked_row_stops_no_watermark_and_is_told_later(office):
    number = guarantee(office)
    with psycopg.connect(office.desk.info.dsn) as other:
        other.execute("SELECT 1 FROM qzk.hs_guarantee_out FOR UPDATE")
        run = sync("HOUSING")
    assert run.state == "paused", run.reason

    again = due_again(run)

    assert again.state == "done", again.reason
    assert office.mark("hs_guarantee_out", number) == (1, None)
    assert accounted("HOUSING")[f"hs_guarantee_out:{number}"] == "applied"


# -- answers to what was filed -------------------------------------------------------------------


@pytest.mark.parametrize("unique", [True, False])
def test_an_application_is_filed_once_whether_or_not_the_inbox_says_so(office, unique, monkeypatch):
    monkeypatch.setattr("connectors.housing.connector.RECHECK_MONTH", 0)
    if not unique:
        office.run("ALTER TABLE qzk.hs_apply_in DROP CONSTRAINT hs_apply_in_lsh_key")
    told = Parcel("matter", "M07-1", values={"id_number": an_id(), "form": {"items": []}})
    housing = connector_of("HOUSING")(Pulse())

    housing.send(told)
    housing.send(told)

    filed = office.run("SELECT lsh, czlx, nr FROM qzk.hs_apply_in").fetchall()
    assert filed == [("M07-1", "I", {"items": []})]
    assert housing.find_sent(told).state == "accepted"


def decided(office, **answer):
    office.add("hs_apply_in", lsh="M07-1", **answer)
    return connector_of("HOUSING")(Pulse()).decision("matter", "M07-1")


def test_what_the_inbox_turned_down_is_a_refusal_with_its_reason(office):
    told = decided(office, zt=2, cwxx="证件号码长度不符")

    assert (told.state, told.answer, told.reason) == ("refused", "退回", "证件号码长度不符")


def test_what_nobody_has_looked_at_is_no_decision(office):
    assert decided(office, zt=0) is None


def test_a_decision_in_an_unknown_word_is_told_and_decides_nothing(office):
    number = office.add("hs_result_out", lsh="M07-1", jg="不予受理", yy="户籍不在本市")

    told = decided(office)

    assert told.state == "accepted"
    assert "不予受理" in told.reason
    assert "户籍不在本市" in told.reason
    assert office.mark("hs_result_out", number)[0] == 2


# -- the waiting list ----------------------------------------------------------------------------


def test_a_share_that_is_not_there_is_no_empty_share(office):
    office.workbook([HEAD, line()])
    sync("HOUSING")
    office.share.rename(office.share.with_name("gone"))

    run = sync("HOUSING")

    assert run.state == "paused"
    assert "共享目录" in run.reason


def test_a_share_that_is_suddenly_empty_is_asked_about(office):
    office.workbook([HEAD, line()])
    sync("HOUSING")
    for path in office.share.iterdir():
        path.unlink()

    run = sync("HOUSING")

    assert run.state == "paused"
    assert "以前有过" in run.reason


def queue():
    return sorted(facts(TABLE, "hs_queue_no, hs_queue_date::text, hs_type"))


LISTED = [("A1", "2026-03-05", "01")]
LAYOUTS = {
    "moved columns": [("轮候号", "备注", "保障方式", "身份证号", "登记日期"),
                      ("A1", "", "实物配租", an_id(), 46086)],
    "other words": [("申请人身份证号码", "轮候编号", "轮候登记日期", "保障类型（现）"),
                    (an_id(), "A1", "2026年3月5日", "实物配租")],
    "a heading on two lines": [("某区轮候名册",), ("轮候号", "申请家庭", None, "轮候信息", None),
                               (None, "姓名", "身份证号", "登记日期", "保障方式"),
                               ("A1", "赵某", an_id(), "2026/3/5", "实物配租")],
    "remarks in the first column": [("轮候号", "身份证号", "登记日期", "保障方式"),
                                    ("以下为二〇二四年前登记",),
                                    ("A1", an_id(), "20260305", "实物配租"),
                                    ("合计", "1户")],
    "text that looks like a number": [("轮候号", "身份证号", "登记日期", "保障方式"),
                                      ("A1", f"'{an_id()}", "46086", "实物配租")],
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_is_understood_by_its_words_however_it_is_laid_out(office, layout):
    office.workbook(LAYOUTS[layout])

    run = sync("HOUSING")

    assert (run.state, run.read, run.set_aside) == ("done", 1, 0), run.reason
    assert queue() == LISTED
    assert run.watermark == "20261120"


def test_hidden_lines_and_further_sheets_are_read(office):
    make_person("钱某", order=247, household="H2", address="江腾小区4栋1单元101")
    office.workbook([HEAD, line()], [("说明",)], [HEAD, line(247, "A2")], hide=[2])

    run = sync("HOUSING")

    assert (run.state, run.read) == ("done", 2), run.reason
    assert [row[0] for row in queue()] == ["A1", "A2"]


def test_a_sheet_of_people_without_a_heading_is_not_passed_over(office):
    office.workbook([HEAD, line()], [("编码", "人"), (an_id(), "赵某")])

    run = sync("HOUSING")

    assert (run.state, run.block) == ("blocked", "schema")
    assert "第 2 张工作表" in run.reason
    assert queue() == []


def test_an_emptied_list_stops_and_clears_nothing(office):
    office.workbook([HEAD, line()])
    sync("HOUSING")
    office.workbook([HEAD], name="轮候名册20261127.xlsx")

    run = sync("HOUSING")

    assert (run.state, run.block) == ("blocked", "shrink")
    assert queue() == LISTED


def test_two_families_without_a_waiting_number_are_two(office):
    office.workbook([HEAD, line(900, ""), line(901, "")])

    run = sync("HOUSING")

    assert (run.state, run.set_aside) == ("done", 2), run.reason
    assert SetAside.objects.count() == 2


@pytest.mark.parametrize(
    "name", ["轮候名册2026-11-27.xlsx", "轮候名册20261127.XLSX", "公租房轮候名册20261127(1).xlsx"]
)
def test_the_newest_list_is_known_by_its_day_however_it_is_named(office, name):
    office.workbook([HEAD, line(number="A0")])
    office.workbook([HEAD, line()], name=name)
    (office.share / f"~${name}").write_bytes(b"x")

    run = sync("HOUSING")

    assert (run.state, run.watermark) == ("done", "20261127"), run.reason
    assert queue() == LISTED


def test_a_list_put_back_as_it_was_is_news_again(office):
    path = office.workbook([HEAD, line()])
    first = path.read_bytes()
    sync("HOUSING")
    office.workbook([HEAD, line(day="2026.04.01")])
    sync("HOUSING")
    path.write_bytes(first)

    run = sync("HOUSING")

    assert run.state == "done", run.reason
    assert queue() == LISTED
    assert sync("HOUSING").read == 0


def test_a_broken_list_is_refused_and_the_tables_are_read_at_the_next_turn(office):
    path = office.workbook([HEAD, line()])
    path.write_bytes(path.read_bytes()[:1500])
    stopped = sync("HOUSING")
    number = guarantee(office)
    write_schedules(now=timezone.now())

    open_due_schedules(now=timezone.now() + timedelta(days=1))
    run = sync("HOUSING")

    assert (stopped.state, stopped.block) == ("blocked", "schema")
    assert "轮候名册20261120.xlsx" in stopped.reason
    assert Run.objects.get(pk=stopped.pk).state == "failed"
    assert run.pk != stopped.pk
    assert office.mark("hs_guarantee_out", number) == (1, None)


def test_a_list_still_being_copied_is_waited_for(office, monkeypatch):
    path = office.workbook([HEAD, line()])
    whole = path.read_bytes()
    path.write_bytes(whole[:1500])
    monkeypatch.setattr(workbooks.time, "sleep", lambda _seconds: path.write_bytes(whole))

    run = sync("HOUSING")
    waits = run.state
    run = due_again(run)

    assert waits == "paused"
    assert run.state == "done", run.reason
    assert queue() == LISTED
    assert Cursor.objects.get(stream="waiting_list").watermark == "20261120"
