"""Each habit of the employment bureau, over a real socket."""

import json
import time

import httpx
import pytest

from tests.simulators.running import running

KEYS = {"ac01": "aac001", "jy": "bcc031", "sy": "bcc021", "kn": "bcc131", "zc": "bcc151"}
EARLIEST = "2026-01-01 00:00:00"


@pytest.fixture(scope="module")
def line(world, tmp_path_factory):
    with running("employment", store=tmp_path_factory.mktemp("emp"), world=world) as line:
        yield line


@pytest.fixture
def admin(line, admin_of):
    admin = admin_of(line)
    yield admin
    admin("fault", clear=True)
    admin("habits", rate=0, messy=False, closes=False, decide_clock_seconds=0)
    admin("clock", now="2026-11-23T09:00:00+08:00")


@pytest.fixture
def bureau(line, admin):
    with httpx.Client(base_url=line["url"], timeout=10) as client:
        client.post("/login", json={"user": line["user"], "pwd": line["password"]})
        yield client


@pytest.fixture(scope="module")
def sample(world):
    return json.loads((world / "world.json").read_text(encoding="utf-8"))["sample"]["id_number"]


def key_of(row):
    return row["lx"], row[KEYS[row["lx"]]]


def page(bureau, number, size=50, since=EARLIEST, **said):
    asked = {"since": since, "pageNo": number, "pageSize": size, **said}
    return bureau.post("/delta", json=asked).json()["data"]


def walk(bureau, size=50, since=EARLIEST):
    """Every key of the first window, in the order served."""
    found, number = [], 1
    while True:
        data = page(bureau, number, size, since)
        found += [key_of(row) for row in data["list"]]
        if number * size >= data["total"]:
            return found
        number += 1


def test_nobody_reads_without_signing_in(line, admin):
    answer = httpx.post(f"{line['url']}/queryAc01Page", json={"aac002": "1"})

    assert answer.status_code == 401
    assert answer.json() == {"code": 401, "msg": "登录超时"}


def test_a_session_ends_after_thirty_minutes(bureau, admin):
    admin("clock", step=31 * 60)

    assert bureau.post("/queryAc01Page", json={"aac002": "1"}).status_code == 401


def test_a_wrong_password_is_refused_at_status_200(line, admin):
    answer = httpx.post(f"{line['url']}/login", json={"user": "hub", "pwd": "wrong"})

    assert answer.status_code == 200
    assert answer.json()["code"] == 401


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("/queryAc01Page", True),
        ("/queryVCc03Ac01jyPage", False),
        ("/queryVCc02Ac01Page", False),
        ("/queryCc13Page", True),
        ("/queryPolicyPage", False),
    ],
)
def test_rows_lie_in_data_or_at_the_top_by_method(bureau, sample, path, inside):
    told = bureau.post(path, params={"pageNo": 1}, json={"aac002": sample}).json()

    assert ("data" in told) == inside
    assert ("list" in told) != inside


def test_nobody_known_is_an_empty_list(bureau):
    told = bureau.post("/queryAc01Page", json={"aac002": "420190190001010000"}).json()

    assert told["code"] == 200
    assert told["data"]["list"] == []


def test_the_delta_serves_every_row_of_its_window_once_or_more(bureau):
    keys = walk(bureau)

    data = page(bureau, 1, 500)
    assert len(set(keys)) == data["total"]
    assert data["until"] == "2026-02-01 00:00:00"


def test_a_page_larger_than_five_hundred_is_cut_without_notice(bureau):
    assert page(bureau, 1, 5000)["pageSize"] == 500


def test_the_edge_second_comes_again_on_the_next_page(bureau, admin):
    admin("fault", name="same_second", since=EARLIEST, pageSize=50)

    first, second = page(bureau, 1), page(bureau, 2)
    edge = first["list"][-1]["aae036"]
    assert sum(row["aae036"] == edge for row in first["list"]) == 5
    again = {key_of(row) for row in first["list"]} & {key_of(row) for row in second["list"]}
    assert len(again) == 5


def test_an_edited_row_comes_again_with_a_new_time(bureau, admin, sample):
    person = bureau.post("/queryAc01Page", json={"aac002": sample}).json()["data"]["list"][0]

    admin("edit", table="ac01", key=person["aac001"], set={"aac016": "9"})

    data = page(bureau, 1, since="2026-11-23 00:00:00")
    assert [(row["aac001"], row["aac016"]) for row in data["list"]][-1] == (person["aac001"], "9")


def test_a_deleted_row_stays_with_its_flag_down(bureau, admin, sample):
    row = bureau.post("/queryCc13Page", json={"aac002": sample}).json()["data"]["list"][0]

    admin("edit", table="kn", key=row["bcc131"], delete=True)

    told = bureau.post("/queryCc13Page", json={"aac002": sample}).json()["data"]["list"][0]
    assert told["aae100"] == "0"
    admin("edit", table="kn", key=row["bcc131"], set={"aae100": "1"})


def test_messy_rows_write_missing_values_and_dates_in_several_ways(bureau, admin):
    admin("habits", messy=True)
    rows = [row for number in range(1, 9) for row in page(bureau, number)["list"]]

    missing = {row["aac021"] for row in rows if row["lx"] == "ac01" and len(str(row["aac021"])) < 5}
    missing |= {row["aab004"] for row in rows if row["lx"] == "jy" and len(str(row["aab004"])) < 5}
    births = [row["aac006"] for row in rows if row["lx"] == "ac01"]
    assert {None, "", "null", "无"} <= missing
    assert any("-" in one for one in births)
    assert any("/" in one for one in births)
    assert any(one.isdigit() for one in births)


def test_too_many_calls_are_told_when_to_come_again(bureau, admin):
    admin("habits", rate=3)

    answers = [bureau.post("/queryAc01Page", json={"aac002": "1"}) for _ in range(8)]

    refused = [one for one in answers if one.status_code == 429]
    assert refused
    assert refused[0].headers["Retry-After"] == "1"


def test_the_third_saturday_is_closed_with_a_page(bureau, admin):
    admin("habits", closes=True)
    admin("clock", now="2026-11-21T10:00:00+08:00")

    answer = bureau.post("/queryAc01Page", json={"aac002": "1"})

    assert answer.status_code == 200
    assert "系统维护" in answer.text


def test_nothing_is_written_at_night_but_reading_goes_on(line, admin, sample):
    admin("habits", closes=True)
    admin("clock", now="2026-11-23T23:00:00+08:00")
    with httpx.Client(base_url=line["url"]) as client:
        client.post("/login", json={"user": line["user"], "pwd": line["password"]})

        refused = client.post("/apply/subsidy", json={"opNo": "night", "aac002": sample}).json()
        read = client.post("/queryAc01Page", json={"aac002": sample}).json()

    assert refused == {"code": 500, "msg": "非办理时间(06:00-22:00)"}
    assert read["data"]["total"] == 1


def test_the_same_operation_files_one_application(bureau, sample, admin):
    first = bureau.post("/apply/subsidy", json={"opNo": "twice", "aac002": sample}).json()
    again = bureau.post("/apply/subsidy", json={"opNo": "twice", "aac002": sample}).json()

    assert first["data"]["bizNo"] == again["data"]["bizNo"]
    assert first["data"]["state"] == "受理"
    received = admin.ledger(direction="received", kind="subsidy")
    assert [row["key"] for row in received].count("twice") == 1


def test_a_lost_answer_can_be_read_back_by_its_operation(bureau, sample, admin):
    admin("fault", name="lost_answer", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        bureau.post("/apply/subsidy", json={"opNo": "lost", "aac002": sample})

    told = bureau.get("/apply", params={"opNo": "lost"}).json()

    assert told["data"]["state"] == "受理"
    again = bureau.post("/apply/subsidy", json={"opNo": "lost", "aac002": sample}).json()
    assert again["data"]["bizNo"] == told["data"]["bizNo"]


def test_an_application_nobody_filed_is_not_there(bureau):
    assert bureau.get("/apply", params={"opNo": "never"}).json()["code"] == 404


def test_a_stranger_cannot_apply(bureau):
    told = bureau.post("/apply/subsidy", json={"opNo": "x", "aac002": "420190190001010000"}).json()

    assert told == {"code": 500, "msg": "查无此人"}


def test_a_passed_subsidy_counts_its_months_and_comes_back_in_the_delta(bureau, admin, sample):
    admin("habits", decide_clock_seconds=1)
    admin("clock", step=5)
    admin("habits", review_clock_seconds=10, decide_clock_seconds=60, finish_clock_seconds=120)
    before = bureau.post("/queryPolicyPage", json={"aac002": sample}).json()["list"][0]
    asked = {"opNo": "months", "aac002": sample, "ksny": "202607", "jsny": "202609"}
    number = bureau.post("/apply/subsidy", json=asked).json()["data"]["bizNo"]

    states = []
    for step in (15, 60, 60):
        admin("clock", step=step)
        states.append(bureau.get(f"/apply/{number}").json()["data"]["state"])

    after = bureau.post("/queryPolicyPage", json={"aac002": sample}).json()["list"][0]
    assert states == ["审核中", "通过", "办结"]
    assert int(after["acc153"]) == int(before["acc153"]) + 3
    told = page(bureau, 1, since="2026-11-23 00:00:00")["list"]
    assert ("zc", after["bcc151"]) in [key_of(row) for row in told]


def test_a_person_decides_at_the_admin_desk(bureau, admin, sample):
    number = bureau.post("/apply/subsidy", json={"opNo": "back", "aac002": sample}).json()
    number = number["data"]["bizNo"]

    admin("decide", bizNo=number, state="退回", reason="材料不全")

    told = bureau.get(f"/apply/{number}").json()["data"]
    assert (told["state"], told["reason"]) == ("退回", "材料不全")


def test_another_kind_of_application_is_taken_too(bureau, sample):
    told = bureau.post("/apply/elder-allowance", json={"opNo": "m04", "aac002": sample}).json()

    assert told["data"]["bizNo"]


def test_a_phone_is_corrected_once_per_operation(bureau, sample, admin):
    person = bureau.post("/queryAc01Page", json={"aac002": sample}).json()["data"]["list"][0]
    said = {"aac001": person["aac001"], "aae005": "13900000001", "opNo": "phone"}

    first = bureau.post("/updateAc01", json=said).json()
    again = bureau.post("/updateAc01", json={**said, "aae005": "13900000002"}).json()

    told = bureau.post("/queryAc01Page", json={"aac002": sample}).json()["data"]["list"][0]
    assert first == again
    assert told["aae005"] == "13900000001"


def test_the_ledger_names_every_key_that_was_served(bureau, admin):
    after = admin.state()["ledger"]
    keys = walk(bureau, size=200)

    rows = admin.ledger(after=after, direction="served")
    assert [(row["kind"], row["key"]) for row in rows] == keys


@pytest.mark.parametrize("status", [500, 502, 503])
def test_server_errors_come_as_pages(bureau, admin, status):
    admin("fault", name=f"http_{status}", times=1)

    assert bureau.post("/queryAc01Page", json={}).status_code == status
    assert bureau.post("/queryAc01Page", json={}).status_code == 200


def test_a_limit_can_be_set_with_its_waiting_time(bureau, admin):
    admin("fault", name="rate_limit", times=1, retry_after=7)

    answer = bureau.post("/queryAc01Page", json={})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


def test_a_hanging_call_gets_no_answer(bureau, admin):
    admin("fault", name="hang", times=1)

    with pytest.raises(httpx.ReadTimeout):
        bureau.post("/queryAc01Page", json={}, timeout=0.5)


def test_a_slow_answer_drips(bureau, admin):
    admin("fault", name="slowloris", times=1)
    started = time.monotonic()

    with pytest.raises(httpx.ReadTimeout):
        bureau.post("/queryAc01Page", json={}, timeout=0.8)

    assert time.monotonic() - started < 3


def test_an_endless_answer_does_not_end(bureau, admin):
    admin("fault", name="endless", times=1)
    taken = 0

    with bureau.stream("POST", "/queryAc01Page", json={}) as answer:
        for block in answer.iter_bytes():
            taken += len(block)
            if taken > 5_000_000:
                break

    assert taken > 5_000_000


def test_a_cut_answer_is_shorter_than_promised(bureau, admin):
    admin("fault", name="truncated", times=1)

    with pytest.raises(httpx.RemoteProtocolError):
        page(bureau, 1)


@pytest.mark.parametrize(
    ("name", "word"), [("maintenance", "系统维护"), ("login_page", "用户登录")]
)
def test_a_page_comes_in_place_of_rows(bureau, admin, name, word):
    admin("fault", name=name, times=1)

    answer = bureau.post("/queryAc01Page", json={})

    assert answer.status_code == 200
    assert word in answer.text


def test_a_cursor_loop_repeats_the_first_page_for_ever(bureau, admin):
    honest = page(bureau, 1)
    admin("fault", name="cursor_loop")

    looped = page(bureau, 40)

    assert [key_of(row) for row in looped["list"]] == [key_of(row) for row in honest["list"]]
    assert looped["total"] > 40 * 50


def test_shuffled_pages_hold_the_same_rows(bureau, admin):
    honest = set(walk(bureau, size=100))
    admin("fault", name="shuffled")

    assert set(walk(bureau, size=100)) == honest


def test_a_source_that_empties(bureau, admin):
    honest = page(bureau, 1, 500)["total"]
    admin("fault", name="fewer", drop=0.6)
    fewer = page(bureau, 1, 500)
    admin("fault", name="zero_rows")

    assert fewer["total"] < honest * 0.5
    assert page(bureau, 1)["list"] == []


def test_columns_and_codes_change_without_notice(bureau, admin):
    admin("fault", name="missing_column", column="aac002")
    admin("fault", name="new_column")
    admin("fault", name="new_code", column="aac016", value="77")

    rows = page(bureau, 1)["list"]

    assert all("aac002" not in row and row["xzd01"] == "1" for row in rows)
    assert {row["aac016"] for row in rows if row["lx"] == "ac01"} == {"77"}
