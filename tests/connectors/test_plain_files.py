"""Plain files by mapping: in their owner's name, in chunks, once by content."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from connectors import plain_file
from connectors.errors import RunIsOpen
from connectors.models import ForeignFile, Page, Run
from connectors.plain_file import mapping_for, mapping_named
from connectors.services.load_file import load_file
from tests.communities.make import make_area
from tests.connectors.make import ACTOR, facts
from tests.hub.people import an_id

pytestmark = pytest.mark.django_db
HEADER = "row_key,household_no,id_type,id_number,name,sex,hukou_division,updated_at"
NUMBERS = ("420190197903150027", an_id(), "420190197903150020")


@pytest.fixture
def police(tmp_path):
    """Three rows of the police, the last with a wrong check digit."""

    def write(name="psb_hj.csv", rows=3, extra=""):
        path = tmp_path / name
        lines = [
            f"HJ{n},H{n},111,{number},赵{'甲乙丙'[n]},2,420105011006,2026-09-0{n + 1}T08:00:00"
            for n, number in enumerate(NUMBERS[:rows])
        ]
        path.write_text("\n".join([HEADER, *lines]) + "\n" + extra, encoding="utf-8")
        return path

    return write


def load(path, **more):
    return load_file(path=path, mapping=mapping_named(mapping_for(path)), actor=ACTOR, **more)


def test_a_file_enters_in_its_owners_name(police):
    run = load(police())

    assert (run.state, run.read, run.created, run.set_aside) == ("done", 3, 2, 1)
    assert facts("hub_resident", "source") == [("PSB_HJ",), ("PSB_HJ",)]
    assert facts("hub_set_aside", "reason") == [("id_check_digit",)]


def test_a_repeat_changes_nothing_and_a_first_load_is_not_even_read(police):
    path = police()
    load(path)

    again = load(path)
    first = load(path, first_load=True)

    assert (again.changed, again.created, again.unchanged) == (0, 0, 2)
    assert (first.state, first.read) == ("done", 0)
    assert "没有重复装载" in first.reason


def test_the_same_bytes_under_another_name_are_a_duplicate(police):
    load(police())
    load(police("psb_hj_copy.csv"))

    assert ForeignFile.objects.filter(state="taken").count() >= 1
    copy = ForeignFile.objects.get(name="psb_hj_copy.csv")
    assert copy.duplicate_of.name == "psb_hj.csv"


def test_a_large_file_goes_in_chunks_and_goes_on_where_it_stopped(police, monkeypatch):
    monkeypatch.setattr(plain_file, "CHUNK", 1)
    path = police()
    run = load(path)

    assert run.read == 3
    pages = list(Page.objects.order_by("number").values_list("number", "rows", "raw_sealed"))
    assert [page[:2] for page in pages] == [(1, 1), (2, 1), (3, 1), (4, 0)]
    assert all(page[2] is None for page in pages)


def test_another_file_waits_while_one_is_being_taken_in(police):
    path = police()
    run = load(path)
    Run.objects.filter(pk=run.pk).update(
        state="running", lease_until="2100-01-01T00:00:00+08:00", ended_at=None
    )

    with pytest.raises(RunIsOpen):
        load(police("psb_hj_other.csv", rows=1))


def test_a_file_that_is_in_stands_in_nobodys_way_when_the_next_was_cut_off(police):
    """A street loads file after file; the second was cut off, and all are given again."""
    first, second = police(), police("psb_hj_other.csv", rows=1)
    load(first)
    cut_off = load(second)
    ForeignFile.objects.filter(name="psb_hj_other.csv").update(state="seen")
    Run.objects.filter(pk=cut_off.pk).update(
        state="running", lease_until=timezone.now(), ended_at=None
    )

    again = [load(path, first_load=True) for path in (first, second)]

    assert [run.state for run in again] == ["done", "done"]
    assert (again[0].read, again[1].pk) == (0, cut_off.pk)


def test_a_loading_that_was_cut_off_a_moment_ago_is_gone_on_with(police, capsys):
    """Somebody pressed Ctrl-C in the middle of a file and gives the same command again."""
    path = police()
    run = load(path)
    Run.objects.filter(pk=run.pk).update(
        state="running", lease_until=timezone.now() + timedelta(seconds=1.5), ended_at=None
    )

    call_command("load_file", str(path))

    run.refresh_from_db()
    assert run.state == "done"
    assert "正在装载" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "mapping"),
    [
        ("psb_hj.csv", "psb_hj"),
        ("psb_hj_changes_202610.csv", "psb_hj_changes"),
        ("register_420105011001.csv", "register"),
        ("mca_sa_ds.csv", "mca_sa_ds"),
        ("holiday.csv", ""),
    ],
)
def test_a_file_is_known_by_the_beginning_of_its_name(tmp_path, name, mapping):
    assert mapping_for(tmp_path / name) == mapping


def test_the_command_tells_counts_that_sum_up(police, capsys):
    call_command("load_file", str(police()), "--json")

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    parts = ("created", "changed", "unchanged", "skipped", "set_aside", "questioned")
    assert told["read"] == sum(told[part] for part in parts) == 3
    assert told["system"] == "PSB_HJ"


def test_the_command_refuses_in_chinese(tmp_path):
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("load_file", str(tmp_path / "none.csv"))
    broken = tmp_path / "hsa.csv"
    broken.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="缺少约定的列"):
        call_command("load_file", str(broken))
    with pytest.raises(CommandError, match="没有映射"):
        call_command("load_file", str(broken), "--mapping", "nobody")


def test_a_dated_service_is_an_event_of_the_person(police, tmp_path):
    make_area("420105011006")
    load(police())
    path = tmp_path / "services_202610.csv"
    path.write_text(
        "row_key,community,item,on,id_number,name,count,persons,amount,text,updated_at\n"
        f"S1,420105011006,06,2026-10-12,{NUMBERS[0]},赵甲,1,1,,走访,2026-10-12T10:00:00+08:00\n"
    )

    run = load(path)

    assert run.changed == 1
    assert ("service", "06", "420105011006") in facts("hub_event", "kind, code, unit")


@pytest.mark.parametrize("code", ["420105011999", "420105011000", "420105011006001", "江腾社区"])
def test_who_is_told_to_live_in_a_community_nobody_knows_is_set_aside(tmp_path, code):
    """Else the person would live where no list and no report ever looks."""
    make_area("420105011006001")
    path = tmp_path / "psb_ldrk.csv"
    path.write_text(
        "row_key,community,id_number,name,address,updated_at\n"
        f"L1,{code},{NUMBERS[0]},赵甲,3栋2单元501,2026-09-01T08:00:00\n"
        f"L2,420105011006,{NUMBERS[1]},赵乙,3栋2单元502,2026-09-01T08:00:00\n"
    )

    run = load(path)

    assert (run.state, run.created, run.set_aside) == ("done", 1, 1), run.reason
    assert facts("hub_set_aside", "reason") == [("community_none",)]
    assert facts("hub_resident", "member_res") == [("420105011006",)]


def test_a_community_that_others_have_replaced_is_still_one(tmp_path):
    area = make_area("420105011006")
    area.replaced_by = "420105011007"
    area.save()
    path = tmp_path / "psb_ldrk.csv"
    path.write_text(
        "row_key,community,id_number,name,address,updated_at\n"
        f"L1,420105011006,{NUMBERS[0]},赵甲,3栋2单元501,2026-09-01T08:00:00\n"
    )

    assert load(path).created == 1
