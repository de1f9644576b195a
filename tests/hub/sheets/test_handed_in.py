"""Small troubles of real rosters: what offices write into cells, between lines and into files."""

import io
import struct
from datetime import date

import pytest
import xlsxwriter

from hub.cleaning.phones import phones_in
from hub.services.sheet_preview import see_sheet
from hub.sheets.errors import SheetRefused
from hub.sheets.roster import read_roster
from tests.communities.make import JIANGTENG
from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.office import TODAY, hand_in, households, make_clerk, mended, people

HEAD = ["姓名", "身份证号", "联系电话"]
TEXT = [HEAD, *[["赵海", make_number(n), f"1380000000{n}"] for n in (1, 2, 3)]]


def rows_of(content):
    return list(read_roster(content).rows())


def test_a_list_in_chinese_letters_behind_a_mark_for_other_letters_is_read():
    rows = rows_of(b"\xef\xbb\xbf" + make_text(TEXT))

    assert [row.said["name"] for row in rows] == ["赵海"] * 3


def test_a_text_file_with_one_broken_letter_loses_that_letter_alone():
    whole = make_text([[*row, "江腾苑"] for row in TEXT])
    broken = "江腾苑".encode("gb18030")

    rows = rows_of(whole.replace(broken, broken + b"\xc2", 1))

    assert [row.said["id_number"] for row in rows] == [make_number(n) for n in (1, 2, 3)]


def test_an_old_workbook_with_a_password_is_said_to_have_one():
    begins = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0x0DBB, 0x07CC, 0x41, 6)
    content = b"\xd0\xcf\x11\xe0" + bytes(508) + begins + b"\x2f\x00\x36\x00\x01\x00" + bytes(9000)

    with pytest.raises(SheetRefused) as refusal:
        read_roster(content)

    assert refusal.value.reason == "locked"


def test_a_stray_cell_far_to_the_right_hides_nobody():
    stray = [*[""] * 15000, "."]

    rows = rows_of(make_workbook([*TEXT, [], stray]))

    assert len(rows) == 3


@pytest.mark.parametrize("words", ["无身份证", "身份证号不详", "身份证丢失"])
@pytest.mark.django_db
def test_whoever_has_no_number_is_asked_about_and_is_no_heading(words):
    table = [HEAD, ["赵海", make_number(1), ""], ["赵小宝", words, "13800000002"]]

    taken = hand_in(make_workbook(table), make_clerk())

    assert (taken.rows, taken.created, taken.refused + taken.questioned) == (2, 1, 1)


@pytest.mark.django_db
def test_a_row_of_a_sheet_called_residents_comes_back_as_a_row():
    clerk = make_clerk()
    table = [HEAD, ["赵海", make_number(1), ""], ["赵小宝", "", "13800000002"]]

    taken = hand_in(make_workbook(("居民", table)), clerk)
    again = hand_in(taken.workbook, clerk)

    assert (taken.questioned, again.rows, again.questioned) == (1, 1, 1)


@pytest.mark.django_db
def test_a_number_written_into_the_column_of_names_is_asked_about():
    table = [*TEXT, [make_number(4), "赵小宝", "13800000004"]]

    taken = hand_in(make_workbook(table), make_clerk())

    assert (taken.rows, taken.created, taken.questioned, taken.skipped_lines) == (4, 3, 1, 0)


def test_an_example_may_be_numbered():
    rows = [["填写说明"], ["1.填写居民姓名"], ["3.示例", "张三", make_number(9), "13800000009"]]

    assert [row.said["name"] for row in rows_of(make_workbook(rows, TEXT))] == ["赵海"] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["户主：赵海", "(户主:赵海 电话13800000001)", "赵海户 共2人"])
def test_a_line_between_may_name_the_head_behind_the_home(words):
    table = [
        ["姓名", "与户主关系", "身份证号"],
        [f"3栋1单元101 {words}"],
        ["赵海", "户主", make_number(1, sex=1)],
        ["钱玉", "妻", make_number(2)],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert people()["钱玉"].dwelling.room_no == "101"
    assert households() == [{"赵海", "钱玉"}]


def test_remarks_on_how_to_fill_in_a_column_are_no_person():
    table = [HEAD, ["（必填）", "（18位）", "（11位）"], *TEXT[1:]]

    assert len(rows_of(make_workbook(table))) == 3


@pytest.mark.parametrize(
    ("told", "asked"),
    [("七九年三月", False), ("一九七九年三月", False), ("79年3月", False), ("七八年三月", True)],
)
def test_a_birth_in_words_beside_a_number_that_says_the_same_is_no_question(told, asked):
    table = [["姓名", "出生年月", "身份证号"], ["陈海", told, make_number(18)]]

    [row] = rows_of(make_workbook(table))

    assert ("birth_date" in row.said) is asked


def test_a_second_number_after_whose_it_is_is_somebody_elses():
    assert phones_in("本人13800000004 儿子13900000004") == ["13800000004"]


@pytest.mark.django_db
def test_marks_under_head_say_who_is_head():
    table = [
        ["户主", "姓名", "身份证号", "住址"],
        ["√", "赵海", make_number(1), "3栋1单元101"],
        ["", "钱玉", make_number(2), "3栋1单元101"],
        ["是", "孙军", make_number(3), "3栋1单元102"],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert people()["赵海"].relation_to_head == people()["孙军"].relation_to_head == "02"
    assert people()["钱玉"].relation_to_head is None


@pytest.mark.django_db
def test_a_line_that_names_head_and_home_gives_the_home_to_those_under_it():
    table = [
        ["姓名", "与户主关系", "身份证号"],
        ["户主：赵海  住址：3栋1单元101  家庭人口：2人"],
        ["赵海", "户主", make_number(1, sex=1)],
        ["钱玉", "屋里人", make_number(2)],
        ["户主：孙军  住址：3栋1单元102  家庭人口：2人"],
        ["孙军", "户主", make_number(3, sex=1)],
        ["孙杰", "幺儿", make_number(4, sex=1, born=f"{date(2005, 6, 1):%Y%m%d}")],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert households() == [{"孙军", "孙杰"}, {"赵海", "钱玉"}]
    assert people()["钱玉"].relation_to_head == "12"
    assert people()["孙杰"].relation_to_head == "20"
    assert people()["孙杰"].dwelling.room_no == "102"


@pytest.mark.django_db
def test_a_home_named_beside_its_landlord_is_that_of_the_tenants_below():
    def flat(room):
        return [f"出租房地址：江腾社区8栋2单元{room}", "", "房东：李某"]

    words = ["姓名", "身份证号", "联系电话"]
    first, second = ["周军", make_number(1), ""], ["郑勇", make_number(2), ""]

    hand_in(make_workbook([flat(301), words, first, flat(302), words, second]), make_clerk())

    assert people()["周军"].dwelling.room_no == "301"
    assert people()["郑勇"].dwelling.room_no == "302"


@pytest.mark.django_db
def test_a_mark_under_one_of_several_words_chooses_it():
    clerk = make_clerk()
    wrong = make_number(2)[:-1] + ("0" if make_number(2)[-1] != "0" else "1")
    table = [
        ["姓名", "性别", "", "身份证号", "婚姻状况", "", ""],
        ["", "男", "女", "", "未婚", "已婚", "离异"],
        ["赵海", "√", "", make_number(1, sex=1), "", "√", ""],
        ["钱玉", "", "√", wrong, "", "", "√"],
    ]
    merged = [(0, 0, 0, 1, 0), (0, 0, 1, 0, 2), (0, 0, 3, 1, 3), (0, 0, 4, 0, 6)]

    taken = hand_in(make_workbook(table, merged=merged), clerk)
    again = hand_in(mended(taken.workbook, {wrong: make_number(2)}), clerk)

    assert (taken.created, taken.refused, taken.field_questions) == (1, 1, 0)
    assert (again.created, again.field_questions) == (1, 0)
    assert people()["赵海"].marital_status == "20"
    assert people()["钱玉"].marital_status == "40"


def with_lines_struck(struck):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("居民 & 租户")
        plain = book.add_format({"num_format": "@"})
        line_through = book.add_format({"font_strikeout": True, "num_format": "@"})
        for line, row in enumerate(TEXT_OF_FOUR):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell, line_through if line in struck else plain)
    return file.getvalue()


TEXT_OF_FOUR = [HEAD, *[[f"赵{'海涛军明'[n - 1]}", make_number(n), ""] for n in (1, 2, 3, 4)]]


@pytest.mark.django_db
def test_whoever_is_struck_through_is_given_back_and_not_taken():
    clerk = make_clerk()
    content = with_lines_struck({2})

    seen = see_sheet(content=content, community=JIANGTENG, actor=clerk, today=TODAY)
    taken = hand_in(content, clerk)
    again = hand_in(content, clerk)
    back = hand_in(taken.workbook, clerk)

    assert (seen.rows, seen.refused, seen.held_out[0].reason) == (4, 1, "struck_out")
    assert (taken.created, taken.refused) == (3, 1)
    assert (again.unchanged, again.refused) == (3, 1)
    assert (back.rows, back.created) == (1, 1)


@pytest.mark.django_db
def test_a_row_that_waits_for_its_day_is_told_before_and_after():
    clerk = make_clerk()
    table = [[*HEAD, "入住日期"], [*TEXT[1], "2030-01-01"], [*TEXT[2], "2020-01-01"]]
    content = make_workbook(table)

    seen = see_sheet(content=content, community=JIANGTENG, actor=clerk, today=TODAY)
    taken = hand_in(content, clerk)

    assert (seen.rows, seen.entering, seen.refused) == (2, 1, 1)
    assert [(row.line, row.reason) for row in seen.held_out] == [(2, "waits_for_day")]
    assert (taken.created, taken.refused) == (1, 1)


def test_a_style_of_struck_letters_that_no_line_uses_strikes_nobody():
    assert not [row for row in rows_of(with_lines_struck(set())) if row.struck]


def test_a_line_with_one_struck_cell_is_corrected_and_not_struck():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(TEXT_OF_FOUR):
            sheet.write_row(line, 0, row)
        sheet.write_string(1, 2, "13800000001", book.add_format({"font_strikeout": True}))

    assert not [row for row in rows_of(file.getvalue()) if row.struck]


def test_numbers_under_a_heading_merged_for_addresses_are_numbers():
    table = [
        ["姓名", "住址", "", "电话"],
        *[["赵海", make_number(n), f"3栋1单元{n}01", "13800000001"] for n in (1, 2, 3)],
    ]

    rows = rows_of(make_workbook(table, merged=[(0, 0, 1, 0, 2)]))

    assert [row.said["id_number"] for row in rows] == [make_number(n) for n in (1, 2, 3)]


def test_numbers_beside_a_wide_heading_are_not_joined_with_what_follows():
    table = [
        ["姓名", "身份证号", "", "备注", "电话"],
        *[["赵海", "无", "", make_number(n), "13800000001"] for n in (1, 2, 3)],
    ]

    rows = rows_of(make_workbook(table, merged=[(0, 0, 1, 0, 2)]))

    assert [row.said["id_number"] for row in rows] == [make_number(n) for n in (1, 2, 3)]
