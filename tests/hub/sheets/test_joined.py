"""Names and numbers that share a cell."""

import pytest

from hub.cleaning import clean_id_number, clean_name
from hub.sheets.errors import SheetRefused
from hub.sheets.joined import parted
from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.office import hand_in, make_clerk, mended, people

NUMBER = make_number(1)
WRONG = "420190197903150999"


@pytest.mark.parametrize(
    "cell",
    [
        f"何海{NUMBER}", f"何海/{NUMBER}", f"何海（{NUMBER}）", f"何海\n{NUMBER}", f"{NUMBER} 何海",
        f"何海，身份证号：{NUMBER}", f"姓名：何海 身份证：{NUMBER} 13800000041",
    ],
)  # fmt: skip
def test_a_cell_of_both_is_parted(cell):
    assert parted(cell)[:2] == (NUMBER, "何海")


def test_a_column_of_both_gives_names_and_numbers():
    table = [
        ["序号", "姓名及身份证号", "地址"],
        [1, f"何海{NUMBER}", "10栋1单元101"],
        [2, f"张玉 {WRONG}", "10栋1单元102"],
        [3, "孔军", "10栋1单元103"],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said.get("name") for row in rows] == ["何海", "张玉", "孔军"]
    assert [row.said.get("id_number") for row in rows] == [NUMBER, WRONG, None]
    assert rows[0].cells == [1.0, f"何海{NUMBER}", "10栋1单元101"]


def test_both_may_stand_under_the_word_for_a_name_alone():
    table = [["姓名", "住址"], [f"严海，{NUMBER}", "10栋1单元201"]]

    rows = list(read_roster(make_text(table)).rows())

    assert rows[0].said == {"name": "严海", "id_number": NUMBER, "address": "10栋1单元201"}


def test_a_number_cell_among_them_has_lost_its_digits():
    table = [
        ["姓名及身份证号", "地址"],
        [f"何海{NUMBER}", "10栋1单元101"],
        [420190197903150027, "10栋1单元102"],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert clean_id_number(rows[1].said["id_number"]).problem == "id_lost_digits"


def test_a_number_with_a_telephone_gives_both():
    table = [
        ["姓名/性别", "身份证号/电话", "地址"],
        ["何海/男", f"{NUMBER}/13800000051", "5栋1单元101"],
        ["吕玉/女", make_number(2), "5栋1单元102"],
        ["施兰/女", f"{make_number(3)}/13800000053", "5栋1单元103"],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["id_number"] for row in rows] == [NUMBER, make_number(2), make_number(3)]
    assert [row.said.get("mobile") for row in rows] == ["13800000051", None, "13800000053"]
    assert clean_name(rows[0].said["name"]).value == "何海"


def test_a_disability_certificate_holds_its_holders_number():
    table = [
        ["姓名", "残疾人证号", "住址"],
        ["喻海", f"{NUMBER}43", "14栋1单元201"],
        ["柏玉", f"{make_number(2)}11B1", "14栋1单元202"],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["id_number"] for row in rows] == [NUMBER, make_number(2)]
    assert rows[0].said["ds_cert_no"] == f"{NUMBER}43"


@pytest.mark.django_db
def test_a_list_of_one_column_gives_what_it_tells():
    clerk = make_clerk()
    lines = [
        ["江腾社区三网格居民名单"],
        [f"1. 赵海，女，{make_number(1)}，13800000001，3栋1单元101"],
        [f"2. 钱玉 女 {WRONG} 13800000002"],
        [f"3、孙军 {make_number(3)}"],
        ["4. 李兰 13800000004"],
    ]

    taken = hand_in(make_workbook(lines), clerk)
    again = hand_in(mended(taken.workbook, {WRONG: make_number(2)}), clerk)

    assert (taken.rows, taken.created, taken.refused, taken.questioned) == (4, 2, 1, 1)
    assert (again.rows, again.created, again.questioned) == (2, 1, 1)
    held = people()
    assert set(held) == {"赵海", "钱玉", "孙军"}
    assert held["赵海"].mobile_mask == "138****0001"
    assert held["赵海"].dwelling.room_no == "101"


def test_a_text_file_that_parts_its_columns_by_spaces_is_such_a_list():
    lines = [
        ["姓名  身份证号  联系电话"],
        *[[f"赵海  {make_number(n)}  1380000000{n}"] for n in (1, 2, 3)],
    ]

    rows = list(read_roster(make_text(lines)).rows())

    assert [row.said["mobile"] for row in rows] == [f"1380000000{n}" for n in (1, 2, 3)]


def test_persons_in_columns_are_not_taken_for_one():
    numbers = [make_number(1), make_number(2)]
    table = [["姓名", "赵海", "钱玉"], ["身份证号", *numbers], ["电话", "", ""]]

    with pytest.raises(SheetRefused) as refusal:
        read_roster(make_workbook(table))

    assert refusal.value.reason == "no_header"
