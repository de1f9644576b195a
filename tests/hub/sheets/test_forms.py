"""Forms of labels and values, as grid workers fill them in at the door."""

import pytest

from hub.sheets.errors import SheetRefused
from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_text, make_workbook
from tests.hub.sheets.office import hand_in, households, make_clerk, mended, people

WIFE, SON = make_number(2), make_number(3, born="20050601", sex=1)


def of_household(home, head, numbers, label="户主姓名"):
    return [
        ["居民家庭信息登记表"],
        [label, f"{head}海", "性别", "男", "民族", "汉族"],
        ["身份证号码", numbers[0], "", "", "联系电话", "13800000001"],
        ["家庭住址", home, "", "", "户籍性质", "非农业"],
        ["家庭成员情况"],
        ["姓名", "与户主关系", "性别", "身份证号码", "联系电话"],
        ["钱玉", "妻", "女", numbers[1], ""],
        [f"{head}杰", "子", "男", numbers[2], ""],
        ["填表人：", "王某", "日期：", "2026年11月1日"],
    ]


def of_person(n):
    return [
        ["居民信息采集表"],
        ["楼栋", "3栋", "房号", f"{n}01"],
        ["姓名", f"赵{'海涛军'[n - 1]}", "性别", "女"],
        ["身份证号", make_number(n), "出生日期", "1979-03-15"],
        ["联系电话", f"1380000000{n}", "文化程度", "大专"],
    ]


def rows_of(content):
    return list(read_roster(content).rows())


@pytest.mark.django_db
def test_forms_of_households_below_one_another_keep_their_heads():
    one = of_household("3栋1单元101", "赵", [make_number(1), WIFE, SON])
    two = of_household("3栋1单元102", "孙", [make_number(n) for n in (11, 12, 13)])

    taken = hand_in(make_workbook([*one, [], *two]), make_clerk())

    assert (taken.rows, taken.created, taken.skipped_lines) == (6, 6, 4)
    assert len(households()) == 2
    held = people()
    assert held["赵海"].relation_to_head == held["孙海"].relation_to_head == "02"
    assert held["赵杰"].dwelling == held["赵海"].dwelling
    assert held["赵杰"].household == held["赵海"].household != held["孙杰"].household


@pytest.mark.django_db
def test_a_form_on_each_sheet_is_a_household_each():
    one = of_household("3栋1单元101", "赵", [make_number(1), WIFE, SON], label="户主")
    two = of_household("3栋1单元102", "孙", [make_number(n) for n in (11, 12, 13)], label="户主")

    hand_in(make_workbook(("101", one), ("102", two)), make_clerk())

    assert sorted(map(len, households())) == [2, 3]  # one 钱玉 of the two has the other's name


@pytest.mark.django_db
def test_a_heads_wrong_number_comes_back_with_the_household_and_joins_it_again():
    clerk = make_clerk()
    wrong = make_number(1)[:-1] + ("0" if make_number(1)[-1] != "0" else "1")
    form = of_household("3栋1单元101", "赵", [wrong, WIFE, SON])

    taken = hand_in(make_workbook(form), clerk)
    again = hand_in(mended(taken.workbook, {wrong: make_number(1)}), clerk)

    assert (taken.created, taken.refused, again.created) == (2, 1, 1)
    assert households() == [{"赵杰", "赵海", "钱玉"}]
    assert people()["赵海"].relation_to_head == "02"


def test_the_head_among_the_members_is_one_person():
    form = of_household("3栋1单元101", "赵", [make_number(1), WIFE, SON])
    form.insert(6, ["赵海", "户主", "男", make_number(1), ""])

    rows = rows_of(make_workbook(form))

    assert [row.said["name"] for row in rows] == ["赵海", "钱玉", "赵杰"]
    assert rows[0].said["mobile"] == "13800000001"


def test_what_stands_above_a_name_belongs_to_its_form():
    rows = rows_of(make_workbook([*of_person(1), [], *of_person(2), *of_person(3)]))

    assert [row.said["name"] for row in rows] == ["赵海", "赵涛", "赵军"]
    assert [row.said["address"] for row in rows] == ["3栋101", "3栋201", "3栋301"]
    assert [row.line for row in rows] == [3, 9, 14]


def test_a_number_written_one_digit_to_a_box_is_one_number():
    number = make_number(7)
    form = [["姓名", "赵海", "民族", "汉"], ["身份证号", *number], ["电话", "13800000007"]]

    [row] = rows_of(make_workbook(form))

    assert row.said["id_number"] == number
    assert row.said["mobile"] == "13800000007"


def test_labels_and_values_may_share_a_cell():
    lines = [
        [f"姓名：赵{name}  性别：女  身份证号：{make_number(n)}", f"联系电话：1380000000{n}"]
        for n, name in enumerate("海涛军", 1)
    ]

    for content in (make_workbook(lines), make_text(lines)):
        rows = rows_of(content)

        assert [row.said["name"] for row in rows] == ["赵海", "赵涛", "赵军"]
        assert rows[2].said["mobile"] == "13800000003"


def test_a_label_merged_over_columns_has_its_value_behind_them():
    form = [
        ["姓名", "", "赵海", "曾用名", "", ""],
        ["身份证号", "", make_number(1), "联系电话", "", "13800000001"],
    ]
    merged = [(0, line, column, line, column + 1) for line in (0, 1) for column in (0, 3)]

    [row] = rows_of(make_workbook(form, merged=merged))

    assert row.said["mobile"] == "13800000001"
    assert "name_former" not in row.said


def test_a_worker_named_above_a_list_makes_no_form_of_it():
    table = [
        ["负责人姓名", "王海", "电话", "13800000009"],
        ["姓名", "身份证号", "证件类型", "联系电话"],
        *[["赵海", make_number(n), "身份证", f"138000000{n:02d}"] for n in range(1, 60)],
    ]

    rows = rows_of(make_workbook(table))

    assert len(rows) == 59
    assert rows[0].said["mobile"] == "13800000001"


def test_a_column_of_kinds_of_papers_makes_no_form_of_a_table():
    table = [
        ["与户主关系", "姓名", "性别", "证件类型", "证件号码"],
        *[["户主", "赵海", "男", "身份证", make_number(n, sex=1)] for n in (1, 2, 3)],
    ]

    rows = rows_of(make_workbook(table))

    assert [row.said["id_number"] for row in rows] == [make_number(n, sex=1) for n in (1, 2, 3)]
    assert rows[0].said["id_type"] == "身份证"


def test_a_heading_with_a_word_nobody_knows_beside_the_name_makes_no_form_of_a_list():
    rows = [["张三", "唱歌", make_number(1), "党员"], ["李四", "跳舞", make_number(2), "低保"]]
    named = [["姓名", "特长", "身份证号", "备注"], *rows]
    grouped = [
        ["姓名", "特长", "证件", ""],
        ["", "", "号码", "备注"],
        *rows,
    ]
    told = ["联系人：王网格 电话：13900000000"]

    for content in (
        make_workbook(named),
        make_workbook([told, *named]),
        make_workbook(grouped, merged=[(0, 0, 0, 1, 0), (0, 0, 1, 1, 1)]),
    ):
        roster = read_roster(content)
        found = [row.cells for row in roster.rows()]
        assert found == rows
        assert "特长" in roster.tables[0].left_out


@pytest.mark.django_db
def test_a_head_without_a_number_is_asked_about_and_the_others_enter():
    form = of_household("3栋1单元101", "赵", ["", WIFE, SON])

    taken = hand_in(make_workbook(form), make_clerk())

    assert (taken.rows, taken.created, taken.questioned) == (3, 2, 1)
    assert households() == [{"赵杰", "钱玉"}]


def test_what_is_written_beside_and_below_the_members_is_nobody():
    form = [
        ["户主姓名", "赵海", "电话", "13800000001"],
        ["身份证号", make_number(1, sex=1)],
        ["家庭成员", "姓名", "关系", "身份证号"],
        ["", "钱玉", "妻", make_number(2)],
        ["", "赵杰", "子", ""],
        ["备注", "低保户"],
        ["走访人签字：", "王某"],
    ]

    rows = rows_of(make_workbook(form, merged=[(0, 2, 0, 4, 0)]))

    assert [row.said["name"] for row in rows] == ["赵海", "钱玉", "赵杰"]


def test_a_spouse_told_on_the_line_of_a_number_is_no_second_form():
    form = [
        ["姓名", "", "赵海", "电话", "13800000001"],
        ["身份证号", "", make_number(1, sex=1), "配偶身份证号", make_number(2)],
        ["配偶姓名", "", "钱玉", "住址", "3栋1单元101"],
    ]
    merged = [(0, line, 0, line, 1) for line in range(3)]

    [row] = rows_of(make_workbook(form, merged=merged))

    assert row.said["mf_spouse_id"] == make_number(2)
    assert row.beside[0]["name"] == "钱玉"


def test_forms_beside_each_other_are_refused_with_what_to_do():
    form = [
        ["姓名", "赵海", "姓名", "钱玉"],
        ["身份证号", make_number(1)],
        ["电话", "", "电话", ""],
    ]
    form[1] += ["身份证号", make_number(2)]

    with pytest.raises(SheetRefused) as refusal:
        read_roster(make_workbook(form))

    assert "每人一行" in refusal.value.zh
