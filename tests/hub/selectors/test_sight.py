"""Who sees what, held against the access matrix and the masks of the dictionary."""

import pytest

from communities.actor import Actor
from communities.permissions import MATRIX
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import L1, L3, L4
from hub.masking import is_masked
from hub.selectors.sight import Shows, Sight
from tests.communities.make import (
    GRID,
    HANYANG,
    JIANGDI,
    JIANGTENG,
    NEXT_GRID,
    OTHER_STREET,
    an_actor,
)

PERSON = GRID


def sight(*posts, **more):
    return Sight(an_actor(*posts), PERSON, **more)


def shows(name, *posts, **more):
    return sight(*posts, **more).shows(FIELDS[name])


GRID_WORKER = ("GRID", GRID)
NEIGHBOUR = ("GRID", NEXT_GRID)
CLERK = ("CLERK", JIANGTENG)
SECRETARY = ("SEC", JIANGTENG)
LABOUR = ("STREET_LINE", JIANGDI, "labour")
JUDICIAL = ("STREET_LINE", JIANGDI, "judicial")
HEALTH = ("STREET_LINE", JIANGDI, "health")
DISTRICT = ("DISTRICT", HANYANG, "labour")
DWELLING = frozenset({"std_address", "room_no"})


@pytest.mark.parametrize("name", FIELDS)
def test_a_masked_reader_sees_no_l3_or_l4_value_in_full(name):
    declared = FIELDS[name]
    if declared.level not in (L3, L4) or MATRIX[declared.category]["SEC"].right != "M":
        return

    assert shows(name, SECRETARY) in (Shows.MASKED, Shows.FLAG, Shows.HIDDEN)
    assert is_masked(declared) or shows(name, SECRETARY) is Shows.HIDDEN


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_street_head_sees_no_person(category):
    assert sight(("STREET_HEAD", JIANGDI)).right(category) in ("N", "-")


def test_a_grid_worker_sees_the_name_in_the_own_grid_alone():
    assert shows("name", GRID_WORKER) is Shows.FULL
    assert shows("name", NEIGHBOUR) is Shows.HIDDEN
    assert shows("name", NEIGHBOUR, reached=True) is Shows.MASKED
    assert shows("name", SECRETARY) is Shows.MASKED


def test_the_clerk_sees_nothing_of_the_core_without_a_matter():
    assert shows("name", CLERK) is Shows.HIDDEN
    assert shows("name", CLERK, matter="M01") is Shows.FULL
    assert shows("id_number", CLERK, matter="M01") is Shows.FULL
    assert shows("si_pension_base", CLERK, matter="M01") is Shows.FULL


def test_phones_are_shown_by_click_only():
    assert shows("mobile", GRID_WORKER) is Shows.MASKED
    assert shows("mobile", CLERK, matter="M01") is Shows.MASKED
    assert sight(GRID_WORKER).may_unmask(FIELDS["mobile"])


def test_the_bank_account_is_never_shown():
    assert shows("bank_account", CLERK, matter="M01") is Shows.MASKED
    assert not sight(CLERK, matter="M01").may_unmask(FIELDS["bank_account"])


def test_the_id_number_is_unmasked_by_the_street_line_and_nobody_else():
    assert sight(LABOUR).may_unmask(FIELDS["id_number"])
    assert not sight(GRID_WORKER).may_unmask(FIELDS["id_number"])
    assert not sight(SECRETARY).may_unmask(FIELDS["id_number"])


def test_a_student_number_is_the_id_number_with_a_letter_before_it_and_no_more_open():
    schools = ("DISTRICT", HANYANG, "education")
    street = ("STREET_LINE", JIANGDI, "education")

    assert shows("ed_school", schools) is Shows.FULL
    for post in (schools, street, SECRETARY, GRID_WORKER):
        assert shows("ed_student_no", post) is shows("id_number", post) is Shows.MASKED
    assert sight(street).may_unmask(FIELDS["ed_student_no"])
    for post in (schools, SECRETARY, GRID_WORKER, LABOUR):
        assert not sight(post).may_unmask(FIELDS["ed_student_no"])
    assert shows("ed_student_no", CLERK, matter="M01") is Shows.FULL


def test_an_officer_sees_the_own_line_in_full_and_no_other():
    assert shows("si_pension_base", LABOUR) is Shows.FULL
    assert shows("mi_type", LABOUR) is Shows.HIDDEN


def test_special_groups_show_to_the_judicial_line_alone():
    assert shows("gg_special", JUDICIAL) is Shows.FULL
    for posts in ([GRID_WORKER], [CLERK, GRID_WORKER], [SECRETARY], [LABOUR]):
        assert shows("gg_special", *posts, matter="M01") is Shows.HIDDEN


def test_serious_mental_disorder_shows_to_nobody():
    for post in (GRID_WORKER, CLERK, SECRETARY, HEALTH, ("DISTRICT", HANYANG, "health")):
        assert shows("hf_smi", post, matter="M01") is Shows.HIDDEN


def test_health_is_a_flag_until_the_line_officer_asks():
    assert shows("hf_pregnancy", HEALTH) is Shows.FLAG
    assert sight(HEALTH).may_unmask(FIELDS["hf_pregnancy"])
    assert shows("hf_pregnancy", GRID_WORKER) is Shows.FLAG


def test_a_disability_certificate_is_whole_only_in_matters_that_need_it():
    assert shows("ds_cert_no", CLERK, matter="M01") is Shows.MASKED
    assert shows("ds_cert_no", CLERK, matter="M09") is Shows.FULL


@pytest.mark.parametrize("name", ["name", "sex", "education_level", "residence_address"])
def test_under_fourteen_the_whole_row_is_masked_even_in_the_own_grid(name):
    assert FIELDS[name].level != L1
    assert shows(name, GRID_WORKER, under14=True) is Shows.MASKED
    assert shows(name, CLERK, under14=True, matter="M04") is Shows.FULL


def test_rights_of_two_postings_add_up():
    assert shows("name", GRID_WORKER, CLERK, matter="M01") is Shows.FULL
    assert shows("rt_honor", GRID_WORKER, LABOUR) is Shows.FULL


@pytest.mark.parametrize("name", ["hf_smi", "gg_special", "gg_special_to"])
def test_what_never_leaves_does_not_leave_even_when_granted(name):
    system = Actor(
        "consumer", 1, "key:x", consumer_fields=frozenset({name}), consumer_areas=("42",)
    )

    assert Sight(system, PERSON).shows(FIELDS[name]) is Shows.HIDDEN


def test_an_officer_of_another_street_is_none_here_whatever_else_the_posts_say():
    elsewhere = [("STREET_LINE", OTHER_STREET, line) for line in ("judicial", "health", "labour")]
    reader = sight(SECRETARY, GRID_WORKER, *elsewhere)

    assert reader.shows(FIELDS["gg_special"]) is Shows.HIDDEN
    assert not reader.may_unmask(FIELDS["id_number"])
    assert not reader.may_unmask(FIELDS["health_status"])


def test_special_groups_are_the_streets_own_and_not_shown_to_the_district():
    assert shows("gg_special", ("DISTRICT", HANYANG, "judicial")) is Shows.HIDDEN


@pytest.mark.parametrize("name", [name for name in FIELDS if FIELDS[name].level not in (L3, L4)])
def test_what_has_a_mask_is_masked_for_who_sees_masked_whatever_its_level(name):
    declared = FIELDS[name]
    category = MATRIX[declared.category]["DISTRICT" if name in DWELLING else "SEC"]
    if not is_masked(declared) or category.right != "M":
        return

    assert shows(name, DISTRICT if name in DWELLING else SECRETARY) is Shows.MASKED


def test_another_persons_number_is_no_more_open_than_the_persons_own():
    civil = ("STREET_LINE", JIANGDI, "civil_affairs")

    assert shows("mf_spouse_id", civil) is Shows.MASKED
    assert sight(civil).may_unmask(FIELDS["mf_spouse_id"])
    assert not sight(SECRETARY).may_unmask(FIELDS["mf_spouse_id"])
    assert shows("mf_spouse_id", CLERK, matter="M01") is Shows.FULL


def test_a_matter_without_need_of_the_disability_certificate_does_not_open_it_by_click():
    disability = ("STREET_LINE", JIANGDI, "disability")

    assert not sight(CLERK, matter="M01").may_unmask(FIELDS["ds_cert_no"])
    assert sight(disability).may_unmask(FIELDS["ds_cert_no"])


def test_a_familys_income_is_a_band_but_for_civil_affairs_of_the_street():
    for name in ("household_income_month", "household_income_pc"):
        assert shows(name, ("STREET_LINE", JIANGDI, "civil_affairs")) is Shows.FULL
        assert shows(name, LABOUR) is Shows.MASKED
        assert shows(name, SECRETARY) is Shows.MASKED
