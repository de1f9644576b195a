"""Whose a number is, when another file tells it with another name."""

import pytest

from hub.sheets.holders import belongs_elsewhere
from tests.hub.people import tell
from tests.hub.sheets.make import make_number, make_workbook
from tests.hub.sheets.office import hand_in, make_clerk, people

HEAD = ["姓名", "身份证号", "联系电话"]


@pytest.mark.parametrize(
    ("held", "told", "another"),
    [
        ("鲍海", "贺军", True),
        ("孙海", "孙小宝", True),
        ("孙梅", "孙玫", False),
        ("王建国", "王建军", False),
        ("王芳", "李芳", False),
        ("王玥", "王?", False),
        ("王玥", "王阿姨", False),
        ("王玥", "", False),
        ("赵婷", "JOHN SMITH", False),
    ],
)
def test_a_name_is_another_persons_when_nothing_of_it_is_the_same(held, told, another):
    assert belongs_elsewhere([held], told) is another


@pytest.mark.django_db
def test_a_number_held_by_somebody_takes_no_other_name_from_a_later_file():
    clerk = make_clerk()
    number = make_number(1)
    hand_in(make_workbook([HEAD, ["鲍海", number, "13800000001"]]), clerk)
    rows = [HEAD, ["何玉", make_number(2), "13800000003"], ["贺军", number, "13800000002"]]

    taken = hand_in(make_workbook(rows), clerk)
    again = hand_in(taken.workbook, clerk)

    assert (taken.created, taken.changed, taken.refused) == (1, 0, 1)
    assert (again.rows, again.refused) == (1, 1)
    assert people()["鲍海"].mobile_mask == "138****0001"


@pytest.mark.django_db
def test_a_file_whose_lines_disagree_changes_nothing_the_second_time():
    clerk = make_clerk()
    number = make_number(1)
    first = [HEAD, ["韩海", number, "13800000031"], ["韩海", number, "13800000032"]]
    again = [*first, ["韩海", number, "13800000031"]]

    once = hand_in(make_workbook(first), clerk)
    twice = hand_in(make_workbook(again), clerk)

    assert (once.created, once.changed) == (1, 1)
    assert (twice.changed, twice.unchanged) == (0, 3)


@pytest.mark.django_db
def test_a_value_that_comes_back_in_a_later_file_is_a_change():
    clerk = make_clerk()
    files = [[HEAD, ["韩海", make_number(1), f"1380000003{n}"]] for n in (1, 2, 1)]

    taken = [hand_in(make_workbook(file), clerk) for file in files]

    assert [one.changed for one in taken] == [0, 1, 1]
    assert people()["韩海"].mobile_mask == "138****0031"


@pytest.mark.django_db
def test_a_roster_that_calls_somebody_by_a_former_name_means_them():
    clerk = make_clerk()
    number = make_number(1)
    told = {"id_number": number, "name": "罗浩", "name_former": "罗娟磊"}
    tell("PSB_HJ", told, creates=True)

    taken = hand_in(make_workbook([HEAD, ["罗娟磊", number, "13800000031"]]), clerk)

    assert (taken.changed, taken.refused) == (1, 0)
    assert people()["罗浩"].mobile_mask == "138****0031"


@pytest.mark.django_db
def test_a_roster_handed_in_again_after_the_police_renamed_somebody_is_no_news():
    clerk = make_clerk()
    number = make_number(1)
    content = make_workbook([HEAD, ["罗娟磊", number, "13800000031"]])
    hand_in(content, clerk)
    tell("PSB_HJ", {"id_number": number, "name": "罗浩"})

    again = hand_in(content, clerk)

    assert (again.unchanged, again.refused) == (1, 0)
    assert set(people()) == {"罗浩"}
