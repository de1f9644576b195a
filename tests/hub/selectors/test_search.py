import pytest

from communities.rowscope import row_scope
from hub.selectors.asked import recognise
from hub.selectors.search import PAGE, found
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY, an_actor, make_area
from tests.hub.people import TODAY, an_id, make_person, make_zhao, tell

pytestmark = pytest.mark.django_db

WORKER = an_actor(("GRID", JIANGTENG))
SECRETARY = an_actor(("SEC", JIANGTENG))


def names(typed, actor=WORKER):
    with row_scope(actor, reach=recognise(typed).is_whole):
        page = found(recognise(typed), actor=actor, day=TODAY, reached=recognise(typed).is_whole)
    return [row.name for row in page.rows]


@pytest.mark.parametrize(
    "typed",
    ["420190198103152467", "13812341234", "赵玉", "玉兰", "赵玉兰", "赵 玉兰", "赵　玉兰", "zyl",
     "zhaoyulan", "赵 3栋", "3栋2单元501", "江腾小区3栋", "3-2-501"],
)  # fmt: skip
def test_one_person_is_found_by_all_that_is_known_of_her(typed):
    make_zhao()
    make_person(
        "孙大力", birth="19700101", order=111, address="江腾小区9栋1单元101", household="H9"
    )

    assert names(typed) == ["赵玉兰"]


@pytest.mark.parametrize("typed", ["3栋", "3栋2单元", "赵 3栋", "3号楼", "3-2-501"])
def test_building_3_is_not_looked_for_in_building_43(typed):
    make_zhao()
    make_person("赵春", birth="19700101", order=111, address="43栋2单元501", household="H9")
    make_person("赵秋", birth="19700102", order=111, address="3栋12单元501", household="H8")

    assert "赵春" not in names(typed)
    assert "赵玉兰" in names(typed)
    assert ("赵秋" in names(typed)) == ("2" not in typed)


def test_a_name_with_a_community_stays_in_it():
    make_area(JIANGTENG, "江腾社区")
    make_zhao()

    assert names("赵玉兰 江腾") == ["赵玉兰"]


@pytest.mark.parametrize("typed", ["number", "13900001111", "3栋2单元501"])
def test_somebody_without_a_name_is_found_by_what_is_known(typed):
    make_zhao()
    number = an_id("19490101", 111)
    told = {"id_number": number, "address": "3栋2单元501", "mobile": "13900001111"}
    tell("IMPORT", told, creates=True)

    assert "" in names(number if typed == "number" else typed)


def test_a_household_is_found_by_its_number():
    make_zhao()
    tell("PSB_HJ", {"id_number": an_id(), "household_no": "420105001234"}, key="h")

    assert names("420105001234") == ["赵玉兰"]


@pytest.mark.parametrize("typed", ["4201900077", "HK0001234", "A07", "12-3", "7"])
def test_a_household_is_found_by_the_number_of_its_register_or_its_roster(typed):
    make_zhao()
    tell("PSB_HJ", {"id_number": an_id(), "hk_register_no": typed}, key="h")
    make_person("钱大山", birth="19700101", order=111, household=typed)
    make_person("孙大力", birth="19700101", order=113, household="H9")

    assert sorted(names(typed)) == ["赵玉兰", "钱大山"]


def test_the_number_of_a_household_elsewhere_finds_nobody():
    make_person("钱大山", community=NEXT_COMMUNITY, household="A07")
    tell("PSB_HJ", {"id_number": an_id(), "hk_register_no": "4201900077"}, key="h")

    assert names("A07") == []
    assert names("4201900077") == []


def test_a_road_that_looks_like_a_name_is_tried_as_an_address():
    make_person(address="江堤路12号")

    assert names("江堤路") == ["赵玉兰"]


def test_names_of_other_areas_are_not_in_the_list():
    make_person("赵玉梅", community=NEXT_COMMUNITY, birth="19700101", order=122)
    make_person("赵玉兰")

    assert names("赵玉") == ["赵玉兰"]


def test_the_list_shows_the_household_and_masks_for_its_reader():
    make_zhao()
    make_person("王大山", birth="19800101", order=113, relation_to_head="10")

    with row_scope(SECRETARY):
        (row,) = found(recognise("赵玉"), actor=SECRETARY, day=TODAY).rows

    assert (row.name, row.id_tail, row.mobile) == ("赵**", "2467", "138****1234")
    assert [(mate.name, mate.relation) for mate in row.housemates] == [("王**", "配偶")]


def test_pages_follow_one_another_without_counting():
    for order in range(1, PAGE + 8):
        make_person("李小龙", birth="19900101", order=order, household=f"L{order}")

    with row_scope(WORKER):
        first = found(recognise("李小龙"), actor=WORKER, day=TODAY)
        second = found(recognise("李小龙"), actor=WORKER, day=TODAY, after=first.after)

    assert (len(first.rows), first.more) == (PAGE, True)
    assert (len(second.rows), second.more) == (7, False)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


def test_search_works_for_the_apps_own_role(as_app):
    make_zhao()

    with as_app():
        assert names("玉兰") == ["赵玉兰"]
        assert names("3栋2单元501") == ["赵玉兰"]
        assert names("玉兰", an_actor(("GRID", NEXT_COMMUNITY))) == []
