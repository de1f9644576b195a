import csv
from pathlib import Path

import pytest

from hub.dictionary import FIELDS
from hub.errors import MatterUnknown
from hub.services.matters.definition import (
    FOLDER,
    matter_named,
    matter_of,
    matters_in,
    shipped_matters,
)

ROWS = Path(__file__).parent / "rows"


def rows_of(name):
    with (ROWS / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def matter_from_rows(code):
    head = next(row for row in rows_of("matters.csv") if row["matter"] == code)
    items = [
        (row["label_zh"], row["field"], row["mode"])
        for row in rows_of("matter_fields.csv")
        if row["matter"] == code
    ]
    told = {"matter": code, "label": head["label_zh"], "label_en": head["label_en"]}
    return matter_of({**told, "owner": head["owner_system"]}, items)


def test_the_subsidy_has_thirty_items_of_which_the_hub_fills_twenty_six():
    counts = matter_named("M01").counts

    assert counts == {
        "all": 30, "typed": 1, "prefilled": 20, "computed": 6, "asked": 3, "held": 26,
    }  # fmt: skip


def test_every_shipped_matter_asks_at_most_three_items():
    assert all(len(matter.asks) <= 3 for matter in shipped_matters().values())


def test_a_matter_never_asks_what_the_dictionary_holds():
    asked = [item for matter in shipped_matters().values() for item in matter.items if item.ask]

    assert [item.field for item in asked if item.field] == []


def test_every_item_of_a_matter_is_a_field_of_the_dictionary():
    names = {name for matter in shipped_matters().values() for name in matter.fields}

    assert names <= set(FIELDS)


def test_a_matter_is_read_from_its_rows_alone():
    allowance = matter_from_rows("M04")

    assert allowance.owner == "MCA_YL"
    assert allowance.counts["held"] == 16
    assert allowance.asks == ()


@pytest.mark.parametrize("row", rows_of("matters.csv"), ids=lambda row: row["matter"])
def test_the_rows_of_every_matter_add_up_to_its_counts(row):
    counts = matter_from_rows(row["matter"]).counts

    told = {"all": row["items"], "typed": row["typed_key"]} | {
        name: row[name] for name in ("prefilled", "computed", "asked")
    }
    assert {name: str(counts[name]) for name in told} == told


def test_a_matter_whose_file_is_gone_is_no_matter(tmp_path):
    assert matters_in(tmp_path) == {}
    with pytest.raises(MatterUnknown):
        matter_named("M99")


def test_the_files_stand_where_the_product_reads_them():
    assert set(shipped_matters()) == {path.stem for path in FOLDER.glob("*.toml")}
