"""Their rows in our words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.contract import Pull, Reading, Row, RowMap, Standing
from connectors.employment.delta import Delta, by_number, by_second
from connectors.employment.rows import DIFFICULTY, JOBS, PEOPLE, POLICIES
from connectors.engine.guards import check_layout
from connectors.engine.translate import row_key, says_nothing, speak
from connectors.errors import NeedsPerson
from connectors.social_security.rows import yuan
from connectors.transport.times import LOCAL, moment
from hub.services.intake import CLEAR

NUMBER = "420190197903150027"
DELTA = Delta(client=None, full=False)
JOB = {
    "bcc031": "JY1", "aac001": "1", "aac002": NUMBER, "acc318": "022", "aae043": "2024/3/5",
    "acc114": "20240301", "aab004": "无", "aab003": "null", "acc31s": "2024-03-01",
    "acc31n": "家政", "aae100": "1", "aae036": "2026-11-01 10:00:00",
}  # fmt: skip


def spoken(*rows, kind="jy"):
    return speak(DELTA, [Row(kind, cells) for cells in rows])[0]


def test_a_row_says_our_fields_and_leaves_out_what_is_blank():
    told = spoken(JOB).observations[0]

    assert told.said == {
        "id_number": NUMBER, "emp_form": "022", "emp_register_date": "2024/3/5",
        "emp_flex_start": "2024-03-01", "emp_flex_content": "家政",
    }  # fmt: skip
    assert str(told.on) == "2024-03-01"
    assert told.at == datetime(2026, 11, 1, 10, tzinfo=LOCAL)


def test_a_known_code_is_ours_and_an_unknown_one_cannot_be_mistaken():
    people = [
        {"aac001": n, "aac002": NUMBER, "aac016": code, "aac021": "", "aac011": "", "aae005": ""}
        for n, code in (("1", "１"), ("2", "12"), ("3", "无"), ("4", None))
    ]

    said = [told.said.get("emp_status") for told in spoken(*people, kind="ac01").observations]

    assert said == ["1", "aac016=12", None, None]


def test_a_withdrawn_row_clears_what_it_had_said():
    told = spoken({**JOB, "aae100": "0"}).observations[0]

    assert told.said["emp_form"] is CLEAR
    assert told.said["id_number"] == NUMBER


def test_of_several_rows_the_newest_valid_one_counts_and_the_rest_are_skipped():
    older = {**JOB, "bcc031": "JY0", "acc114": "2020-01-01"}
    newer_but_withdrawn = {**JOB, "bcc031": "JY2", "acc114": "2025-01-01", "aae100": "0"}

    told = spoken(older, JOB, newer_but_withdrawn)

    assert told.row_keys == ["jy:JY1"]
    assert sorted(told.skipped) == ["jy:JY0", "jy:JY2"]
    assert told.observations[0].version.startswith("20240301")


def test_a_withdrawn_row_that_never_counted_clears_nothing():
    held = spoken(JOB).observations[0].version
    older = {**JOB, "bcc031": "JY0", "acc114": "2020-01-01", "aae100": "0"}

    told = speak(DELTA, [Row("jy", older)], {spoken(JOB).observations[0].key: held})[0]

    assert told.observations == []
    assert told.skipped == ["jy:JY0"]
    assert len(told.gone) == 1


def test_a_newer_row_overtakes_and_an_older_one_waits():
    first = spoken(JOB).observations[0]
    newer = {**JOB, "bcc031": "JY2", "acc114": "2025-01-01"}
    older = {**JOB, "bcc031": "JY0", "acc114": "2020-01-01"}

    told = speak(DELTA, [Row("jy", newer), Row("jy", older)], {first.key: first.version})[0]

    assert told.row_keys == ["jy:JY2"]
    assert [one.version for one in told.overtaken] == [first.version]
    assert [one.said["emp_flex_start"] for one in told.beside] == ["2024-03-01"]


def test_policies_stand_side_by_side():
    rows = [
        {"bcc151": n, "aac001": "1", "aac002": NUMBER, "acc151": policy, "acc152": "202501",
         "acc153": "3", "aae100": "1", "aae036": "2026-11-01 10:00:00"}
        for n, policy in (("1", "020"), ("2", "040"))
    ]  # fmt: skip

    told = spoken(*rows, kind="zc")

    assert len(told.observations) == 2
    assert "emp_subsidy_used" in told.observations[0].said
    assert "emp_subsidy_used" not in told.observations[1].said


def test_a_key_never_carries_a_persons_number():
    map_ = RowMap("x", Pull("id_number", "id"), (), key=("no", "id"))

    key = row_key(map_, {"no": "7", "id": NUMBER})

    assert key.startswith("x:7|")
    assert NUMBER not in key


def test_a_number_cell_is_told_as_one():
    told = spoken({**JOB, "aac002": 420190197903150000}).observations[0]

    assert told.number_cells == frozenset({"id_number"})


@pytest.mark.parametrize("blank", [None, "", " ", "null", "NULL", "无", "-"])
def test_blank_says_nothing(blank):
    assert says_nothing(blank)


def test_fen_become_yuan():
    assert yuan("449400") == "4494"
    assert yuan("x") == "x"


@pytest.mark.parametrize(
    "text", ["2026-11-01 10:00:00", "2026/11/01 10:00:00", "20261101100000",
             "2026-11-01T10:00:00+08:00"],
)  # fmt: skip
def test_times_are_local(text):
    assert moment(text) == datetime(2026, 11, 1, 2, tzinfo=UTC)


def test_a_day_alone_is_its_beginning():
    assert moment("2026-11-01") == datetime(2026, 11, 1, tzinfo=LOCAL)
    assert moment("soon") is None


def reading(*rows, kind="jy"):
    return Reading([Row(kind, cells) for cells in rows])


def test_a_renamed_column_is_named_with_its_likely_new_name():
    renamed = {("acc318x" if name == "acc318" else name): v for name, v in JOB.items()}

    with pytest.raises(NeedsPerson, match="acc318.*acc318x") as caught:
        check_layout(DELTA, reading(renamed))
    assert caught.value.kind == "schema"


def test_rows_of_a_kind_nobody_described_stop_the_run():
    with pytest.raises(NeedsPerson, match="zz"):
        check_layout(DELTA, reading(JOB, kind="zz"))


def test_a_few_unknown_codes_pass_and_a_column_full_of_them_does_not():
    rows = [{**JOB, "acc318": "055" if n < 3 else "022"} for n in range(30)]
    check_layout(DELTA, reading(*rows))

    with pytest.raises(NeedsPerson, match="acc318"):
        check_layout(DELTA, reading(*[{**row, "acc318": "ZZ"} for row in rows]))


def test_every_map_of_the_bureau_has_its_own_kind():
    assert [m.kind for m in (PEOPLE, JOBS, DIFFICULTY, POLICIES)] == ["ac01", "jy", "kn", "zc"]


TOKEN = {"since": "2026-11-01 00:00:00", "pageNo": 1, "end": "2026-11-23 09:00:00"}


def test_the_next_page_begins_at_the_last_second():
    told = {"total": 900, "until": "2026-11-01 00:00:00"}

    following = by_second(TOKEN, told, 500, "2026-11-03 08:00:00")

    assert following == {**TOKEN, "since": "2026-11-03 08:00:00"}


def test_within_one_second_the_page_number_is_used():
    told = {"total": 900, "until": "2026-11-01 00:00:00"}

    assert by_second(TOKEN, told, 500, TOKEN["since"])["pageNo"] == 2


def test_past_a_windows_end_the_next_window_begins_and_the_last_ends_the_reading():
    told = {"total": 3, "until": "2026-11-01 00:00:00"}
    first = {**TOKEN, "since": "2026-10-01 00:00:00"}

    assert by_second(first, told, 3, "x")["since"] == "2026-11-01 00:00:00"
    assert by_second(TOKEN, {"total": 0, "until": TOKEN["end"]}, 0, "") is None


def test_swapped_pages_are_all_asked_for_and_the_watermark_waits():
    token, seen = dict(TOKEN), []
    pages = {1: 2, 2: 1, 3: 3}
    watermark = ""
    while token and "got" in token or not seen:
        seen.append(pages[token["pageNo"]])
        token, watermark = by_number(
            token,
            {"total": 1400, "pageNo": seen[-1], "until": TOKEN["end"]},
            f"2026-11-0{seen[-1]} 00:00:00",
        )
        assert watermark == "" or token is None

    assert sorted(seen) == [1, 2, 3]
    assert watermark == "2026-11-03 00:00:00"


def test_the_same_page_for_every_number_is_a_circle():
    token = dict(TOKEN)

    def turn(token):
        return by_number(token, {"total": 5000, "pageNo": 1}, "2026-11-02 00:00:00")[0]

    for _turn in range(3):
        token = turn(token)
    with pytest.raises(NeedsPerson) as caught:
        turn(token)
    assert caught.value.kind == "loop"


def test_codes_lie_in_the_connectors_folder():
    assert (Path(PEOPLE.folder) / "codes" / "aac016.csv").exists()


@pytest.mark.parametrize("told", ["1" * 200, "1\0", "\0" * 200])
def test_a_key_is_one_that_can_be_kept(told):
    key = row_key(PEOPLE, {"aac001": told})

    assert key.startswith("ac01:")
    assert len(key) <= 120
    assert "\0" not in key


@pytest.mark.parametrize(
    ("told", "since"), [("", "2000-01-01 00:00:00"), ("2019-03-01 00:00:00",) * 2]
)
def test_a_first_reading_passes_nothing_by(told, since):
    """Most rows of a bureau were written years ago, and are told by their last change."""
    stream = Delta(client=None, full=False, first_since=told)
    now = datetime(2026, 11, 23, 9, tzinfo=LOCAL)

    assert stream.begin(Standing(mode="delta", now=now))["since"] == since
