"""Each habit of the housing office: exchange tables and the workbook in the share."""

from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from openpyxl import load_workbook

from tests.simulators.running import running

TABLES = ("hs_apply_out", "hs_guarantee_out", "hs_member_out", "hs_result_out")


@pytest.fixture(scope="module")
def line(world, tmp_path_factory):
    store = tmp_path_factory.mktemp("housing")
    with running("housing", store=store, world=world, habits="wild") as line:
        yield line


@pytest.fixture
def admin(line, admin_of):
    admin = admin_of(line)
    admin("clock", now="2026-11-23T09:00:00+08:00")
    admin("habits", decide_clock_seconds=0, look_clock_seconds=60)
    yield admin
    admin("fault", clear=True)


@pytest.fixture
def front(line, admin):
    with psycopg.connect(line["dsn"], autocommit=True) as connection:
        yield connection


def rows(front, statement, *values):
    return front.execute(statement, values).fetchall()


def file_application(front, lsh, number="420190198103150027"):
    front.execute(
        "INSERT INTO qzk.hs_apply_in(lsh, sqr_xm, sqr_sfzh, bzfs)"
        " VALUES (%s, '某人', %s, '租赁补贴')",
        (lsh, number),
    )


def test_rows_wait_unread_in_whole_batches(front):
    counted = dict(rows(front, "SELECT pch, hs FROM qzk.hs_batch"))

    for table in TABLES[:3]:
        for pch, count in rows(front, f"SELECT pch, count(*) FROM qzk.{table} GROUP BY pch"):
            assert counted[pch] == count
        assert rows(front, f"SELECT DISTINCT zt FROM qzk.{table}") == [(0,)]


def test_an_update_may_come_before_its_insert_and_a_delete_for_a_stranger(front):
    strangers = rows(front, "SELECT jtbh FROM qzk.hs_guarantee_out WHERE czlx = 'D'")
    early = rows(
        front,
        "SELECT u.jtbh FROM qzk.hs_guarantee_out u JOIN qzk.hs_guarantee_out i USING (jtbh)"
        " WHERE u.czlx = 'U' AND i.czlx = 'I' AND u.xlh < i.xlh",
    )

    assert len(strangers) == 3
    assert early


def test_a_batch_is_sent_again_under_its_own_name(front):
    again = rows(
        front,
        "SELECT pch FROM qzk.hs_member_out GROUP BY pch, jtbh, sfzh HAVING count(*) > 1",
    )

    assert again


def test_their_clock_is_seven_minutes_slow(front):
    newest = rows(front, "SELECT max(sjc) FROM qzk.hs_apply_out")[0][0]

    assert newest == datetime(2026, 11, 23, 8, 53)


def test_the_reader_marks_rows_and_changes_nothing_else(front):
    front.execute("UPDATE qzk.hs_apply_out SET zt = 2, cwxx = '测试' WHERE xlh = 1")

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        front.execute("UPDATE qzk.hs_apply_out SET sqr_xm = 'x' WHERE xlh = 1")
    front.execute("UPDATE qzk.hs_apply_out SET zt = 0, cwxx = NULL WHERE xlh = 1")


def test_a_sixth_connection_is_refused(line, front):
    others = [psycopg.connect(line["dsn"]) for _ in range(4)]

    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        psycopg.connect(line["dsn"])

    for one in others:
        one.close()


def test_an_application_is_seen_at_the_next_look_and_answered(front, admin):
    file_application(front, "op-1")

    admin("clock", step=61)

    assert rows(front, "SELECT zt FROM qzk.hs_apply_in WHERE lsh = 'op-1'") == [(1,)]
    assert rows(front, "SELECT jg FROM qzk.hs_result_out WHERE lsh = 'op-1'") == [("受理",)]
    admin("decide", bizNo="op-1", state="通过")
    assert ("通过",) in rows(front, "SELECT jg FROM qzk.hs_result_out WHERE lsh = 'op-1'")
    assert [row["key"] for row in admin.ledger(kind="apply")].count("op-1") == 1


def test_an_application_that_cannot_be_taken_gets_its_reason(front, admin):
    file_application(front, "op-short", number="4201")

    admin("clock", step=61)

    found = rows(front, "SELECT zt, cwxx FROM qzk.hs_apply_in WHERE lsh = 'op-short'")
    assert found == [(2, "证件号码长度不符")]


def test_the_same_operation_cannot_be_written_twice(front):
    file_application(front, "op-2")

    with pytest.raises(psycopg.errors.UniqueViolation):
        file_application(front, "op-2")


def test_nothing_is_taken_in_the_month_of_re_checks(front, admin):
    admin("clock", now="2027-06-10T10:00:00+08:00")
    file_application(front, "op-june")

    admin("clock", step=61)

    found = rows(front, "SELECT cwxx FROM qzk.hs_apply_in WHERE lsh = 'op-june'")
    assert found == [("复核月暂停受理",)]


def test_a_half_written_batch_is_not_named_as_whole(front, admin):
    pch = admin("publish", what="batch", rows=4, half=True)["batch"]

    assert rows(front, "SELECT count(*) FROM qzk.hs_guarantee_out WHERE pch = %s", pch) == [(4,)]
    assert rows(front, "SELECT * FROM qzk.hs_batch WHERE pch = %s", pch) == []


def test_the_tables_are_locked_for_an_hour_every_night(front, admin):
    admin("habits", closes=True)
    admin("clock", now="2026-11-24T01:30:00+08:00")
    front.execute("SET lock_timeout = '300ms'")

    with pytest.raises(psycopg.errors.LockNotAvailable):
        rows(front, "SELECT count(*) FROM qzk.hs_apply_out")

    admin("clock", now="2026-11-24T02:01:00+08:00")
    assert rows(front, "SELECT count(*) FROM qzk.hs_apply_out")


def test_a_row_that_was_served_stands_in_the_ledger(front, admin):
    pch = admin("edit", table="hs_apply_out", insert={"sqbh": "SQX", "bzfs": "住房券"})["batch"]

    xlh = rows(front, "SELECT xlh FROM qzk.hs_apply_out WHERE pch = %s", pch)[0][0]
    served = admin.ledger(direction="served", kind="hs_apply_out")
    assert str(xlh) in [row["key"] for row in served]


def test_the_friday_list_is_messy_in_the_known_ways(line, admin, front):
    families = [
        {
            "jtbh": f"JT8{n:06d}", "sqr_xm": "某人", "sqr_sfzh": f"42019019800101{n:04d}",
            "bzfs": "实物配租", "bzzt": "轮候", "lhh": f"LH8{n:05d}", "lhrq": "2024-03-05",
        }
        for n in range(120)
    ]  # fmt: skip
    for family in families:
        admin("edit", table="hs_guarantee_out", insert=family)
    admin("clock", now="2026-11-27T10:00:00+08:00")

    sheet = load_workbook(Path(line["share"]) / "轮候名册20261127.xlsx").active
    told = list(sheet.iter_rows(values_only=True))
    numbers = [row[2] for row in told[3:] if row[2] is not None]
    dates = [row[5] for row in told[3:] if row[5] is not None]
    assert told[0][0].startswith("汉阳区公共租赁住房轮候家庭名册")
    assert told[1][:2] == ("序号", "申请家庭")
    assert told[-1][0] == "合计"
    assert {"A1:H1", "B2:D2"} <= {str(span) for span in sheet.merged_cells.ranges}
    assert any(isinstance(number, float) for number in numbers)
    assert any(str(number).startswith("'") for number in numbers)
    assert any(isinstance(day, int) for day in dates)
    assert any(isinstance(day, str) for day in dates)
    assert any(row[0] and not isinstance(row[0], int) for row in told[3:-1])
    serial = next(day for day in dates if isinstance(day, int) and day == 45356)
    assert date(1899, 12, 30) + timedelta(days=serial) == date(2024, 3, 5)


def test_the_sheet_changes_its_name_from_week_to_week(line, admin):
    names = set()
    for day in ("2026-11-06", "2026-11-13"):
        path = admin("publish", what="workbook", day=day)["path"]
        names.add(load_workbook(path).active.title)

    assert len(names) == 2


def test_a_workbook_may_be_cut_or_empty(line, admin):
    admin("fault", name="zero_rows", times=1)
    empty = admin("publish", what="workbook", day="2026-10-02")["path"]
    admin("fault", name="truncated", times=1)
    cut = admin("publish", what="workbook", day="2026-10-09")["path"]

    assert [row[0] for row in load_workbook(empty).active.iter_rows(values_only=True)][-1] == "合计"
    assert not Path(cut).read_bytes().endswith(b"\x00\x00")


def test_a_column_appears_without_notice(front, admin):
    admin("fault", name="new_column", table="hs_member_out")

    columns = rows(
        front,
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'qzk' AND table_name = 'hs_member_out'",
    )
    assert ("bz",) in columns
