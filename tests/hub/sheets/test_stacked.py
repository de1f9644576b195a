"""Lines that hold several persons below one another."""

from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_workbook

NAMES = "蒋海\n沈玉\n蒋小"
NUMBERS = [make_number(order) for order in (1, 2, 3)]


def rows_of(*table):
    return list(read_roster(make_workbook(list(table))).rows())


def test_a_family_stacked_in_one_line_is_a_person_each():
    rows = rows_of(
        ["门牌", "家庭成员姓名", "关系", "身份证号", "电话"],
        ["6栋1单元101", NAMES, "户主\n妻\n子", "\n".join(NUMBERS), "13800000041\n13800000042"],
        ["6栋1单元102", "韩军", "户主", make_number(4), "13800000044\n13800000045"],
    )

    assert [row.said["name"] for row in rows] == ["蒋海", "沈玉", "蒋小", "韩军"]
    assert [row.said["id_number"] for row in rows[:3]] == NUMBERS
    assert [row.line for row in rows] == [2, 2, 2, 3]
    assert {row.said["household_key"] for row in rows[:3]} == {rows[0].said["household_key"]}
    assert "mobile" not in rows[0].said
    assert rows[3].said["phone_alt"] == "13800000045"
    assert rows[1].cells == ["6栋1单元101", "沈玉", "妻", NUMBERS[1], ""]


def test_a_name_broken_over_lines_is_one_person():
    rows = rows_of(["姓名", "身份证号"], ["买买提\n吐尔逊", NUMBERS[0]])

    assert len(rows) == 1
