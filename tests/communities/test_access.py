import pytest

from communities.access import may, reachable_prefixes, require, right_to, visible_prefixes
from communities.actor import Actor, system_actor
from communities.errors import Refused
from communities.permissions import ROLES, Permission
from communities.prefixes import prefix_of, widest
from tests.communities.make import (
    GRID,
    HANYANG,
    JIANGDI,
    JIANGTENG,
    NEXT_COMMUNITY,
    NEXT_GRID,
    OTHER_COMMUNITY,
    WUHAN,
    an_actor,
)

STREET = "420105011"
FEED = Actor(
    "consumer", 1, "key:x", consumer_areas=(STREET,),
    consumer_rights=frozenset({"resident_find", "staff_manage"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("420000000000", "42"),
        (WUHAN, "4201"),
        (HANYANG, "420105"),
        (JIANGDI, STREET),
        (JIANGTENG, JIANGTENG),
        (GRID, GRID),
        (STREET, STREET),
        ("420110000000", "420110"),
    ],
)
def test_a_code_has_its_prefix(code, prefix):
    assert prefix_of(code) == prefix


def test_only_the_widest_prefixes_are_kept():
    assert widest(["420105011006", "420105011", "", "420106", "420105011"]) == (STREET, "420106")


def test_a_right_holds_where_the_posting_is():
    secretary = an_actor(("SEC", JIANGTENG))

    assert may(secretary, Permission.IMPORT_SHEET)
    assert may(secretary, Permission.IMPORT_SHEET, area=JIANGTENG)
    assert may(secretary, Permission.IMPORT_SHEET, area=GRID)
    assert not may(secretary, Permission.IMPORT_SHEET, area=JIANGDI)
    assert not may(secretary, Permission.IMPORT_SHEET, area=NEXT_COMMUNITY)


def test_a_right_of_one_posting_does_not_travel_to_the_area_of_another():
    worker = an_actor(("SEC", JIANGTENG), ("GRID", NEXT_COMMUNITY + "001"))

    assert may(worker, Permission.REPORT_CONFIRM, area=JIANGTENG)
    assert not may(worker, Permission.REPORT_CONFIRM, area=NEXT_COMMUNITY)


def test_what_is_not_held_is_refused_in_words():
    with pytest.raises(Refused) as refusal:
        require(an_actor(("GRID", GRID)), Permission.REPORT_CONFIRM)

    assert "权限" in refusal.value.zh
    assert refusal.value.en


def test_a_person_without_a_posting_may_nothing_and_sees_nobody():
    nobody = an_actor()

    assert not any(may(nobody, right) for right in Permission)
    assert visible_prefixes(nobody) == ()
    assert right_to(nobody, "core_resident", prefix=GRID) == "-"


@pytest.mark.parametrize("role", ["SYSADM", "SECADM", "AUDIT", "STREET_HEAD"])
def test_some_roles_stand_before_no_row(role):
    assert visible_prefixes(an_actor((role, WUHAN))) == ()
    assert reachable_prefixes(an_actor((role, WUHAN))) == ()


def test_two_postings_add_up_in_rows():
    worker = an_actor(("GRID", GRID), ("CLERK", JIANGTENG), ("SEC", OTHER_COMMUNITY))

    assert visible_prefixes(worker) == (JIANGTENG, OTHER_COMMUNITY)


def test_a_whole_number_reaches_the_own_community():
    worker = an_actor(("GRID", GRID))

    assert visible_prefixes(worker) == (GRID,)
    assert reachable_prefixes(worker) == (JIANGTENG,)
    assert right_to(worker, "core_resident", prefix=NEXT_GRID) == "-"
    assert right_to(worker, "core_resident", prefix=NEXT_GRID, reached=True) == "M"
    assert right_to(worker, "core_resident", prefix=NEXT_COMMUNITY, reached=True) == "-"


@pytest.mark.parametrize(
    ("role", "line", "category", "right", "in_matter"),
    [
        ("GRID", "", "core_resident", "M", "M"),
        ("GRID", "", "core_dwelling", "E", "E"),
        ("GRID", "", "c08_retiree", "E", "E"),
        ("GRID", "", "c11_disability", "F", "F"),
        ("CLERK", "", "core_resident", "-", "V"),
        ("CLERK", "", "core_dwelling", "E", "E"),
        ("CLERK", "", "c13_health_family", "-", "F"),
        ("SEC", "", "c08_retiree", "V", "V"),
        ("SEC", "", "c13_health_family", "F", "F"),
        ("STREET_LINE", "labour", "core_resident", "M", "M"),
        ("STREET_LINE", "labour", "c05_employment", "V", "V"),
        ("STREET_LINE", "labour", "c09_social_assistance", "-", "-"),
        ("STREET_LINE", "judicial", "c18_grid", "-", "-"),
        ("DISTRICT", "medical", "c07_medical_insurance", "V", "V"),
        ("DISTRICT", "medical", "c05_employment", "-", "-"),
        ("DISTRICT", "medical", "core_dwelling", "M", "M"),
        ("STREET_HEAD", "", "core_resident", "N", "N"),
        ("AUDIT", "", "core_resident", "L", "L"),
        ("SYSADM", "", "core_resident", "-", "-"),
        ("SECADM", "", "core_resident", "-", "-"),
    ],
)
def test_the_matrix_decides(role, line, category, right, in_matter):
    actor = an_actor((role, GRID if role == "GRID" else JIANGTENG, line))

    assert right_to(actor, category, prefix=GRID) == right
    assert right_to(actor, category, prefix=GRID, in_matter=True) == in_matter


def test_a_grid_worker_at_the_counter_has_the_better_of_two_rights():
    worker = an_actor(("GRID", GRID), ("CLERK", JIANGTENG))

    assert right_to(worker, "core_resident", prefix=GRID) == "M"
    assert right_to(worker, "core_resident", prefix=GRID, in_matter=True) == "V"
    assert right_to(worker, "core_resident", prefix=NEXT_GRID) == "-"
    assert right_to(worker, "core_resident", prefix=NEXT_GRID, in_matter=True) == "V"


def test_a_row_without_a_place_is_nobodys_but_the_systems():
    assert right_to(an_actor(("SEC", JIANGTENG)), "core_resident", prefix="") == "-"
    assert right_to(FEED, "core_resident", prefix="") == "-"
    assert right_to(system_actor("sync:EMP"), "core_resident", prefix="") == "E"


def test_a_key_never_holds_a_right_outside_the_feed():
    assert may(FEED, Permission.RESIDENT_FIND)
    assert not may(FEED, Permission.STAFF_MANAGE)
    assert may(FEED, Permission.RESIDENT_FIND, area=JIANGTENG)
    assert not may(FEED, Permission.RESIDENT_FIND, area=OTHER_COMMUNITY)
    assert right_to(FEED, "core_resident", prefix=JIANGTENG) == "S"
    assert right_to(FEED, "core_resident", prefix=OTHER_COMMUNITY) == "-"
    assert right_to(FEED, "c13_health_family", prefix=JIANGTENG) == "-"
    assert right_to(FEED, "c18_grid", prefix=JIANGTENG) == "-"
    assert visible_prefixes(FEED) == reachable_prefixes(FEED) == (STREET,)


def test_the_system_sees_every_row():
    assert visible_prefixes(system_actor("sync:EMP")) == ("",)
    assert all(may(system_actor("sync:EMP"), right) for right in ROLES["SEC"])
