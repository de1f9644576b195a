"""Households over several files: families move, part, grow and are numbered anew."""

import pytest

from tests.hub.sheets.make import make_number, make_workbook
from tests.hub.sheets.office import hand_in, households, make_clerk, people

pytestmark = pytest.mark.django_db

HEAD = ["户号", "姓名", "与户主关系", "身份证号码", "家庭住址"]
FAMILY = [
    HEAD,
    ["1", "韦海", "户主", make_number(1), "18栋1单元101"],
    ["1", "昌玉", "妻子", make_number(2), "18栋1单元101"],
    ["2", "马军", "户主", make_number(3), "18栋1单元102"],
]


@pytest.fixture
def clerk():
    clerk = make_clerk()
    hand_in(make_workbook(FAMILY), clerk)
    return clerk


@pytest.mark.parametrize("number", ["9", ""], ids=["with a number", "by head and home"])
def test_who_heads_another_home_has_left_the_former_household(clerk, number):
    table = [
        HEAD,
        [number, "昌玉", "户主", make_number(2), "3栋1单元101"],
        [number, "何小", "子", make_number(5), "3栋1单元101"],
    ]
    table = table if number else [row[1:] for row in table]

    hand_in(make_workbook(table), clerk)

    assert households() == [{"何小", "昌玉"}, {"韦海"}, {"马军"}]
    assert people()["昌玉"].relation_to_head == "02"
    assert people()["昌玉"].household.household_dwelling == people()["昌玉"].dwelling


def test_a_family_that_moves_with_its_head_stays_one_household(clerk):
    before = people()["韦海"].household_id
    table = [
        HEAD,
        ["9", "韦海", "户主", make_number(1), "3栋1单元101"],
        ["9", "昌玉", "妻子", make_number(2), "3栋1单元101"],
    ]

    hand_in(make_workbook(table), clerk)

    assert people()["昌玉"].household_id == people()["韦海"].household_id == before


def test_a_household_whose_head_joins_another_has_no_head_until_one_is_told(clerk):
    left = people()["昌玉"].household
    son = ["2", "马军", "户主", make_number(3), "18栋1单元102"]
    father = ["2", "韦海", "父亲", make_number(1), "18栋1单元102"]

    hand_in(make_workbook([HEAD, son, father]), clerk)

    left.refresh_from_db()
    assert households() == [{"昌玉"}, {"韦海", "马军"}]
    assert left.head_resident is None

    hand_in(make_workbook([HEAD, ["1", "昌玉", "户主", make_number(2), "18栋1单元101"]]), clerk)

    left.refresh_from_db()
    assert left.head_resident == people()["昌玉"]


def test_a_child_told_alone_joins_the_household_of_its_number(clerk):
    table = [HEAD, ["1", "韦小", "子", make_number(6, born="20250301"), "18栋1单元101"]]

    hand_in(make_workbook(table), clerk)

    assert households() == [{"昌玉", "韦小", "韦海"}, {"马军"}]


def test_a_second_file_that_numbers_from_one_has_households_of_its_own(clerk):
    another = [
        HEAD,
        ["1", "花兰", "户主", make_number(11), "20栋1单元101"],
        ["1", "沈玉", "女", make_number(12), "20栋1单元101"],
        ["2", "蒋强", "户主", make_number(13), "20栋1单元102"],
    ]

    hand_in(make_workbook(another), clerk)

    apart = [{"昌玉", "韦海"}, {"沈玉", "花兰"}, {"蒋强"}, {"马军"}]
    assert households() == apart
    assert all(people()[name].relation_to_head == "02" for name in ("韦海", "花兰", "蒋强", "马军"))
    for again in (FAMILY, another):
        assert hand_in(make_workbook(again), clerk).unchanged == 3
    assert households() == apart
