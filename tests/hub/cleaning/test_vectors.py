"""The dictionary's vectors, one test each."""

from datetime import date

import pytest

from hub.cleaning import clean_date, clean_id_number, clean_month, clean_name, parse_address
from hub.reasons import REASONS
from tests.hub.cleaning.make import vectors

NAMES = ("湖北省", "武汉市", "汉阳区", "江堤街道", "江腾社区居委会")


@pytest.mark.parametrize("row", vectors("id"), ids=lambda row: row["case"])
def test_an_id_number_is_cleaned_as_the_vector_says(row):
    answer = clean_id_number(row["raw"])

    assert (answer.number or "") == row["clean"]
    assert answer.flag == row["flag"]
    assert bool(answer.problem) == (row["flag"] == "Q01")
    assert not answer.problem or answer.problem in REASONS


@pytest.mark.parametrize("row", vectors("date"), ids=lambda row: row["raw"])
def test_a_date_is_cleaned_as_the_vector_says(row):
    clean = clean_month if "yyyymm" in row["clean"] else clean_date

    answer = clean(row["raw"])

    if "yyyymm" in row["clean"]:
        assert answer.value == row["clean"][:7].replace("-", "")
    else:
        assert answer.value == (date.fromisoformat(row["clean"]) if row["clean"] else None)
    assert bool(answer.problem) == row["flag"].startswith("reject")
    if row["flag"].startswith("Q"):
        assert answer.flags == (row["flag"],)


@pytest.mark.parametrize("row", vectors("name"), ids=lambda row: ascii(row["raw"]))
def test_a_name_is_cleaned_as_the_vector_says(row):
    answer = clean_name(row["raw"])

    assert answer.value == row["clean"]
    assert answer.flags == ((row["flag"],) if row["flag"] else ())


@pytest.mark.parametrize("row", vectors("address"), ids=lambda row: row["raw"])
def test_an_address_is_cut_as_the_vector_says(row):
    answer = parse_address(row["raw"], community="420105011006", names=NAMES)

    assert answer.key == row["key_part"]
    assert answer.flag == row["flag"]
    assert (answer.building, answer.unit, answer.floor, answer.room) == ("1", "2", 3, "301")
