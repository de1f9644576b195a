"""Words over columns that offices use beside the usual ones."""

import pytest

from hub.cleaning import parse_address
from hub.sheets.households import relation_in
from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_workbook


def said_of(words, cells):
    content = make_workbook([[*words, "身份证号"], *([*row, make_number(n)] for n, row in cells)])
    return [row.said for row in read_roster(content).rows()]


@pytest.mark.parametrize("word", ["与户主关系", "和户主关系", "同户主的关系", "跟户主关系"])
def test_the_relation_to_the_head_is_known_by_any_word_for_to(word):
    content = make_workbook([["姓名", "身份证号", word], ["赵海", make_number(1), "长子"]])

    assert next(iter(read_roster(content).rows())).said["relation_to_head"] == "长子"


def test_whoever_is_asked_looked_after_or_visited_is_the_person():
    words = ["采集人", "被采集人", "联络方式", "家人电话", "居住详址"]

    said = said_of(words, [(1, ["王网格", "赵海", "13800000001", "13900000001", "3栋1单元101"])])

    assert said[0]["name"] == "赵海"
    assert said[0]["mobile"] == "13800000001"
    assert said[0]["address"] == "3栋1单元101"


def test_building_and_unit_in_one_column_and_the_room_in_another_are_one_address():
    content = [(1, ["赵海", "31栋2单元", 102]), (2, ["赵平", "31栋2单元", "103室"])]

    for room in ("门牌号", "房号"):
        said = said_of(["姓名", "楼栋单元", room], content)
        assert [one["address"].rstrip("室") for one in said] == ["31栋2单元102", "31栋2单元103"]


def test_days_and_times_of_coming_are_one_and_a_guardian_and_a_second_mobile_are_known():
    words = ["姓名", "来本地日期", "手机号", "备用手机号", "监护人", "监护人联系电话"]
    cells = ["赵海", "2024-03-01", "13800000001", "13800000002", "赵大", "13900000001"]

    [said] = said_of(words, [(1, cells)])

    assert said["move_in_date"] == "2024-03-01"
    assert said["phone_alt"] == "13800000002"
    assert (said["ds_guardian_name"], said["ds_guardian_phone"]) == ("赵大", "13900000001")


def test_the_relation_of_a_numbered_member_is_known():
    words = ["户主姓名", "户主身份证号", "成员1姓名", "成员1关系", "成员1身份证号"]
    cells = ["赵大", make_number(2, sex=1), "钱玉", "妻", make_number(3)]

    rows = list(read_roster(make_workbook([words, cells])).rows())

    assert rows[-1].said["relation_to_head"] == "妻"


def test_words_in_traditional_letters_are_known_and_names_keep_theirs():
    words = ["姓名", "聯繫電話", "與戶主關係", "住址"]

    [said] = said_of(words, [(1, ["陳國棟", "13800000001", "戶主", "7棟1單元101"])])

    assert said["name"] == "陳國棟"
    assert said["mobile"] == "13800000001"
    assert relation_in(said["relation_to_head"]) == "02"
    assert parse_address(said["address"]).key == "7栋1单元101"


def test_one_word_over_two_columns_that_are_not_merged_is_two_telephones():
    said = said_of(["姓名", "电话", "电话"], [(1, ["赵海", "13800000001", "13800000002"])])

    assert (said[0]["mobile"], said[0]["phone_alt"]) == ("13800000001", "13800000002")


def test_counts_of_men_and_women_below_the_persons_are_nobody():
    table = [["姓名", "身份证号"], ["赵海", make_number(1)], ["男", 12], ["女", 13]]

    assert [row.said["name"] for row in read_roster(make_workbook(table)).rows()] == ["赵海"]


def test_a_telephone_behind_a_name_is_theirs_where_no_other_is_told():
    said = said_of(["姓名"], [(1, ["赵海 13800000001"]), (2, ["赵平（13800000002）"])])

    assert [one["mobile"] for one in said] == ["13800000001", "13800000002"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("在职", "失业", "退休"), "emp_status"),
        (("工人", "专业技术人员", "自由职业者"), "personal_identity"),
    ],
)
def test_one_heading_asks_whether_somebody_works_or_what_they_are(cells, field):
    said = said_of(["姓名", "从业状况"], [(n, ["赵海", cell]) for n, cell in enumerate(cells, 1)])

    assert [one[field] for one in said] == list(cells)


def test_names_under_an_unknown_word_of_a_second_heading_are_found_by_what_they_are():
    table = [
        ["一、户籍人口"],
        ["序号", "姓名", "身份证号", "联系电话", "住址"],
        [1, "赵海", make_number(1), "13800000001", "3栋1单元101"],
        ["二、流动人口"],
        ["序号", "住址", "流入人员", "身份证件号码", "手机"],
        [1, "3栋1单元102", "钱涛", make_number(2), "13800000002"],
        [2, "3栋1单元103", "孙平", make_number(3), "13800000003"],
    ]

    said = [row.said for row in read_roster(make_workbook(table)).rows()]

    assert [one["name"] for one in said] == ["赵海", "钱涛", "孙平"]
    assert said[1]["address"] == "3栋1单元102"


PAGE = [
    ["序号", "姓名", "身份证", "", "户籍信息", "", "居住信息", "", "联系方式"],
    ["", "", "类型", "号码", "省市县", "详址", "小区", "楼室号", ""],
]


def test_a_heading_of_two_lines_may_come_again_on_every_page():
    rows = [
        [str(n), "赵海涛军"[n - 1] + "明", "居民身份证", make_number(n), "湖北武汉", "某路1号"]
        + ["江腾苑", "3-1-101", f"1380000000{n}"]
        for n in (1, 2, 3, 4)
    ]
    merged = [(0, 0, 2, 0, 3), (0, 0, 4, 0, 5), (0, 0, 6, 0, 7)]
    merged += [(0, 0, column, 1, column) for column in (0, 1, 8)]
    content = make_workbook(
        [*PAGE, *rows[:2], ["第1页"], *PAGE, *rows[2:], ["第2页"]],
        merged=merged,
    )

    roster = read_roster(content)
    said = [row.said for row in roster.rows()]

    assert [one["id_number"] for one in said] == [make_number(n) for n in (1, 2, 3, 4)]
    assert {one["id_type"] for one in said} == {"居民身份证"}
    assert {one["hukou_address"] for one in said} == {"某路1号"}
    assert {one["address"] for one in said} == {"3-1-101"}
    assert said[3]["mobile"] == "13800000004"


@pytest.mark.parametrize("cell", ["居民身份证", "ID:" + make_number(2), "ID号" + make_number(2)])
def test_a_person_with_a_word_before_or_for_the_number_is_no_heading(cell):
    table = [
        ["姓名", "身份证号"],
        ["赵海", make_number(1)],
        ["钱涛", cell],
        ["孙平", make_number(3)],
    ]

    found = list(read_roster(make_workbook(table)).rows())

    assert [row.said["name"] for row in found] == ["赵海", "钱涛", "孙平"]


@pytest.mark.parametrize("word", ["成员", "家里人"])
def test_heads_told_once_a_household_are_not_the_persons(word):
    table = [
        ["楼房号", "户主", word, "身份证号码"],
        ["42-1-101", "赵海", "赵海", make_number(1)],
        ["同上", "", "钱玉", make_number(2)],
        ["同上", "", "赵平", make_number(3)],
        ["42-1-201", "孙涛", "孙涛", make_number(4)],
        ["同上", "", "李红", make_number(5)],
    ]

    said = [row.said for row in read_roster(make_workbook(table)).rows()]

    assert [one["name"] for one in said] == ["赵海", "钱玉", "赵平", "孙涛", "李红"]
    assert [one["address"] for one in said] == ["42-1-101"] * 3 + ["42-1-201"] * 2


def test_a_column_found_by_its_names_is_not_left_out():
    table = [["personName", "身份证号"], ["赵海", make_number(1)], ["钱涛", make_number(2)]]

    assert read_roster(make_workbook(table)).tables[0].left_out == []


def test_a_line_of_a_count_and_a_home_gives_the_home_to_those_under_it():
    table = [
        ["序号", "姓名", "关系", "身份证号", "房号"],
        ["第1户", "", "", "", "51栋1单元101"],
        [1, "赵海", "户主", make_number(1)],
        [2, "钱玉", "妻子", make_number(2)],
        ["第2户", "", "", "", "51栋1单元201"],
        [1, "孙军", "户主", make_number(3)],
    ]

    said = [row.said for row in read_roster(make_workbook(table)).rows()]

    assert [one["address"] for one in said] == ["51栋1单元101"] * 2 + ["51栋1单元201"]


@pytest.mark.parametrize("word", ["户主打√", "户主（打√）", "户主标识", "是否户主"])
def test_a_column_to_tick_for_the_head_says_who_is_head(word):
    said = said_of(["姓名", word], [(1, ["赵海", "√"]), (2, ["钱玉", ""]), (3, ["孙军", "√"])])

    assert [one.get("relation_to_head") for one in said] == ["户主", None, "户主"]
