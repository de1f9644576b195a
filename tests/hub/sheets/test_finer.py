"""An address in several columns, the region and its details; a name in two scripts."""

import pytest

from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_workbook

WHERE = ["湖北省/武汉市/汉阳区", "江腾小区3栋2单元501", "湖北省孝感市孝南区", "朋兴乡丰山村3组"]


def said(head, *cells):
    table = [["姓名", "身份证号", *head], *[["赵海", make_number(n), *cells] for n in (1, 2)]]
    roster = read_roster(make_workbook(table))
    return next(roster.rows()).said, roster.tables[0]


@pytest.mark.parametrize(
    "head",
    [
        ["现居住地（省市区）", "现居住详细地址", "户籍地", "户籍详细地址"],
        ["居住地", "详细地址", "户籍所在地（省市区）", "户籍地详址"],
    ],
)
def test_region_and_details_are_one_address(head):
    told, table = said(head, *WHERE)

    assert told["address"] == "湖北省武汉市汉阳区江腾小区3栋2单元501"
    assert told["hukou_address"] == "湖北省孝感市孝南区朋兴乡丰山村3组"
    assert table.left_out == []


def test_every_level_of_a_region_may_have_a_column_of_its_own():
    head = ["现住址", "户籍所在地省", "户籍所在地市", "户籍所在地区县", "户籍所在地详址"]
    told, table = said(head, "3栋2单元501", "湖北省", "孝感市", "孝南区", "朋兴乡3组")
    without, _table = said(head, "3栋2单元501", "湖北省", "孝感市", "孝南区", "")

    assert told["hukou_address"] == "湖北省孝感市孝南区朋兴乡3组"
    assert without["hukou_address"] == "湖北省孝感市孝南区"
    assert (told["address"], table.left_out) == ("3栋2单元501", [])


def test_region_road_and_door_of_the_register_are_one_address():
    head = ["住址省市县（区）", "街路巷", "门（楼）牌号", "门（楼）详址"]

    told, table = said(head, "湖北省武汉市汉阳区", "江堤路", "12号", "3栋2单元501")

    assert told["address"] == "湖北省武汉市汉阳区江堤路12号3栋2单元501"
    assert table.left_out == []


@pytest.mark.parametrize("head", [["中文姓名", "英文姓名"], ["外文姓名", "姓名"]])
def test_a_name_in_other_letters_is_that_of_whoever_has_no_chinese_one(head):
    both = ["陈大文", "CHAN TAI MAN"] if head[1] == "英文姓名" else ["CHAN TAI MAN", "陈大文"]
    one = ["", "JOHN SMITH"] if head[1] == "英文姓名" else ["JOHN SMITH", ""]
    kinds = ["港澳居民来往内地通行证", "护照"]
    rows = [[*names, kind, number] for names, kind, number in zip(
        [both, one], kinds, ["H12345678", "E1234567"], strict=True)]  # fmt: skip

    roster = read_roster(make_workbook([[*head, "证件种类", "证件号码"], *rows]))

    assert [row.said["name"] for row in roster.rows()] == ["陈大文", "JOHN SMITH"]


def test_the_details_may_come_first_and_hold_the_region():
    told, _table = said(
        ["户籍详细地址", "户籍地", "现住址"], "湖北省孝感市朋兴乡3组", "湖北省孝感市", "3栋2单元501"
    )

    assert told["hukou_address"] == "湖北省孝感市朋兴乡3组"


def test_an_address_by_itself_takes_nothing_from_the_other_column():
    told, _table = said(["现住址", "现居住详细地址"], "3栋2单元501", "江腾小区3栋2单元501")
    alone, _table = said(["居住地", "详细地址"], "", "江腾小区3栋2单元501")
    same, _table = said(["户籍地", "户籍详细地址", "现住址"], "武汉市", "同现住址", "3栋2单元501")

    assert told["address"] == "3栋2单元501"
    assert alone["address"] == "江腾小区3栋2单元501"
    assert same["hukou_address"] == "3栋2单元501"


@pytest.mark.parametrize(
    "words", ["同左", "同身份证地址", "户籍地址相同", "人户一致", "与户籍地一致", "同户籍"]
)
def test_a_home_that_is_said_to_be_the_registered_one_is_that(words):
    told, _table = said(["户籍地址", "现住址"], "江腾小区3栋2单元501", words)

    assert told["address"] == "江腾小区3栋2单元501"
