"""The code lists: files, memory and tables say the same."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from communities.actor import system_actor
from hub.errors import UrbanRuralUnreadable
from hub.models import Code, CodeList, UrbanRural
from hub.selectors.codes import FOLDER, code_lists, codes_of, label_of
from hub.services.code_lists import load_code_lists, load_urban_rural

BESIDE = {"fields", "code_lists_index", "synonyms", "value_synonyms"}
SHIPPED_LISTS, SHIPPED_CODES = 91, 811  # of the dictionary; a city adds its own
ALL = sum(len(codes_of(name)) for name in code_lists())
TODAY = date(2026, 11, 23)
ACTOR = system_actor("test")


def test_every_shipped_file_is_in_the_index_and_every_line_of_it_has_its_file():
    files = {path.stem for path in FOLDER.glob("*.csv")} - BESIDE

    assert files == set(code_lists())
    assert len(files) >= SHIPPED_LISTS


def test_the_lists_have_as_many_codes_as_the_index_says():
    with (FOLDER / "code_lists_index.csv").open(encoding="utf-8", newline="") as lines:
        told = {line["code_list"]: int(line["n"]) for line in csv.DictReader(lines)}

    assert {name: len(codes_of(name)) for name in code_lists()} == told
    assert sum(told.values()) >= SHIPPED_CODES


def test_how_sure_each_list_is_stands_in_the_index():
    assert {origin.verification for origin in code_lists().values()} == {"V1", "V2", "K", "P"}
    assert code_lists()["sex"].verification == "V2"


def test_a_label_is_chinese_first_and_english_for_who_reads_english():
    with override("zh-hans"):
        chinese = label_of("employment_status", "2")
    with override("en"):
        english = label_of("employment_status", "2")

    assert (chinese, english) == ("登记失业", "Registered unemployed")


def test_an_unknown_code_is_shown_as_it_is_and_nothing_as_nothing():
    assert label_of("sex", "7") == "7"
    assert label_of("sex", None) == ""
    assert label_of("yes_no", True) in ("是", "Yes")


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        codes_of("star_sign")


@pytest.mark.django_db
def test_loading_the_lists_twice_changes_nothing():
    first = load_code_lists(today=TODAY, actor=ACTOR)

    second = load_code_lists(today=TODAY, actor=ACTOR)

    assert (first.lists, first.codes, first.created) == (len(code_lists()), ALL, ALL)
    assert (second.created, second.changed, second.left, second.unchanged) == (0, 0, 0, ALL)
    assert CodeList.objects.get(pk="ethnic").verification == "V2"


@pytest.mark.django_db
def test_a_changed_label_is_brought_back_and_a_lost_code_keeps_its_row_with_a_last_day():
    load_code_lists(today=TODAY, actor=ACTOR)
    Code.objects.filter(code_list="sex", code="1").update(label="男")
    Code.objects.create(code_list_id="sex", code="X", label="旧值")

    loaded = load_code_lists(today=TODAY, actor=ACTOR)

    assert (loaded.changed, loaded.left) == (1, 1)
    assert Code.objects.get(code_list="sex", code="1").label == "男性"
    assert Code.objects.get(code_list="sex", code="X").valid_to == TODAY


@pytest.mark.django_db
def test_the_command_prints_one_json_object_as_its_last_line():
    said = StringIO()

    call_command("load_codes", "--json", stdout=said)

    assert json.loads(said.getvalue().splitlines()[-1])["codes"] == ALL


@pytest.mark.django_db
def test_the_urban_rural_table_enters_whole_or_not_at_all(tmp_path):
    path = tmp_path / "classes.csv"
    path.write_text("community,urban_rural_class\n420105011006,111\n", encoding="utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text("community,urban_rural_class\n420105011007,111\n4201,111\n", encoding="utf-8")

    load_urban_rural(path=path, actor=ACTOR)
    with pytest.raises(UrbanRuralUnreadable):
        load_urban_rural(path=broken, actor=ACTOR)

    assert list(UrbanRural.objects.values_list("community", flat=True)) == ["420105011006"]
