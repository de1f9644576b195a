"""Lists of flats: who owns one, who rents it, and whose the numbers are."""

import pytest

from hub.sheets.roster import read_roster
from tests.hub.sheets.make import make_number, make_workbook
from tests.hub.sheets.office import hand_in, make_clerk, mended, people

OWNERS = [
    ["江腾小区业主信息登记表"],
    ["楼栋", "单元", "房号", "业主姓名", "身份证号", "联系电话", "入住情况", "交房日期"],
    ["3", "2", "101", "赵海", make_number(1), "13800000001", "自住", "2010-05-01"],
    ["3", "2", "201", "钱涛", make_number(2), "13800000002", "出租", "2010-05-01"],
]
FLATS = [
    [
        "房号",
        "业主",
        "证件号码",
        "业主电话",
        "共有人",
        "共有人证件号码",
        "租户姓名",
        "租户身份证号",
        "租户电话",
    ],
    ["3-2-101", "赵海", make_number(1), "13800000001", "赵芳", make_number(9), "", "", ""],
    [
        "3-2-201",
        "钱涛",
        make_number(2),
        "13800000002",
        "",
        "",
        "孙军",
        make_number(3),
        "13800000003",
    ],
    [
        "3-2-301",
        "李明",
        make_number(4),
        "13800000004",
        "",
        "",
        "周强",
        make_number(5),
        "13800000005",
    ],
]


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["身份证号", "业主身份证号"])
def test_a_list_of_owners_is_of_the_owners_and_who_lets_the_flat_does_not_live_in_it(number):
    clerk = make_clerk()
    head = [number if cell == "身份证号" else cell for cell in OWNERS[1]]

    hand_in(make_workbook([OWNERS[0], head, *OWNERS[2:]]), clerk)

    held = people()
    assert set(held) == {"赵海", "钱涛"}
    assert held["赵海"].dwelling.std_address.endswith("3栋2单元101")
    assert held["钱涛"].dwelling is None


@pytest.mark.django_db
def test_an_owner_given_back_is_still_an_owner():
    clerk = make_clerk()
    wrong = "420190197903150021"
    rows = [OWNERS[0], OWNERS[1], OWNERS[2], [*OWNERS[3][:4], wrong, *OWNERS[3][5:]]]

    taken = hand_in(make_workbook(*[rows]), clerk)
    again = hand_in(mended(taken.workbook, {wrong: make_number(2)}), clerk)

    assert (taken.created, taken.refused, again.created) == (1, 1, 1)
    assert people()["钱涛"].dwelling is None


@pytest.mark.django_db
def test_the_number_behind_an_owners_name_is_never_the_tenants():
    clerk = make_clerk()

    taken = hand_in(make_workbook(FLATS), clerk)

    rows = list(read_roster(make_workbook(FLATS)).rows())
    assert [(row.said["name"], row.said["id_number"]) for row in rows] == [
        ("孙军", make_number(3)),
        ("周强", make_number(5)),
    ]
    assert (taken.rows, taken.created) == (2, 2)
    assert "租户身份证号" not in read_roster(make_workbook(FLATS)).tables[0].left_out


@pytest.mark.parametrize("word", ["租客", "现承租人", "租赁户"])
def test_a_number_beside_the_owners_own_is_the_tenants_and_so_is_the_name(word):
    table = [
        ["房号", "业主", "业主身份证号", "业主电话", word, f"{word}身份证号"],
        ["3-2-101", "孙军", make_number(1), "13900000001", "赵海", make_number(2)],
        ["3-2-102", "李明", make_number(3), "13900000003", "周强", make_number(4)],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["name"] for row in rows] == ["赵海", "周强"]
    assert [row.said["id_number"] for row in rows] == [make_number(2), make_number(4)]


def test_the_head_named_between_a_name_and_its_number_takes_no_number():
    table = [
        ["姓名", "户主", "身份证号", "现住址"],
        ["赵海", "赵海", make_number(1), "3栋2单元101"],
        ["赵军", "赵海", make_number(2), "3栋2单元101"],
    ]

    rows = list(read_roster(make_workbook(table)).rows())

    assert [row.said["id_number"] for row in rows] == [make_number(1), make_number(2)]
