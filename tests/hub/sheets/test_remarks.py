"""What stands in a remark or behind a name about somebody who has died or left."""

import pytest

from hub.services.sheet_preview import see_sheet
from hub.sheets.roster import read_roster
from tests.communities.make import JIANGTENG
from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.office import TODAY, hand_in, make_clerk, people

HEAD = ["姓名", "身份证号", "联系电话", "备注"]


def rows_of(name, remark):
    content = make_workbook([HEAD, [name, make_number(1), "13800000001", remark]])
    return next(iter(read_roster(content).rows())).said


@pytest.mark.parametrize(
    "remark",
    [
        "已故",
        "已死亡",
        "（去世）",
        "2024年5月去世",
        "2023.11因病去世",
        "死亡注销",
        "死亡，未注销",
        "该人已病故。",
    ],
)
def test_a_remark_that_says_somebody_has_died_says_so_of_them(remark):
    assert rows_of("赵海", remark)["alive_status"] == "死亡"


@pytest.mark.parametrize("name", ["赵海（已故）", "赵海已故", "赵海(死亡)"])
def test_so_do_words_behind_a_name(name):
    assert rows_of(name, "")["alive_status"] == "死亡"


@pytest.mark.parametrize(
    "remark",
    [
        "",
        "丧偶",
        "其子2019年死亡",
        "老伴，已故",
        "配偶已故",
        "已搬走？",
        "死亡证明未交",
        "故居",
        "低保",
    ],
)
def test_a_remark_about_somebody_or_something_else_says_nothing(remark):
    assert not {"alive_status", "move_out_date"} & rows_of("赵海", remark).keys()


def test_a_name_that_ends_like_such_a_word_is_a_name():
    assert "alive_status" not in rows_of("李亡", "")
    assert "alive_status" not in rows_of("王故", "")


@pytest.mark.django_db
def test_the_dead_of_a_roster_enter_as_dead_and_whoever_left_is_asked_about():
    clerk = make_clerk()
    content = make_workbook(
        [
            HEAD,
            ["赵海", make_number(1), "", "已故"],
            ["钱涛", make_number(2), "", "2024年搬走"],
            ["孙平", make_number(3), "", "租住"],
        ]
    )
    seen = see_sheet(content=content, community=JIANGTENG, actor=clerk, today=TODAY)

    taken = hand_in(content, clerk)
    again = hand_in(content, clerk)

    assert [(cell.line, cell.field, cell.raw, cell.reason) for cell in seen.cells] == [
        (3, "move_out_date", "2024年搬走", "left_without_day")
    ]
    assert (taken.created, taken.field_questions, again.unchanged) == (3, 1, 3)
    held = people()
    assert held["赵海"].alive_status == "2"
    assert held["钱涛"].alive_status is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_file_of_wide_letters_needs_no_mark(encoding):
    rows = [HEAD[:3], *[["赵海", make_number(n), f"1380000000{n}"] for n in (1, 2, 3)]]

    found = list(read_roster(make_text(rows, encoding)).rows())

    assert [row.said["id_number"] for row in found] == [make_number(n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("word", "cell", "alive"),
    [("是否健在", "否", "2"), ("是否健在", "是", "1"), ("健在情况", "去世", "2")],
)
@pytest.mark.django_db
def test_a_column_that_asks_whether_somebody_lives_is_taken(word, cell, alive):
    hand_in(
        make_workbook([["姓名", "身份证号", word], ["赵海", make_number(1), cell]]), make_clerk()
    )

    assert people()["赵海"].alive_status == alive
