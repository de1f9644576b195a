"""Workbooks whose sheets number their households each for itself, or all together."""

import pytest

from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_workbook
from tests.hub.sheets.office import hand_in, households, make_clerk, mended, people

HEAD = ["户号", "姓名", "与户主关系", "身份证号"]


def sheet_of(name, first, families):
    rows = []
    for number, family in enumerate(families, 1):
        for place, person in enumerate(family):
            relation = "妻" if place else "户主"
            rows.append([number, person, relation, make_number(first + len(rows))])
    return name, [HEAD, *rows]


ONE = sheet_of("一网格", 1, [("赵海", "钱玉"), ("孙军", "李红")])
TWO = sheet_of("二网格", 11, [("周涛", "吴丽"), ("郑平", "王芳")])
FAMILIES = [{"吴丽", "周涛"}, {"孙军", "李红"}, {"王芳", "郑平"}, {"赵海", "钱玉"}]


@pytest.mark.django_db
def test_each_sheets_first_household_is_its_own():
    clerk = make_clerk()

    hand_in(make_workbook(ONE, TWO), clerk)
    again = hand_in(make_workbook(ONE, TWO), clerk)

    assert sorted(households(), key=sorted) == sorted(FAMILIES, key=sorted)
    assert people()["周涛"].relation_to_head == people()["赵海"].relation_to_head == "02"
    assert again.unchanged == 8


@pytest.mark.django_db
def test_a_row_given_back_joins_the_household_of_its_sheet():
    clerk = make_clerk()
    right = make_number(12)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    two = TWO[0], [[wrong if cell == right else cell for cell in row] for row in TWO[1]]

    taken = hand_in(make_workbook(ONE, two), clerk)
    hand_in(mended(taken.workbook, {wrong: right}), clerk)

    assert sorted(households(), key=sorted) == sorted(FAMILIES, key=sorted)


@pytest.mark.django_db
def test_a_head_and_a_child_given_back_on_two_sheets_are_of_one_household():
    clerk = make_clerk()
    wrong = make_number(1)[:-1] + ("0" if make_number(1)[-1] != "0" else "1")
    table = [
        [*HEAD, "家庭住址"],
        ["1", "赵海", "户主", wrong, "9栋1单元101"],
        ["1", "钱玉", "妻", make_number(2), "9栋1单元101"],
        ["1", "赵宝", "子", "", "9栋1单元101"],
    ]

    taken = hand_in(make_workbook(table), clerk)
    hand_in(mended(taken.workbook, {wrong: make_number(1)}), clerk)

    assert (taken.created, taken.refused, taken.questioned) == (1, 1, 1)
    assert households() == [{"赵海", "钱玉"}]


def test_one_numbering_over_several_sheets_stays_one():
    old = "老人", [HEAD, ONE[1][1], ONE[1][3]]

    keys = [row.said["household_key"] for row in read_roster(make_workbook(ONE, old)).rows()]

    assert keys == ["1", "1", "2", "2", "1", "2"]


def test_a_second_pass_over_merged_cells_gives_what_the_first_gave():
    rows = [
        ["1栋", "赵海", make_number(1)],
        ["", "钱玉", make_number(2)],
        ["2栋", "孙军", make_number(3)],
    ]
    rows += [["", "李红", make_number(4)]]
    content = make_workbook([["住址", "姓名", "身份证号"], *rows], merged=[(0, 3, 0, 4, 0)])
    roster = read_roster(content)

    passes = [[row.said.get("address") for row in roster.rows()] for _ in range(2)]

    assert passes == [["1栋", None, "2栋", "2栋"]] * 2


@pytest.mark.django_db
def test_numbers_that_begin_again_in_every_building_are_no_households():
    table = [["户号", "姓名", "与户主关系", "身份证号", "楼栋", "房号"]]
    for building, (_name, rows) in ((3, ONE), (5, TWO)):
        table += [[*row, f"{building}栋", f"{row[0]}01"] for row in rows[1:]]
    clerk = make_clerk()

    hand_in(make_workbook(table), clerk)

    assert sorted(households(), key=sorted) == sorted(FAMILIES, key=sorted)
    assert people()["周涛"].relation_to_head == people()["赵海"].relation_to_head == "02"


def test_one_wrong_number_among_right_ones_leaves_them_as_they_are():
    table = [["户号", "姓名", "与户主关系", "身份证号", "住址"]]
    table += [[n, "赵海", "户主", make_number(n), f"3栋1单元{n}01"] for n in range(1, 7)]
    table += [[1, "孙军", "户主", make_number(9), "3栋1单元901"]]

    keys = [row.said["household_key"] for row in read_roster(make_workbook(table)).rows()]

    assert keys == ["1", "2", "3", "4", "5", "6", "1"]
