"""Households of sheets that give them no number of their own."""

from datetime import date

import pytest

from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.office import hand_in, households, make_clerk, people

pytestmark = pytest.mark.django_db


def test_the_heads_name_and_the_address_make_a_household():
    table = [
        ["户主姓名", "家庭住址", "姓名", "身份证号码"],
        ["蒋海", "7栋1单元101", "蒋海", make_number(1)],
        ["蒋海", "江腾小区7号楼1单元101室", "沈玉", make_number(2)],
        ["韩军", "7栋1单元102", "韩小", make_number(3)],
        ["韩军", "7栋1单元102", "韩妹", make_number(4)],
        ["蒋海", "9栋1单元101", "蒋强", make_number(5)],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert households() == [{"沈玉", "蒋海"}, {"蒋强"}, {"韩妹", "韩小"}]
    assert people()["蒋海"].relation_to_head == "02"
    assert people()["韩小"].relation_to_head is None


def test_members_follow_their_head_at_the_same_address():
    table = [
        ["姓名", "与户主关系", "身份证号码", "家庭住址"],
        ["韦海", "户主", make_number(1), "18栋1单元101"],
        ["昌玉", "妻子", make_number(2), "18栋1单元101"],
        ["马军", "户主", make_number(3), "18栋1单元102"],
        ["花兰", "母亲", make_number(4), "18栋1单元105"],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert households() == [{"昌玉", "韦海"}, {"马军"}]


def test_a_table_in_the_order_of_households_needs_no_addresses():
    table = [["姓名", "与户主关系", "身份证号码"]]
    for house in (1, 2):
        table += [
            [f"何大{house}号", "户主", make_number(house * 3)],
            [f"吕妻{house}号", "妻", make_number(house * 3 + 1)],
            [f"何子{house}号", "子", make_number(house * 3 + 2)],
        ]
    table = [[str(cell).replace("1号", "甲").replace("2号", "乙") for cell in row] for row in table]

    hand_in(make_workbook(table), make_clerk())

    assert households() == [{"何大乙", "何子乙", "吕妻乙"}, {"何大甲", "何子甲", "吕妻甲"}]


def test_relations_in_any_order_make_no_households():
    table = [
        ["姓名", "与户主关系", "身份证号码"],
        ["何海", "户主", make_number(1)],
        ["吕玉", "妻", make_number(2)],
        ["施兰", "妻", make_number(3)],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert households() == []


def test_a_list_of_some_members_of_many_households_makes_none():
    table = [
        ["姓名", "与户主关系", "身份证号码", "残疾类别"],
        ["何海", "户主", make_number(1), "肢体"],
        ["吕小", "子", make_number(2), "视力"],
        ["施军", "户主", make_number(3), "肢体"],
        ["张妹", "女", make_number(4), "听力"],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert households() == []


def test_two_persons_without_a_count_or_an_address_live_nowhere_yet():
    table = [["序号", "姓名", "身份证号", "住址"]]
    table += [[str(n), "赵海", make_number(n), f"1栋1单元{n}01"] for n in range(1, 13)]
    table += [["", "钱玉", make_number(20), ""], ["", "孙军", make_number(21), ""]]

    hand_in(make_text(table), make_clerk())

    assert people()["钱玉"].dwelling is None


def test_the_number_of_the_register_is_the_households():
    table = [
        ["户口簿号", "姓名", "身份证号"],
        ["4201900001", "郑海", make_number(1)],
        ["4201900001", "王兰", make_number(2)],
        ["4201900002", "冯军", make_number(3)],
    ]

    hand_in(make_workbook(table), make_clerk())

    assert households() == [{"冯军"}, {"王兰", "郑海"}]


def test_merged_cells_lost_in_a_text_file_are_known_by_the_heads_rows():
    table = [["序号", "户主", "房号", "家庭成员", "身份证号"]]
    for house in (1, 2):
        room = f"19栋1单元10{house}"
        table.append(
            [str(house), "任海甲乙"[: house + 1], room, "任海甲乙"[: house + 1], make_number(house)]
        )
        table.append(["", "", "", "袁玉兰英"[: house + 1], make_number(house + 10)])
    table[1][1:4:2] = ["任海", "任海"]

    hand_in(make_text(table), make_clerk())

    assert households() == [{"任海", "袁玉"}, {"任海甲", "袁玉兰"}]
    assert people()["袁玉"].dwelling.address_key == "19栋1单元101"


def test_a_family_on_one_line_is_as_many_persons_of_one_household():
    head = ["门牌号", "户主", "户主身份证号", "户主电话"]
    for number in (1, 2):
        head += [f"家庭成员{number}", "身份证号", "关系"]
    table = [
        head,
        ["17栋1单元101", "范海", make_number(1), "13800000111"]
        + ["彭玉", make_number(2), "妻", "范小", make_number(3), "子"],
        ["17栋1单元102", "鲁军", make_number(4), "13800000114", "", "", "", "", "", ""],
    ]

    taken = hand_in(make_workbook(table), make_clerk())

    assert (taken.rows, taken.created, taken.skipped_lines) == (4, 4, 0)
    assert households() == [{"彭玉", "范小", "范海"}, {"鲁军"}]
    assert people()["范海"].mobile_mask == "138****0111"


def test_a_head_told_on_every_members_line_is_no_row_of_his_own():
    table = [
        ["户主姓名", "户主身份证号", "姓名", "身份证号"],
        ["苗海", make_number(1), "苗海", make_number(1)],
        ["苗海", make_number(1), "凤玉", make_number(2)],
    ]

    taken = hand_in(make_workbook(table), make_clerk())

    assert taken.rows == 2
    assert households() == [{"凤玉", "苗海"}]


def test_a_room_that_a_spreadsheet_made_a_day_of_is_no_address():
    table = [
        ["姓名", "与户主关系", "身份证号", "房号"],
        ["沈海", "户主", make_number(1), date(2026, 3, 2)],
        ["杨玉", "妻", make_number(2), "3-2-501（租住）"],
    ]

    taken = hand_in(make_workbook(table), make_clerk())

    assert (taken.created, taken.field_questions) == (2, 1)
    assert people()["沈海"].dwelling is None
    assert people()["杨玉"].dwelling.address_key == "3栋2单元501"
