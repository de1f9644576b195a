import csv
from datetime import date
from decimal import Decimal

import pytest

from hub.dictionary import FIELDS
from hub.masking import in_lists, is_masked, mask
from tests.hub.cleaning.make import VECTORS


@pytest.mark.parametrize(
    ("field", "clear", "shown"),
    [
        ("id_number", "420190197903150027", "420190********0027"),
        ("mf_spouse_id", "420190197903150027", "420190********0027"),
        ("id_number", "E12345678", "*****5678"),
        ("name", "赵敏芳", "赵**"),
        ("name", "赵敏", "赵*"),
        ("name", "欧阳明慧", "欧阳**"),
        ("name", "阿依古丽·买买提", "阿***·买**"),
        ("emergency_name", "赵敏", "赵*"),
        ("mobile", "13812341234", "138****1234"),
        ("mobile", "027-84660000", "027-****0000"),
        ("bank_account", "6222021234561234", "************1234"),
        (
            "residence_address",
            "武汉市汉阳区江堤街道江腾社区1栋2单元301",
            "武汉市汉阳区江堤街道江腾社区***",
        ),
        ("hukou_address", "湖北省武汉市汉阳区江堤街道江腾社区1栋", "湖北省武汉市汉阳区***"),
        ("residence_address", "1栋2单元301", "***"),
        ("birth_date", date(1979, 3, 15), "1979-**-**"),
        ("household_income_month", Decimal("800.00"), "低于标准"),
        ("household_income_month", Decimal("1200"), "1-1.5倍"),
        ("household_income_month", Decimal("9000"), "高于"),
        ("ds_cert_no", "42019019790315002743", "******************43"),
        ("health_status", "41", "有"),
        ("hf_smi", True, "有"),
        ("hf_births", 0, "无"),
        ("gg_special", "1", ""),
        ("si_pension_base", Decimal("4494.00"), "***"),
        ("political_status", "01", "***"),
        ("si_pension_first", "200103", "2001-**"),
        ("ethnic_group", "01", "01"),
        ("sa_start_month", None, ""),
        ("hk_register_no", "420190123456", "********3456"),
        ("ed_student_no", "G420190201203150027", "G**"),
    ],
)
def test_a_value_is_masked_as_the_dictionary_says(field, clear, shown):
    assert mask(FIELDS[field], clear) == shown


def test_every_private_field_has_a_mask_that_hides_it():
    for field in FIELDS.values():
        if field.level not in ("L3", "L4"):
            continue

        assert is_masked(field), field.name
        for clear in ("13812341234", "武汉市汉阳区某处12号"):
            if not field.name.startswith("household_income") and field.name != "sa_checked_income":
                assert mask(field, clear) != clear, field.name


def test_every_row_of_masks_is_kept():
    with (VECTORS / "masks.csv").open(encoding="utf-8", newline="") as file:
        names = {row["field"] for row in csv.DictReader(file)}

    for name in names & set(FIELDS):
        assert is_masked(FIELDS[name]), name


def test_lists_show_the_last_four_only():
    assert in_lists("420190********0027") == "**************0027"
    assert in_lists("赵") == "赵"
