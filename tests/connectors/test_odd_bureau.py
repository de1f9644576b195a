"""The employment bureau in other manners than the simulated one has."""

import json

import pytest
from django.utils import timezone

from connectors.models import Cursor
from connectors.transport import egress
from tests.connectors.make import accounted, due_again, facts, sync
from tests.connectors.odd_bureau import odd_bureau
from tests.hub.people import an_id, make_person

pytestmark = pytest.mark.django_db
MORNING = "2026-11-02 08:00:00"


@pytest.fixture
def bureau(settings):
    with odd_bureau() as (bureau, place):
        settings.HUB_SYSTEMS = {"EMP": place}
        settings.HUB_EGRESS_ALLOW = place["egress"]
        egress._pinned.clear()
        yield bureau


@pytest.fixture
def person(db):
    return make_person()


def fill(bureau, count, at=MORNING, first=1):
    for n in range(first, first + count):
        bureau.add("ac01", an_id(order=n), at, aac001=f"4201{n:010d}")


@pytest.mark.parametrize("tells_size", [True, False])
def test_more_rows_of_one_second_than_a_small_page_holds_are_all_read(bureau, tells_size):
    bureau.size, bureau.tells_size = 100, tells_size
    fill(bureau, 350)
    fill(bureau, 30, "2026-11-02 08:00:01", first=500)

    run = sync("EMP")

    assert run.state == "done", run.reason
    assert len(accounted("EMP")) == 380


def test_a_time_in_another_spelling_is_a_place_to_go_on_from(bureau):
    bureau.size = 2
    for n, at in enumerate(["2026/11/2 08:00:00", "20261103080000", "2026-11-04T08:00:00"], 1):
        bureau.add("ac01", an_id(order=n), at, aac001=str(n))
    run = sync("EMP")

    again = sync("EMP")

    assert (run.state, again.state) == ("done", "done"), (run.reason, again.reason)
    assert len(accounted("EMP")) == 3
    assert Cursor.objects.get(system="EMP").watermark == "2026-11-04 08:00:00"


@pytest.mark.parametrize("nothing", [None, "", "null", "无"])
def test_a_row_without_a_time_moves_no_watermark(bureau, nothing):
    fill(bureau, 2)
    bureau.add("ac01", an_id(order=9), nothing, aac001="9")
    bureau.rows[-1]["aae036"] = nothing
    bureau._page = lambda said: {"total": 3, "pageNo": 1, "pageSize": 500, "list": bureau.rows}

    sync("EMP")
    again = sync("EMP")

    assert again.state == "done", again.reason
    assert Cursor.objects.get(system="EMP").watermark == MORNING


def test_a_time_far_ahead_does_not_end_the_reading_for_good(bureau):
    fill(bureau, 2)
    bureau.add("ac01", an_id(order=9), "2099-01-01 00:00:00", aac001="9")
    sync("EMP")
    bureau.rows.pop()
    fill(bureau, 1, f"{timezone.localtime():%Y-%m-%d %H:%M:%S}", first=20)

    again = sync("EMP")

    assert again.state == "done", again.reason
    assert any(key.endswith("20") for key in accounted("EMP"))


def test_a_watermark_that_lies_ahead_already_is_given_up(bureau):
    fill(bureau, 3)
    sync("EMP")
    Cursor.objects.update(watermark="2099-01-01 00:00:00")
    now = f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"
    fill(bureau, 1, now, first=20)

    again = sync("EMP")

    assert (again.state, again.read, again.unchanged + again.set_aside) == ("done", 4, 4)
    assert Cursor.objects.get(system="EMP").watermark <= now


@pytest.mark.parametrize(
    "odd",
    [
        b'{"code":200,"data":{"total":1,"list":[{"lx":"ac01"',
        b"",
        b'{"code":500,"msg":"\xe7\xb3\xbb\xe7\xbb\x9f\xe5\xbc\x82\xe5\xb8\xb8"}',
        b"[]",
        b"null",
        b"<html>nginx</html>",
    ],
)
def test_one_broken_answer_is_asked_for_again(bureau, odd):
    fill(bureau, 3)
    bureau.says["/delta"] = [odd]

    run = sync("EMP")
    assert run.state in ("done", "paused"), run.reason
    run = run if run.state == "done" else due_again(run)

    assert run.state == "done", run.reason
    assert len(accounted("EMP")) == 3


@pytest.mark.parametrize(
    "odd",
    [
        {"code": 200, "data": None},
        {"code": 200, "data": []},
        {"code": 200, "data": {"total": None, "list": None}},
        {"code": 200, "data": {"total": 1, "list": ["x"]}},
        {"code": 200, "data": {"total": "many", "list": []}},
        {"code": 404, "msg": "x"},
    ],
)
def test_an_answer_of_another_shape_stops_with_a_sentence(bureau, odd):
    bureau.says["/delta"] = odd

    run = sync("EMP")

    assert run.state == "blocked", run.reason
    assert "就业系统" in run.reason


def test_a_stopped_run_asks_again_once_the_other_side_has_mended_its_answer(bureau):
    fill(bureau, 3)
    bureau.says["/delta"] = {"code": 200, "data": None}
    stopped = sync("EMP")
    bureau.says.clear()

    again = sync("EMP")

    assert (stopped.state, again.state, again.pk) == ("blocked", "done", stopped.pk), again.reason
    assert len(accounted("EMP")) == 3


def test_a_code_told_as_text_is_the_same_code(bureau):
    bureau.login = b'{ "msg" : "", "code"\n: "200" }'
    bureau.says["/delta"] = {"code": "200", "data": {"total": "0", "list": []}}

    assert sync("EMP").state == "done"


@pytest.mark.parametrize("broken", [b"", b'{"code":20', b"\x8f\x02"])
def test_a_broken_answer_to_the_sign_in_is_no_refusal_of_it(bureau, broken):
    fill(bureau, 3)
    bureau.login, whole = broken, bureau.login

    waits = sync("EMP")
    bureau.login = whole

    assert (waits.state, waits.block) == ("paused", ""), waits.reason
    assert "不完整" in waits.reason
    assert due_again(waits).state == "done"


@pytest.mark.parametrize("date", ["yesterday", "Sat, 28 Nov 2026 08:00:00 -0000", "1764316800"])
def test_an_unreadable_clock_of_the_other_side_is_left_aside(bureau, date):
    fill(bureau, 3)
    body = json.dumps(
        {"code": 200, "data": bureau._page({"since": MORNING, "pageNo": 1, "pageSize": 9})}
    )
    bureau.says["/delta"] = [(200, {"date": date}, body.encode())]

    run = sync("EMP")

    assert run.state == "done", run.reason


@pytest.mark.parametrize("wait", ["99999999999999", "Sat, 28 Nov 9999 08:00:00 GMT", "-5", "soon"])
def test_an_absurd_wait_is_a_day_at_most(bureau, wait):
    bureau.says["/delta"] = (429, {"retry-after": wait}, b"")

    run = sync("EMP")

    assert run.state == "paused", run.reason
    assert run.next_at is not None


def test_a_character_the_database_cannot_hold_costs_its_cell_and_not_the_run(bureau, person):
    bureau.add("jy", an_id(), MORNING, aab004="江城\u0000餐饮", acc318="010")
    bureau.add("jy", an_id(order=9), MORNING, bcc031="2")

    run = sync("EMP")

    assert run.state == "done", run.reason
    assert len(accounted("EMP")) == 2
    assert ("010",) in facts("hub_c05_employment", "emp_form")


def test_numbers_where_text_was_and_keys_nobody_agreed_are_taken(bureau, person):
    bureau.add(
        "jy", an_id(), MORNING, bcc031=77, aae100=1, acc318="010", zzz={"a": [1]}, acc114=20261001
    )

    run = sync("EMP")

    assert run.state == "done", run.reason
    assert ("010",) in facts("hub_c05_employment", "emp_form")


def test_a_page_of_maintenance_in_gbk_is_maintenance(bureau):
    page = "<html><meta charset=gbk>系统维护</html>".encode("gbk")
    bureau.says["/delta"] = (200, {"content-type": "text/html; charset=GBK"}, page)

    run = sync("EMP")

    assert run.state == "paused"
    assert "维护" in run.reason
