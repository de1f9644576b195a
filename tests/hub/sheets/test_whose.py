"""Columns of somebody else, of yes and no, and of days called times."""

import pytest

from hub.services.sheet_preview import see_sheet
from hub.sheets.errors import SheetRefused
from hub.sheets.roster import read_roster
from hub.sheets.words import field_of
from tests.communities.make import JIANGTENG
from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.office import TODAY, hand_in, make_clerk, mended, people


def rows_of(head, *cells):
    table = [["姓名", "身份证号", *head], *[["赵海", make_number(n), *cells] for n in (1, 2, 3)]]
    return list(read_roster(make_workbook(table)).rows())


@pytest.mark.parametrize(
    "word",
    ["采样人员电话", "调查员电话", "犬只性别", "共有人证件号码", "护士联系电话", "普查员姓名"]
    + ["爸爸姓名", "妈妈电话", "母身份证号", "爷爷姓名"],
)
def test_what_is_said_of_somebody_else_is_not_the_persons(word):
    assert field_of(word) is None


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("入伍时间", "va_enlist"),
        ("退役时间", "va_discharge"),
        ("退休时间", "rt_date"),
        ("失业登记时间", "emp_unemp_date"),
        ("组织关系转入时间", "pv_in_date"),
        ("是否流动党员", "pv_floating"),
        ("是否少数民族", None),
        ("是否签约家庭医生", None),
    ],
)
def test_a_time_is_a_day_and_whether_asks_for_yes_or_no(word, field):
    assert field_of(word) in (field, "not_taken")
    assert (field_of(word) == field) or field is None


def test_a_guardian_in_a_list_of_children_is_the_childs():
    head = ["监护人姓名", "监护人电话", "就读学校"]
    pupil = rows_of(head, "赵大海", "13900000001", "江堤小学")[0].said
    head = ["监护人姓名", "监护人电话", "残疾人证号"]
    disabled = rows_of(head, "赵大海", "13900000001", make_number(1) + "42")[0].said

    assert (pupil["ch_guardian_name"], pupil["ch_guardian_phone"]) == ("赵大海", "13900000001")
    assert not {"ds_guardian_name", "ds_guardian_phone"} & set(pupil)
    assert disabled["ds_guardian_name"] == "赵大海"


def test_the_telephone_of_whoever_wrote_the_list_is_nobodys_second_one():
    written = rows_of(["联系电话", "登记人", "登记人电话"], "13800000001", "张三", "13900000009")
    first = rows_of(["登记人电话", "联系电话"], "13900000009", "13800000001")
    table = [
        ["登记人姓名", "登记人身份证号", "登记人电话"],
        *[["赵海", make_number(n), "13800000001"] for n in (1, 2)],
    ]
    registered = list(read_roster(make_workbook(table)).rows())

    assert (written[0].said["mobile"], written[0].said.get("phone_alt")) == ("13800000001", None)
    assert (first[0].said["mobile"], first[0].said.get("phone_alt")) == ("13800000001", None)
    assert (registered[0].said["name"], registered[0].said["mobile"]) == ("赵海", "13800000001")


@pytest.mark.django_db
def test_passports_alone_are_the_numbers_of_a_list_of_foreigners():
    clerk = make_clerk()
    table = [
        ["姓名", "国籍", "护照号码", "现住址"],
        ["JOHN SMITH", "美国", "E12345678", "3栋2单元201"],
        ["MARIA LOPEZ", "西班牙", "PAB12?456", "3栋2单元202"],
    ]

    seen = see_sheet(content=make_workbook(table), community=JIANGTENG, actor=clerk, today=TODAY)
    taken = hand_in(make_workbook(table), clerk)
    again = hand_in(mended(taken.workbook, {"PAB12?456": "PAB123456"}), clerk)

    assert (seen.entering, seen.refused) == (taken.created, taken.refused) == (1, 1)
    assert again.created == 1
    assert {held.id_type for held in people().values()} == {"414"}


def test_words_of_columns_on_a_line_of_their_own_are_nobody():
    table = [
        ["姓名", "身份证号", "电话"],
        ["住址", "备注", ""],
        ["赵海", make_number(1), "13800000001"],
        ["3栋1单元101", "党员", ""],
    ]

    assert [row.said["name"] for row in read_roster(make_workbook(table)).rows()] == ["赵海"]


def test_a_number_somebody_had_before_is_not_the_one_they_have():
    table = [
        ["姓名", "原身份证号（15位）", "现身份证号（18位）"],
        ["赵海", "420190790315001", make_number(1)],
        ["钱涛", "", make_number(2)],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["id_number"] for row in rows] == [make_number(1), make_number(2)]


def test_relatives_in_columns_of_their_own_are_none_of_the_list():
    table = [
        ["序号", "老人信息", "", "", "", "家属信息", "", "", ""],
        ["", "姓名", "身份证号", "住址", "电话", "姓名", "关系", "电话", "身份证号"],
        [1, "赵海", make_number(1), "3栋2单元101", "13800000001", "赵一", "儿子", "13900000001",
         make_number(8)],
        [2, "钱涛", make_number(2), "3栋2单元102", "13800000002", "钱一", "女儿", "13900000002",
         make_number(9)],
    ]  # fmt: skip

    rows = list(
        read_roster(
            make_workbook(table, merged=[(0, 0, 1, 0, 4), (0, 0, 5, 0, 8), (0, 0, 0, 1, 0)])
        ).rows()
    )

    assert [row.said["name"] for row in rows] == ["赵海", "钱涛"]
    assert [row.said["emergency_name"] for row in rows] == ["赵一", "钱一"]
    assert all("relation_to_head" not in row.said for row in rows)


def test_the_heading_may_stand_below_pages_of_instructions():
    above = [[f"{n}. 请认真核对姓名、身份证号和住址。"] for n in range(1, 45)]
    table = [
        *above,
        ["姓名", "身份证号", "住址", "学历"],
        *[["赵海", make_number(n), f"3栋2单元{n}01", "大专"] for n in (1, 2, 3)],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["name"] for row in rows] == ["赵海"] * 3
    assert (rows[0].said["address"], rows[0].said["education_level"]) == ("3栋2单元101", "大专")


def test_a_known_word_goes_before_a_longer_one_that_holds_it():
    left = rows_of(["联系电话", "留守人员电话"], "13800000001", "13900000009")
    before = rows_of(["留守人员电话", "联系电话"], "13900000009", "13800000001")
    work = rows_of(["生产场所地址", "现住址"], "江堤路1号", "3栋2单元101")

    assert (left[0].said["mobile"], left[0].said.get("phone_alt")) == ("13800000001", None)
    assert (before[0].said["mobile"], before[0].said.get("phone_alt")) == ("13800000001", None)
    assert work[0].said["address"] == "3栋2单元101"


def test_a_visitors_number_is_never_that_of_whoever_is_visited():
    table = [
        ["来访人", "来访人身份证号", "被访人", "被访人住址"],
        *[["赵海", make_number(n), "钱涛", "3栋2单元101"] for n in (1, 2, 3)],
    ]

    with pytest.raises(SheetRefused) as refused:
        read_roster(make_workbook(table))

    assert refused.value.reason == "no_id_column"


def test_a_short_word_that_no_surname_begins_is_no_name():
    """入住情况 was taken for the names where the heading had no word for them."""
    table = [
        ["编码", "身份证号", "使用情况", "被访者"],
        *[
            [
                f"A{n}",
                make_number(n),
                "自住出租闲置其他"[2 * n - 2 : 2 * n],
                f"钱涛{'海军明芳'[n - 1]}",
            ]
            for n in (1, 2, 3, 4)
        ],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["name"] for row in rows] == ["钱涛海", "钱涛军", "钱涛明", "钱涛芳"]


def test_a_heading_of_words_nobody_knows_is_no_person_and_a_day_is_no_home():
    table = [
        ["甲方", "乙方号", "签约", "房间"],
        *[
            [f"钱涛{'海军明'[n - 1]}", make_number(n), "2010-05-01", f"3栋2单元{n}01"]
            for n in (1, 2, 3)
        ],
    ]

    roster = read_roster(make_workbook(table))
    rows = list(roster.rows())

    assert [row.said["address"] for row in rows] == [f"3栋2单元{n}01" for n in (1, 2, 3)]
    assert [row.said["name"] for row in rows] == ["钱涛海", "钱涛军", "钱涛明"]
    assert rows[0].label(2) == "签约"


@pytest.mark.parametrize("mark", ["，", "、", "\u3000", "^"])
def test_a_text_file_parted_by_another_mark_keeps_its_columns(mark):
    table = [
        ["姓名", "身份证号", "现住址", "入住日期"],
        *[["赵海", make_number(n), f"3栋2单元{n}01", "2015-03-05"] for n in (1, 2, 3)],
    ]

    rows = list(read_roster(make_text(table, delimiter=mark)).rows())

    assert [row.said["move_in_date"] for row in rows] == ["2015-03-05"] * 3
    assert rows[0].said["address"] == "3栋2单元101"
