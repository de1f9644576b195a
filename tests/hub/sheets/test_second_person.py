"""Heads, husbands and wives told in columns of somebody's row."""

import pytest

from tests.hub.sheets.make import make_number, make_workbook
from tests.hub.sheets.office import hand_in, households, make_clerk, people

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "身份证号", "家庭住址", "婚姻状况", "配偶姓名", "配偶身份证号", "配偶电话"]
HOME = "8栋1单元101"


def test_a_spouse_with_a_number_is_a_person_and_no_row():
    table = [HEAD, ["杨海", make_number(1), HOME, "已婚", "朱玉", make_number(2), "13800000032"]]
    clerk = make_clerk()

    taken = hand_in(make_workbook(table), clerk)

    assert (taken.rows, taken.created, taken.beside) == (1, 1, 1)
    assert households() == [{"朱玉", "杨海"}]
    spouse = people()["朱玉"]
    assert spouse.relation_to_head == "10"
    assert spouse.mobile_mask == "138****0032"
    assert spouse.dwelling.address_key == HOME
    again = hand_in(make_workbook(table), clerk)
    assert (again.created, again.changed, again.unchanged, again.beside) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("married", "name", "number"),
    [
        ("已婚", "尤玉", "420190197903150999"),
        ("已婚", "", make_number(2)),
        ("已婚", "尤玉", ""),
        ("丧偶", "尤玉", make_number(2)),
        ("离异", "尤玉", make_number(2)),
        ("", "尤玉（已故）", make_number(2)),
        ("已婚", "秦海", make_number(1)),
    ],
)
def test_a_spouse_who_is_not_known_or_not_there_is_none(married, name, number):
    table = [HEAD, ["秦海", make_number(1), HOME, married, name, number, ""]]

    hand_in(make_workbook(table), make_clerk())

    assert set(people()) == {"秦海"}


def test_a_spouses_number_held_by_somebody_else_makes_no_spouse_of_her():
    clerk = make_clerk()
    hand_in(make_workbook([["姓名", "身份证号"], ["鲍军", make_number(2)]]), clerk)
    table = [HEAD, ["杨海", make_number(1), HOME, "已婚", "朱玉", make_number(2), ""]]

    taken = hand_in(make_workbook(table), clerk)

    assert (taken.created, taken.beside) == (1, 0)
    assert set(people()) == {"鲍军", "杨海"}
    assert people()["鲍军"].household_id is None


def test_a_spouse_with_a_row_of_her_own_is_told_by_it():
    table = [
        HEAD,
        ["许海", make_number(1), HOME, "已婚", "何玉", make_number(2), ""],
        ["何玉", make_number(2), HOME, "已婚", "许海", make_number(1), ""],
    ]

    taken = hand_in(make_workbook(table), make_clerk())

    assert (taken.rows, taken.created, taken.beside) == (2, 2, 0)
    assert households() == [{"何玉", "许海"}]


def test_one_word_of_a_marriage_makes_one_household_of_two_rows():
    table = [
        HEAD,
        ["许海", make_number(1), HOME, "已婚", "何玉", make_number(2), ""],
        ["何玉", make_number(2), HOME, "已婚", "", "", "13800000041"],
    ]
    clerk = make_clerk()

    taken = hand_in(make_workbook(table), clerk)
    again = hand_in(make_workbook(table), clerk)

    assert (taken.created, taken.beside) == (2, 0)
    assert households() == [{"何玉", "许海"}]
    assert (again.changed, again.unchanged) == (0, 2)


def test_the_spouse_of_a_row_that_stays_out_stays_out_with_it():
    table = [HEAD, ["吕海", "420190197903150999", HOME, "已婚", "施玉", make_number(2), ""]]

    taken = hand_in(make_workbook(table), make_clerk())

    assert taken.refused == 1
    assert people() == {}


def test_a_head_told_once_beside_the_members_is_one_of_them():
    table = [
        ["户主姓名", "户主身份证号", "户主电话", "姓名", "与户主关系", "身份证号", "家庭住址"],
        ["赵海", make_number(1), "13800000001", "钱玉", "妻", make_number(2), HOME],
        ["", "", "", "赵小", "子", make_number(3), HOME],
        ["李军", make_number(4), "13800000003", "", "", "", "1栋1单元103"],
    ]
    clerk = make_clerk()
    content = make_workbook(table, merged=[(0, 1, column, 2, column) for column in range(3)])

    taken = hand_in(content, clerk)
    again = hand_in(content, clerk)

    assert (taken.rows, taken.created, taken.beside, taken.questioned) == (3, 3, 1, 0)
    assert households() == [{"李军"}, {"赵小", "赵海", "钱玉"}]
    assert people()["赵海"].relation_to_head == people()["李军"].relation_to_head == "02"
    assert people()["李军"].mobile_mask == "138****0003"
    assert (again.unchanged, again.changed, again.beside) == (3, 0, 0)


def test_a_column_that_asks_who_is_head_names_the_head():
    table = [
        ["户号", "姓名", "是否户主", "身份证号"],
        ["H001", "方海", "是", make_number(1)],
        ["H001", "俞玉", "否", make_number(2)],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert people()["方海"].relation_to_head == "02"
    assert people()["俞玉"].relation_to_head is None


def test_a_parents_telephone_is_not_the_childs():
    table = [["儿童姓名", "儿童身份证号", "家长电话"], ["周小", make_number(1), "13800000011"]]

    hand_in(make_workbook(table), make_clerk())

    assert people()["周小"].mobile_mask is None


@pytest.mark.parametrize(
    "head",
    [
        ["丈夫姓名", "丈夫身份证号", "妻子姓名", "妻子身份证号", "住址", "丈夫电话", "妻子电话"],
        [["丈夫", "", "妻子", "", "住址", "丈夫", "妻子"],
         ["姓名", "身份证号", "姓名", "身份证号", "", "电话", "电话"]],
    ],
    ids=["in one line", "in two lines"],
)  # fmt: skip
def test_a_couple_of_whom_neither_is_called_the_person_is_two_persons_of_one_household(head):
    lines = head if isinstance(head[0], list) else [head]
    couple = ["赵海", make_number(1, sex=1), "钱玉", make_number(2), "3栋1单元101"]

    taken = hand_in(make_workbook([*lines, [*couple, "13800000001", "13800000002"]]), make_clerk())

    held = people()
    assert (taken.rows, taken.created, taken.beside) == (1, 1, 1)
    assert households() == [{"赵海", "钱玉"}]
    assert held["赵海"].mobile_mask == "138****0001"
    assert held["钱玉"].mobile_mask == "138****0002"
    assert held["钱玉"].dwelling == held["赵海"].dwelling
