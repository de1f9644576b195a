import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from communities.errors import Invalid, NotFound, Refused
from communities.models import Area, TrailEvent
from communities.models.area import short_name_of
from communities.permissions import DATA
from communities.selectors.areas import area_told, area_with, areas_within, communities_of, path_of
from communities.services.areas import load_areas
from tests.communities.make import (
    ACTOR,
    GRID,
    HANYANG,
    JIANGDI,
    JIANGTENG,
    WUHAN,
    an_actor,
    make_area,
)

pytestmark = pytest.mark.django_db
HEADER = "code,name,level,parent_code,valid_from,valid_to,replaced_by"
CITY = ["420000000000,湖北省,province,,,,", "420100000000,武汉市,city,420000000000,,,"]
DISTRICT = "420105000000,汉阳区,district,420100000000,,,"
STREET = "420105011000,江堤街道,street,420105000000,,,"
COMMUNITY = "420105011006,江腾社区居委会,community,420105011000,,,"
WHOLE = [*CITY, DISTRICT, STREET, COMMUNITY]


@pytest.fixture
def load(tmp_path):
    def write_and_load(*lines):
        path = tmp_path / "areas.csv"
        path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        return load_areas(path=path, actor=ACTOR)

    return write_and_load


def test_the_real_tree_of_wuhan_enters_and_a_repeat_changes_nothing():
    path = DATA / "wuhan_areas.csv"

    first = load_areas(path=path, actor=ACTOR)
    again = load_areas(path=path, actor=ACTOR)

    levels = [Area.objects.filter(level=level).count() for level in ("district", "street")]
    assert levels == [13, 193]
    assert len(communities_of(WUHAN)) == 3495
    assert len(communities_of(JIANGDI)) == 14
    assert (first.created, first.changed, first.unchanged, first.vanished) == (first.rows, 0, 0, [])
    assert (again.created, again.changed, again.unchanged) == (0, 0, first.rows)
    assert area_with(JIANGTENG).short_name == "江腾社区"
    assert [area.code for area in path_of(area_with(JIANGTENG))] == [
        WUHAN, HANYANG, JIANGDI, JIANGTENG,
    ]  # fmt: skip


def test_every_prefix_begins_with_its_parents():
    load_areas(path=DATA / "wuhan_areas.csv", actor=ACTOR)

    wrong = [area.code for area in Area.objects.select_related("parent").exclude(parent=None)
             if not area.prefix.startswith(area.parent.prefix)]  # fmt: skip

    assert wrong == []


def test_a_new_name_changes_one_row(load):
    load(*WHOLE)

    loaded = load(*CITY, DISTRICT, STREET, COMMUNITY.replace("江腾", "江城"))

    assert (loaded.created, loaded.changed, loaded.unchanged) == (0, 1, 4)
    assert area_with(JIANGTENG).short_name == "江城社区"


def test_a_vanished_code_is_kept_and_reported(load):
    load(*WHOLE)

    loaded = load(*CITY, DISTRICT, STREET)
    again = load(*CITY, DISTRICT, STREET)

    assert loaded.vanished == again.vanished == [JIANGTENG]
    assert area_with(JIANGTENG).vanished_at is not None


def test_a_code_that_comes_back_has_not_vanished(load):
    load(*WHOLE)
    load(*CITY, DISTRICT, STREET)

    loaded = load(*WHOLE)

    assert loaded.changed == 1
    assert area_with(JIANGTENG).vanished_at is None


def test_a_file_of_one_district_says_nothing_about_others(load):
    load(*WHOLE, "420106000000,武昌区,district,420100000000,,,")

    loaded = load(DISTRICT, STREET, COMMUNITY)

    assert loaded.vanished == []


def test_grids_do_not_vanish_with_a_file(load):
    load(*WHOLE)
    make_area(GRID)

    assert load(*WHOLE).vanished == []


def test_dates_and_a_successor_are_taken(load):
    load(*WHOLE)

    load(*CITY, DISTRICT, STREET, COMMUNITY.replace(",,,", ",2010-01-01,2026-10-31,420105011007"))

    area = area_with(JIANGTENG)
    assert (area.valid_from, area.valid_to) == (date(2010, 1, 1), date(2026, 10, 31))
    assert area.replaced_by == "420105011007"
    assert JIANGTENG not in communities_of(JIANGDI)


@pytest.mark.parametrize(
    "line",
    [
        "420105011006,江腾,street,420105011000,,,",
        "420105011006,,community,420105011000,,,",
        "4201050110,江腾,community,420105011000,,,",
        "42010501100x,江腾,community,420105011000,,,",
        "420105011006,江腾,village,420105011000,,,",
        "420105011006,江腾,community,420199999000,,,",
        "420105011006,江腾,community,420105011000,2026-13-01,,",
        "420106001001,江腾,community,420105011000,,,",
        STREET,
    ],
)
def test_a_broken_row_is_named_and_nothing_enters(load, line):
    with pytest.raises(Invalid, match="第 6 行"):
        load(*CITY, DISTRICT, STREET, line)

    assert not Area.objects.exists()


def test_loading_needs_the_right(tmp_path):
    with pytest.raises(Refused):
        load_areas(path=tmp_path / "any.csv", actor=an_actor(("SEC", JIANGTENG)))


def test_the_command_tells_what_it_did():
    told, as_json = StringIO(), StringIO()

    call_command("load_areas", DATA / "wuhan_areas.csv", stdout=told)
    call_command("load_areas", DATA / "wuhan_areas.csv", "--json", stdout=as_json)

    with (DATA / "wuhan_areas.csv").open(encoding="utf-8-sig") as file:
        rows = len(list(csv.DictReader(file)))
    assert f"新增 {rows}" in told.getvalue()
    assert json.loads(as_json.getvalue().splitlines()[-1]) == {
        "rows": rows, "created": 0, "changed": 0, "unchanged": rows, "vanished": [],
    }  # fmt: skip
    assert TrailEvent.objects.filter(action="areas_load").count() == 1


def test_the_command_refuses_what_is_no_area_file(tmp_path):
    gbk = tmp_path / "gbk.csv"
    gbk.write_bytes("code,name,level,parent_code\n420000000000,湖北省,province,".encode("gbk"))
    empty = tmp_path / "other.csv"
    empty.write_text("a,b\n1,2\n")

    for path in (tmp_path / "none.csv", gbk, empty):
        with pytest.raises(CommandError):
            call_command("load_areas", path)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江腾社区居委会", "江腾社区"),
        ("江腾社区居民委员会", "江腾社区"),
        ("金潭村委会", "金潭村"),
        ("一居委会", "一居委会"),
        ("建强社区居民居委会", "建强社区"),
        ("新集村村委会", "新集村"),
        ("新集村村民委员会", "新集村"),
        ("居委会", "居委会"),
        ("某某居委会", "某某"),
        ("汉阳区", "汉阳区"),
    ],
)
def test_a_committee_is_dropped_for_show(name, short):
    assert short_name_of(name) == short


def test_areas_within_nothing_are_none():
    make_area(JIANGTENG)

    assert list(areas_within(())) == []
    assert areas_within(("",)).count() == 5
    with pytest.raises(NotFound):
        area_with("000000000000")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("level", "planet"),
        ("code", "42"),
        ("code", "42010501100x"),
    ],
)
def test_the_database_keeps_levels_and_codes(column, value):
    area = Area(code="420105011999", name="x", short_name="x", level="community", prefix="p")
    setattr(area, column, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        area.save(force_insert=True)


def test_an_area_ends_after_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.create(
            code="420105011999", name="x", short_name="x", level="community", prefix="p",
            valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1),
        )  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        JIANGTENG,
        "江腾社区",
        "江腾社区居委会",
        "江堤街道 江腾社区",
        "汉阳区 江堤街道 江腾社区",
    ],
)
def test_an_area_is_understood_by_name_or_code(load, told):
    load(*WHOLE)

    assert area_told(told).code == JIANGTENG


def test_two_areas_of_one_name_are_told_apart_by_their_street(load):
    second = ["420105012000,琴断口街道,street,420105000000,,,",
              "420105012001,江腾社区居委会,community,420105012000,,,"]  # fmt: skip
    load(*WHOLE, *second)

    with pytest.raises(Invalid, match="420105012001"):
        area_told("江腾社区")
    assert area_told("琴断口街道 江腾社区").code == "420105012001"


@pytest.mark.parametrize("told", ["", "无此社区", "武昌区 江腾社区"])
def test_a_name_nobody_bears_is_refused(load, told):
    load(*WHOLE)

    with pytest.raises(Invalid):
        area_told(told)


def test_a_file_without_rows_is_no_area_tree(load):
    with pytest.raises(Invalid, match="没有内容"):
        load()
