import csv

import pytest

from communities.permissions import (
    APART,
    DATA,
    LINES,
    MATRIX,
    RIGHTS,
    ROLE_LABELS,
    ROLES,
    ROWLESS,
    Permission,
)

ABOUT_RESIDENTS = {
    right for right in Permission if right.value.startswith(("resident", "matter", "question"))
} | {Permission.IMPORT_SHEET, Permission.SET_ASIDE_SEE, Permission.EXPORT, Permission.FEED_READ}


def test_every_role_of_the_list_has_its_rights():
    assert set(ROLES) == set(ROLE_LABELS)


def test_every_right_is_held_by_someone():
    held = set().union(*ROLES.values())

    assert held == set(Permission)


def test_every_cell_of_the_matrix_is_understood():
    with (DATA / "access_matrix.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        for role in list(row)[1:]:
            cell = MATRIX[row["category"]][role]

            assert row[role].startswith(cell.right)
            assert cell.right in RIGHTS
            assert cell.in_matter == row[role].endswith(" matter")
            assert cell.own_line == row[role].endswith(" own line")
    assert len(rows) == len(MATRIX) == 21


def test_a_line_names_categories_of_the_matrix():
    named = [category for categories in LINES.values() for category in categories]

    assert set(named) <= set(MATRIX)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("role", APART)
def test_an_administrator_never_looks_at_residents(role):
    assert ROLES[role] & ABOUT_RESIDENTS == set()
    assert role in ROWLESS


@pytest.mark.parametrize("role", [role for role in ROLES if role != "SECADM"])
def test_only_the_security_administrator_grants(role):
    assert not ROLES[role] & {Permission.STAFF_MANAGE, Permission.KEYS_MANAGE}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "AUDIT"])
def test_only_the_auditor_reads_the_log(role):
    assert Permission.TRAIL_SEE not in ROLES[role]
