"""Rows given back: the clerk corrects a number and hands in that workbook alone."""

import pytest

from hub.sheets.workbook import read_workbook
from tests.hub.sheets.make import make_number, make_workbook
from tests.hub.sheets.office import hand_in, households, make_clerk, mended, people

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "420190197903150999", make_number(77)


def headings(workbook):
    return next(read_workbook(workbook)[0].rows())


def given_back_and_taken(content):
    clerk = make_clerk()
    first = hand_in(content, clerk)
    assert first.refused
    workbook = mended(first.workbook, {WRONG: RIGHT})
    taken = hand_in(workbook, clerk)
    assert (taken.rows, taken.created) == (first.refused, first.refused)
    again = hand_in(workbook, clerk)
    assert (again.unchanged, again.refused) == (first.refused, 0)
    return first.workbook


def test_a_room_keeps_the_building_named_above_it_and_its_household():
    table = [
        ["房号", "姓名", "与户主关系", "身份证号"],
        ["1栋1单元"],
        [101, "赵海", "户主", make_number(1)],
        [101, "李梅", "配偶", WRONG],
        ["2栋"],
        [301, "周军", "户主", make_number(2)],
    ]

    given_back_and_taken(make_workbook(table, merged=[(0, 1, 0, 1, 3), (0, 4, 0, 4, 3)]))

    assert people()["李梅"].dwelling.address_key == "1栋1单元101"
    assert households() == [{"周军"}, {"李梅", "赵海"}]


def test_a_home_named_on_a_line_between_is_that_of_the_rows_under_it():
    table = [
        ["姓名", "关系", "身份证号", "电话"],
        ["第1户：1栋1单元101"],
        ["赵海", "户主", make_number(1), ""],
        ["第2户：1栋1单元102"],
        ["孙军", "户主", make_number(3), ""],
        ["孙妹", "女", WRONG, ""],
    ]

    given_back_and_taken(make_workbook(table, merged=[(0, 1, 0, 1, 3), (0, 3, 0, 3, 3)]))

    assert households() == [{"孙军", "孙妹"}, {"赵海"}]
    assert people()["孙妹"].dwelling.address_key == "1栋1单元102"
    assert people()["赵海"].dwelling.address_key == "1栋1单元101"


def test_a_row_under_merged_cells_keeps_what_they_say():
    table = [
        ["户号", "家庭住址", "姓名", "身份证号"],
        ["A01", "6栋1单元601", "孙海", make_number(1)],
        ["", "", "朱玉", WRONG],
    ]

    given_back_and_taken(make_workbook(table, merged=[(0, 1, 0, 2, 0), (0, 1, 1, 2, 1)]))

    assert households() == [{"孙海", "朱玉"}]
    assert people()["朱玉"].dwelling.address_key == "6栋1单元601"


def test_a_head_corrected_alone_leads_the_household_again():
    table = [
        ["姓名", "与户主关系", "身份证号"],
        ["何海", "户主", WRONG],
        ["吕玉", "妻", make_number(1)],
        ["何小", "子", make_number(2)],
    ]

    given_back_and_taken(make_workbook(table))

    assert households() == [{"何小", "何海", "吕玉"}]


def test_sheets_of_other_words_come_back_under_one_heading():
    living = [["居民姓名", "身份证号", "电话"], ["苏海", WRONG, "13800000102"]]
    renting = [
        ["租户姓名", "公民身份号码", "联系电话", "房东姓名"],
        ["葛玉", "42019019790315", "13800000104", "李军"],
    ]
    clerk = make_clerk()

    first = hand_in(make_workbook(("常住", living), ("租户", renting)), clerk)
    corrected = {WRONG: RIGHT, "42019019790315": make_number(78)}
    taken = hand_in(mended(first.workbook, corrected), clerk)

    assert headings(first.workbook) == [
        "工作表", "行号", "原因", "居民姓名", "身份证号", "电话", "房东姓名"
    ]  # fmt: skip
    assert (taken.created, taken.refused) == (2, 0)
    assert people()["葛玉"].mobile_mask == "138****0104"


def test_a_column_under_a_wider_heading_is_named_in_full():
    table = [
        ["姓名", "身份证号", "配偶", ""],
        ["", "", "姓名", "身份证号"],
        ["秦海", WRONG, "尤玉", make_number(3)],
    ]
    merged = [(0, 0, 0, 1, 0), (0, 0, 1, 1, 1), (0, 0, 2, 0, 3)]

    workbook = given_back_and_taken(make_workbook(table, merged=merged))

    assert headings(workbook)[3:] == ["姓名", "身份证号", "配偶姓名", "配偶证件号"]
    assert households() == [{"尤玉", "秦海"}]


def test_a_name_and_number_in_one_cell_come_back_in_one():
    table = [
        ["序号", "姓名及身份证号"],
        [1, f"张玉 {WRONG}"],
    ]

    given_back_and_taken(make_workbook(table))

    assert set(people()) == {"张玉"}


def test_a_number_over_several_cells_comes_back_in_one():
    table = [
        ["姓名", "身份证号码", "", "", "电话"],
        ["何丽", RIGHT[:6], RIGHT[6:14], RIGHT[14:], "13800000006"],
        ["何芳", WRONG[:6], WRONG[6:14], WRONG[14:], ""],
    ]
    clerk = make_clerk()

    first = hand_in(make_workbook(table, merged=[(0, 0, 1, 0, 3)]), clerk)
    taken = hand_in(mended(first.workbook, {WRONG: make_number(79)}), clerk)

    assert headings(first.workbook)[3:] == ["姓名", "身份证号码", "电话"]
    assert taken.created == 1
