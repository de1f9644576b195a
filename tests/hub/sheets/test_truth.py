"""The fixture's workbook against what its truth file says of every row."""

import csv
from datetime import date
from pathlib import Path

import pytest

from communities.actor import actor_of
from communities.rowscope import every_row
from hub.models import Dwelling, Resident
from hub.sealing import identity_hash
from hub.selectors.places import names_above, names_during
from hub.services.intake import take_in
from hub.services.sheet_import import observation_of, take_sheet
from hub.sheets.roster import read_roster
from tests.communities.make import make_area, make_worker

ROSTERS = Path(__file__).resolve().parents[2] / "fixtures" / "rosters"
JIANGTENG = "420105011006"
TODAY = date(2026, 11, 23)
OUTCOMES = {
    "created": "ok", "unchanged": "duplicate", "set_aside": "refused", "questioned": "no_id",
}  # fmt: skip


@pytest.fixture
def clerk(db):
    for code, name in (("420105000000", "汉阳区"), ("420105011000", "江堤街道")):
        make_area(code, name)
    make_area(JIANGTENG, "江腾社区")
    names_during.cache_clear()
    names_above.cache_clear()
    return actor_of(make_worker("CLERK", JIANGTENG))


@pytest.fixture(scope="module")
def workbook():
    return (ROSTERS / "jiangteng.xlsx").read_bytes()


@pytest.fixture(scope="module")
def truth():
    with (ROSTERS / "jiangteng.truth.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["sheet"], int(row["row"])): row for row in csv.DictReader(file)}


def take(workbook, clerk):
    return take_sheet(content=workbook, community=JIANGTENG, actor=clerk, today=TODAY)


def test_the_first_time_everybody_with_a_number_is_created(workbook, clerk):
    taken = take(workbook, clerk)

    assert taken.counts() | {"field_questions": 0} == {
        "rows": 1211,
        "created": 1133,
        "changed": 0,
        "unchanged": 10,
        "refused": 58,
        "questioned": 10,
        "skipped_lines": 5,
        "field_questions": 0,
    }


def test_a_household_told_by_three_spellings_of_its_address_has_one_dwelling(workbook, clerk):
    take(workbook, clerk)

    with every_row():
        keys = set(Dwelling.objects.values_list("address_key", flat=True))
    assert "45栋2单元201" in keys
    assert all(key[0].isdigit() for key in keys)


def test_the_second_time_nothing_changes(workbook, clerk):
    take(workbook, clerk)

    again = take(workbook, clerk)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 1143)
    assert (again.refused, again.questioned) == (58, 10)


def test_every_row_ends_as_the_truth_says(workbook, truth, clerk):
    rows = list(read_roster(workbook).rows())

    with every_row():
        result = take_in(
            [observation_of(row, JIANGTENG) for row in rows],
            source="IMPORT",
            actor=clerk,
            creates=True,
            today=TODAY,
        )
        people = {bytes(one.id_number_hash): one for one in Resident.objects.all()}

    assert {(row.sheet, row.line) for row in rows} == set(truth)
    for row, outcome in zip(rows, result.outcomes, strict=True):
        said = truth[row.sheet, row.line]
        assert OUTCOMES[outcome.state] == said["outcome"], row.line
        if said["outcome"] == "ok":
            person = people[identity_hash("111", said["id"])]
            assert person.name == said["name"], row.line
            assert person.sex == said["sex"], row.line
            assert person.birth_date.isoformat() == said["birth"], row.line
            assert person.mobile_mask == masked(said["tel"]), row.line


def masked(phone):
    return f"{phone[:3]}****{phone[-4:]}" if phone else None
