"""Rosters laid out for the eye: side by side, under building lines, with examples and dittos."""

import pytest

from hub.cleaning import clean_id_number
from hub.sheets.errors import SheetRefused
from hub.sheets.roster import cells_by_label, read_roster
from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.test_shapes import column, people

HEAD = ["房号", "姓名", "身份证号", "电话"]


def person(order, name, room="301"):
    return [room, name, make_number(order), f"138000001{order:02d}"]


def test_two_units_side_by_side_are_two_tables():
    table = [
        ["6栋1单元", "", "", "", "", "6栋2单元"],
        [*HEAD, "", *HEAD],
        [*person(1, "赵海"), "", *person(2, "赵涛")],
        [*person(3, "赵平", "401"), "", "", "", "", ""],
    ]

    rows, roster = people(make_workbook(table))

    assert column(rows, "name") == ["赵海", "赵平", "赵涛"]
    assert column(rows, "mobile") == ["13800000101", "13800000103", "13800000102"]
    assert column(rows, "address") == ["6栋1单元301", "6栋1单元401", "6栋2单元301"]
    assert "phone_alt" not in rows[0].said
    assert make_number(2) not in rows[0].cells
    assert len(roster.tables) == 2


def test_two_persons_of_one_home_beside_each_other_share_its_address():
    table = [
        ["住址", "姓名", "身份证号", "姓名", "身份证号"],
        ["7栋1单元101", "钱海", make_number(4), "钱涛", make_number(5)],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "name") == ["钱海", "钱涛"]
    assert column(rows, "address") == ["7栋1单元101", "7栋1单元101"]


def test_a_row_beside_another_is_given_back_alone():
    rows, _roster = people(
        make_workbook([[*HEAD, "", *HEAD], [*person(28, "朱涛"), "", *person(29, "朱平")]])
    )

    assert cells_by_label(rows[1]) == dict(zip(HEAD, person(29, "朱平"), strict=True))


def test_counts_beside_the_persons_are_none_of_theirs():
    table = [
        ["姓名", "身份证号", "电话", "", "楼栋", "户数", "人数"],
        ["秦海", make_number(30), "13800000130", "", "31栋", 20, 60],
        ["", "", "", "", "合计", 20, 60],
    ]

    rows, _roster = people(make_workbook(table))

    assert len(rows) == 1
    assert "address" not in rows[0].said


def test_marks_that_keep_digits_in_an_exported_file_are_no_part_of_a_cell():
    table = [
        ["姓名", "身份证号", "手机"],
        ["尤海", f'="{make_number(31)}"', '="13800000131"'],
        ["尤涛", f"{make_number(32)}\t", "`13800000132"],
    ]

    rows, _roster = people(make_text(table, "utf-8-sig"))

    assert [clean_id_number(row.said["id_number"]).number for row in rows] == [
        make_number(31), make_number(32),
    ]  # fmt: skip
    assert column(rows, "mobile") == ["13800000131", "13800000132"]


@pytest.mark.parametrize("whose", ["代领人", "家庭医生", "责任人", "楼长", "班主任", "房东"])
def test_the_telephone_of_whoever_looks_after_somebody_is_not_theirs(whose):
    table = [
        ["姓名", "身份证号", f"{whose}电话", "联系电话"],
        ["许海", make_number(33), "13900000133", "13800000133"],
    ]

    rows, _roster = people(make_workbook(table))

    assert rows[0].said["mobile"] == "13800000133"
    assert "phone_alt" not in rows[0].said


def test_a_richer_table_below_does_not_hide_the_one_above():
    table = [
        ["姓名", "身份证号"],
        ["孙海", make_number(6)],
        [],
        ["租户登记"],
        ["姓名", "手机号", "身份证", "租住地址", "民族", "学历"],
        ["孙涛", "13800000107", make_number(7), "8栋1单元101", "汉", "本科"],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "name") == ["孙海", "孙涛"]
    assert rows[1].said["address"] == "8栋1单元101"


def test_a_building_named_once_holds_for_the_rooms_under_it():
    lined = [
        ["江腾社区居民"],
        HEAD,
        ["18栋1单元"],
        person(8, "周海"),
        ["19栋"],
        person(9, "周涛", "2-501"),
        person(10, "周平", "20栋1单元101"),
        ["共3户"],
    ]
    named = [HEAD, person(11, "周兰", "302室")]

    rows, _roster = people(make_workbook(("全部", lined), ("3号楼", named)))

    assert column(rows, "address") == [
        "18栋1单元301", "19栋2单元501", "20栋1单元101", "3栋302",
    ]  # fmt: skip


def test_a_title_of_several_buildings_names_none():
    rows, _roster = people(make_workbook(("1-3栋", [HEAD, person(12, "吴海")])))

    assert column(rows, "address") == ["301"]


def test_column_numbers_and_the_example_of_a_form_are_no_persons():
    table = [
        ["序号", "姓名", "性别", "身份证号", "电话"],
        ["甲", "乙", 1, 2, 3],
        [1, 2, 3, 4, 5],
        ["例", "张三", "男", make_number(13), "13800000000"],
        [1, "郑海", "女", make_number(14), "13800000114"],
    ]

    rows, roster = people(make_workbook(table))

    assert column(rows, "name") == ["郑海"]
    assert roster.skipped_lines == 3


def test_a_contacts_telephone_is_never_the_persons_own():
    table = [
        ["姓名", "身份证号", "联系人", "联系人电话", "手机号码"],
        ["王海", make_number(15), "王涛", "13800000115", "13800000116"],
    ]
    alone = [["姓名", "身份证号", "联系人电话"], ["王平", make_number(16), "13800000117"]]

    rows, _roster = people(make_workbook(table, alone))

    assert column(rows, "mobile") == ["13800000116", "13800000117"]
    assert column(rows, "emergency_phone") == ["13800000115", None]


def test_the_heads_telephone_in_a_table_of_heads_is_theirs():
    table = [
        ["户号", "户主姓名", "户主身份证号", "户主电话"],
        ["1", "冯海", make_number(17), "13800000117"],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "mobile") == ["13800000117"]


def test_a_list_of_heads_with_plain_numbers_is_a_table_of_heads():
    table = [
        ["户主姓名", "身份证号", "联系电话", "家庭人口数"],
        ["何海", make_number(34), "13800000134", 3],
    ]
    members = [
        ["户主姓名", "家庭成员", "身份证号", "与户主关系"],
        ["何海", "何涛", make_number(35), "子"],
    ]

    rows, _roster = people(make_workbook(table, members))

    assert column(rows, "name") == ["何海", "何涛"]
    assert column(rows, "relation_to_head") == ["户主", "子"]


def test_ditto_repeats_any_cell_but_a_name_or_a_number():
    table = [
        ["姓名", "身份证号", "民族", "户口性质", "住址"],
        ["陈海", make_number(18), "土家族", "农业", "9栋1单元101"],
        ["陈涛", make_number(19), "同上", "〃", '"'],
        ["陈平", "同上", "同上", "〃", "同上"],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "ethnic_group") == ["土家族"] * 3
    assert column(rows, "hukou_type") == ["农业"] * 3
    assert column(rows, "address") == ["9栋1单元101"] * 3
    assert rows[2].said["id_number"] == "同上"


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("1979.03", False), ("1979年3月", False), ("79-3-15", False), (1979, False),
        ("197903", False), ("790315", False), ("790415", True), ("1979.04", True),
        ("78-3-15", True), ("三月", True),
    ],
)  # fmt: skip
def test_a_birth_told_in_part_is_a_question_only_where_the_number_says_otherwise(told, asked):
    table = [["姓名", "身份证号", "出生年月"], ["褚海", make_number(20), told]]

    rows, _roster = people(make_workbook(table))

    assert ("birth_date" in rows[0].said) is asked


def test_a_number_cell_of_october_has_lost_its_zero():
    number = make_number(21, born="19901015")

    rows, _roster = people(
        make_workbook([["姓名", "身份证号", "出生年月"], ["卫海", number, 1990.1]])
    )

    assert "birth_date" not in rows[0].said


def test_a_table_without_any_heading_gives_telephones_and_homes_too():
    table = [
        [n, f"蒋{'海涛平'[n - 22]}", make_number(n), f"138000001{n}", f"10栋1单元{n}01"]
        for n in (22, 23, 24)
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "mobile") == ["13800000122", "13800000123", "13800000124"]
    assert column(rows, "address")[0] == "10栋1单元2201"


def test_names_under_an_unknown_word_are_found_by_what_they_are():
    table = [
        ["监护人", "乡亲", "身份证号码"],
        *[["沈某", name, make_number(n)] for n, name in ((25, "韩海"), (26, "韩涛"))],
    ]

    rows, _roster = people(make_workbook(table))

    assert column(rows, "name") == ["韩海", "韩涛"]


def test_a_file_of_names_without_numbers_is_told_what_it_lacks():
    table = [["姓名", "性别", "年龄", "住址"], ["杨海", "女", 81, "13栋1单元101"]]

    with pytest.raises(SheetRefused) as refusal:
        read_roster(make_workbook(table))

    assert refusal.value.reason == "no_id_column"
    assert "身份证号" in str(refusal.value)


def test_an_address_behind_a_family_on_one_line_is_everybodys():
    head = ["户号", "户主姓名", "户主身份证号"]
    head += ["成员1姓名", "成员1身份证号", "成员2姓名", "成员2身份证号", "地址"]
    family = ["1", "严海", make_number(71), "华玉", make_number(72), "严小", make_number(73)]

    rows = list(read_roster(make_workbook([head, [*family, "8栋1单元101"]])).rows())

    assert [row.said["name"] for row in rows] == ["严海", "华玉", "严小"]
    assert {row.said["address"] for row in rows} == {"8栋1单元101"}
    assert {row.said["household_key"] for row in rows} == {"1"}


def test_numbers_of_any_script_in_columns_of_a_place_are_told_what_they_count():
    head = ["栋", "单元", "室", "姓名", "身份证号"]
    table = [head, ["12", "一", "101室", "谢海", make_number(74)]]

    rows = list(read_roster(make_workbook(table)).rows())

    assert rows[0].said["address"] == "12栋一单元101室"


def test_an_address_that_is_said_to_be_the_other_one_is_that_one():
    table = [
        ["姓名", "身份证号", "现住址", "户籍地址\n(与户口本一致)"],
        ["褚海", make_number(75), "5栋1单元101", "同现住址"],
        ["卫玉", make_number(76), "同户籍地址", "汉阳区某路12号"],
        ["水军", make_number(77), "", "与居住地址一致"],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said.get("hukou_address") for row in rows] == [
        "5栋1单元101",
        "汉阳区某路12号",
        None,
    ]
    assert [row.said.get("address") for row in rows] == ["5栋1单元101", "汉阳区某路12号", None]


def test_a_flat_without_anybody_is_no_person():
    table = [
        ["楼栋", "单元", "门牌", "住户姓名", "身份证号码", "联系电话", "常住/流动/空置"],
        ["1栋", "1单元", "101", "褚海", make_number(78), "13800000071", "常住"],
        ["1栋", "1单元", "102", "空置", "", "", "空置"],
        ["1栋", "1单元", "201", "空房", "无", "", ""],
        ["1栋", "1单元", "202", "蒋军", "", "", "流动"],
    ]

    roster = read_roster(make_workbook(table))

    assert [row.said["name"] for row in roster.rows()] == ["褚海", "蒋军"]
    assert roster.skipped_lines == 2
