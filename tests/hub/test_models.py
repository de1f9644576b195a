"""What the tables refuse, each rule broken on purpose."""

import pytest
from django.core.checks import Tags, run_checks
from django.db import IntegrityError, connection, transaction

from hub.models import Code, CodeList, Employment, Retiree, Tag
from tests.hub.make import make_dwelling, make_facts, make_household, make_resident

pytestmark = pytest.mark.django_db


def refused(rule):
    return pytest.raises(IntegrityError, match=rule)


def sealed(stem, tail=b"1"):
    return {f"{stem}_sealed": b"s" + tail, f"{stem}_hash": b"h" + tail, f"{stem}_mask": "****"}


def test_an_identity_has_one_live_record():
    make_resident(id_type="111", **sealed("id_number"))

    with refused("resident_identity_is_one_live_record"):
        make_resident(id_type="111", **sealed("id_number"))


def test_a_merged_record_keeps_its_identity_beside_the_live_one():
    live = make_resident(id_type="111", **sealed("id_number"))

    merged = make_resident(
        id_type="111", record_status="4", merged_into=live, **sealed("id_number")
    )

    assert merged.merged_into_id == live.id


def test_only_a_merged_record_points_to_another():
    live = make_resident()

    with refused("resident_merges_into_another"):
        make_resident(record_status="1", merged_into=live)


def test_a_household_has_at_most_one_head_and_may_have_none():
    household = make_household()
    make_resident(household=household)
    make_resident(household=household, relation_to_head="02")
    make_resident(household=household, relation_to_head="02", record_status="3")

    with refused("household_head_is_one"):
        make_resident(household=household, relation_to_head="02")
        connection.check_constraints()


def test_a_sealed_value_is_whole_or_absent():
    with refused("resident_mobile_is_whole"):
        make_resident(mobile_hash=b"hash")


def test_an_id_number_has_a_type_of_three_digits():
    with refused("resident_id_number_has_a_type"), transaction.atomic():
        make_resident(**sealed("id_number"))
    with refused("resident_id_type_is_three_digits"):
        make_resident(id_type="1")


@pytest.mark.parametrize("month", ["202613", "20261", "189901", "2026-1"])
def test_a_month_is_one_that_exists(month):
    with refused("employment_emp_subsidy_start_is_a_month"):
        make_facts(Employment, make_resident(), emp_subsidy_start=month)


def test_communities_have_twelve_digits():
    with refused("resident_community_is_twelve_digits"), transaction.atomic():
        make_resident(community_code="420105")
    with refused("resident_registered_community_is_twelve_digits"), transaction.atomic():
        make_resident(registered_community="420105")
    with refused("dwelling_community_is_twelve_digits"), transaction.atomic():
        make_dwelling(dwelling_community="420105")
    with refused("retiree_managing_community_is_twelve_digits"):
        make_facts(Retiree, make_resident(), managing_community="420105")


def test_an_address_is_one_dwelling_of_its_community():
    make_dwelling(address_key="1-2-301")
    make_dwelling(address_key="1-2-301", dwelling_community="420105011007")

    with refused("dwelling_address_is_one"):
        make_dwelling(address_key="1-2-301")


def test_facts_hang_on_someone_who_exists():
    Employment.objects.create(subject_id=987654321, source="EMP")

    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_code_is_once_in_its_list():
    CodeList.objects.create(code_list="sex", label="性别", verification="V2")
    Code.objects.create(code_list_id="sex", code="1", label="男性")

    with refused("code_is_once_in_its_list"):
        Code.objects.create(code_list_id="sex", code="1", label="男")


def make_tag(**columns):
    told = {"key": "lift", "label": "加装电梯意愿", "entity": "resident", "type": "bool"}
    told |= {"area": "420105011", "owner": "江堤街道", "purpose": "P01", "expires_on": "2027-12-31"}
    return Tag.objects.create(**(told | columns))


def test_a_tag_of_codes_has_its_list_and_others_have_none():
    make_tag()

    with refused("tag_code_has_its_list"):
        make_tag(key="wish", type="code")


def test_a_tags_level_is_one_of_four():
    with refused("tag_level_is_known"):
        make_tag(level="L9")


def test_tags_stand_on_the_subject():
    resident = make_resident(tags={"lift": True})

    resident.refresh_from_db()

    assert resident.tags == {"lift": True}


def test_a_row_written_without_words_has_keys_times_and_empty_provenance():
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into hub_resident (source) values ('HUB') returning resident_id, record_status,"
            " received_at is not null, told, name_grams, name_initials, tags"
        )
        key, status, received, *rest = cursor.fetchone()

    assert key is not None
    assert (status, received, rest) == ("1", True, ["{}", [], [], "{}"])


def test_the_server_is_fit_for_names_and_addresses():
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
