"""The declarations on the models are the dictionary: field by field, list by list."""

import csv

import pytest

from hub.derived.expressions import DERIVED
from hub.derived.select import TABLES
from hub.dictionary import CATEGORIES, FIELDS, fields_of
from hub.models import Resident, Retiree
from hub.selectors.codes import FOLDER, code_lists

COLUMNS = ("category", "name", "label_zh", "label_en", "type", "code_list", "sensitivity")
COLUMNS += ("authoritative_system", "direction", "derived")
BESIDE = {"registered_community": Resident, "managing_community": Retiree}


def dictionary_rows():
    with (FOLDER / "fields.csv").open(encoding="utf-8-sig", newline="") as file:
        return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]


def declared_row(field):
    return (
        field.category, field.name, field.label, field.label_en, field.type, field.code_list,
        field.level, field.owner, field.direction, field.derived,
    )  # fmt: skip


def test_every_field_of_the_dictionary_is_declared_once_and_as_it_stands_there():
    rows = dictionary_rows()

    declared = [declared_row(field) for field in FIELDS.values()]

    assert len(rows) >= 303  # of the dictionary; a city adds its own
    assert declared == rows


def test_the_core_and_eighteen_categories_each_have_a_table_of_their_own():
    tables = {category.table for category in CATEGORIES.values()}

    assert len(CATEGORIES) == 21
    assert len(tables) == 21
    assert all(
        category.table in (f"hub_{category.key}", f"hub_{category.entity}")
        for category in CATEGORIES.values()
    )


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_table_has_the_columns_of_its_stored_fields_and_no_other_facts(category):
    model = CATEGORIES[category].model
    held = {field.column for field in model._meta.concrete_fields}
    told = {column for field in fields_of(category) for column in field.columns}
    frame = {"id", "subject_id", "scope", "tags"}
    frame |= {"source", "source_time", "received_at", "run_id", "told"}
    frame |= {"member_reg", "member_res", "member_ret", "merged_into_id"}
    frame |= {"name_grams", "name_initials", "address_key", "address_grams"}
    frame |= {name for name, owner in BESIDE.items() if owner is model}

    assert told <= held
    assert held - told <= frame


def test_a_sealed_field_has_three_columns_and_never_a_clear_one():
    sealed = [field for field in FIELDS.values() if field.sealed and field.stored]
    stems = {field.column for field in sealed}

    clear = [
        field.column
        for category in CATEGORIES.values()
        for field in category.model._meta.concrete_fields
        if field.column in stems
    ]

    assert clear == []
    assert len(sealed) == 20
    assert {field.name for field in FIELDS.values() if field.type in ("id18", "phone")} <= {
        field.name for field in FIELDS.values() if field.sealed
    }


def test_a_computed_field_has_an_expression_and_no_column():
    computed = {field.name for field in FIELDS.values() if not field.stored}

    assert computed == set(DERIVED)
    assert all(set(expression.needs) <= set(TABLES) for expression in DERIVED.values())
    assert all(
        FIELDS[name].derived == "yes" and FIELDS[name].owner == "DERIVED" for name in computed
    )


def test_every_code_list_a_field_names_is_shipped():
    named = {field.code_list for field in FIELDS.values() if field.code_list}

    assert named <= set(code_lists())
    assert all(field.code_list for field in FIELDS.values() if field.type in ("code", "code[]"))


def test_a_public_key_is_never_an_identity_number():
    assert FIELDS["resident_id"].type == "uuid"
    assert FIELDS["id_number"].sealed


@pytest.mark.parametrize(
    ("name", "months"),
    [("mobile", 12), ("dwelling_id", 12), ("el_guardian_phone", 12), ("emp_status", 6),
     ("emp_flex_start", 6), ("employer_name", 6), ("marital_status", 36),
     ("education_level", 36), ("si_card_no", None)],
)  # fmt: skip
def test_a_value_is_asked_again_only_after_its_time(name, months):
    assert FIELDS[name].fresh_months == months
