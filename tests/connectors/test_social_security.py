"""Social security: monthly files over SFTP, one person over SOAP in GBK."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from communities.rowscope import every_row
from connectors.engine.run import execute
from connectors.models import Allowance, ForeignFile, Run
from connectors.registry import connector_of
from connectors.services.runs import open_run
from connectors.social_security.lines import checked_lines
from connectors.social_security.monthly_file import MonthlyFile
from connectors.social_security.soap_client import OnePerson
from hub.models import Resident, SourceState
from tests.connectors.make import ACTOR, accounted, facts, sync, table_hash
from tests.simulators.social_security import soap

TABLE = "hub_c06_social_insurance"


@pytest.fixture
def si(people, insurer, connected, desk):
    connected(insurer)
    return lambda word, **said: desk(insurer, word, **said)


def test_the_first_load_is_the_newest_file_with_its_highest_correction(si, insurer, served):
    run = sync("SI")

    assert run.state == "done", run.reason
    assert run.watermark == "202610_R01"
    known = {key.replace("AC02:", "ac02:") for key in served(insurer, kinds=("AC02",))}
    assert set(accounted("SI")) == known
    assert str(SourceState.objects.get(pk="SI").data_date) == "2026-10-31"


def test_a_value_is_of_the_end_of_its_files_month_and_received_today(si):
    sync("SI")

    days = facts(TABLE, "source_time at time zone 'Asia/Shanghai', received_at")
    assert {told.date() for told, _got in days} == {date(2026, 10, 31)}
    assert {timezone.localdate(got) for _told, got in days} == {timezone.localdate()}


def test_an_answer_while_the_books_close_is_of_the_day_they_closed():
    told = soap.result_text(1, "", "20261125", [{"aac001": "42019000000810"}])

    reading = OnePerson(None, None).read(soap.envelope("query", told, cdata=True), {})

    assert reading.data_date == date(2026, 11, 25)
    assert reading.rows[0].cells["data_day"] == "2026-11-25"


def test_amounts_come_in_yuan(si):
    sync("SI")

    bases = [float(row[0]) for row in facts(TABLE, "si_pension_base") if row[0]]
    assert 1000 < max(bases) < 100_000


def test_of_two_personal_numbers_the_one_paid_last_is_held(si):
    run = sync("SI")

    assert run.skipped > 0
    assert "skipped" in accounted("SI").values()


def test_a_correction_file_is_taken_once(si):
    sync("SI")
    before = table_hash(TABLE)

    assert sync("SI").read == 0
    si("publish", month="202610", correction=True)
    run = sync("SI")

    assert (run.state, run.watermark) == ("done", "202610_R02")
    assert run.read > 0
    assert run.unchanged + run.skipped + run.set_aside + run.changed == run.read
    assert before


@pytest.mark.parametrize("fault", ["truncated", "wrong_count", "bad_checksum", "no_manifest"])
def test_a_file_that_contradicts_its_manifest_is_not_used(si, fault):
    sync("SI")
    before = table_hash(TABLE)
    si("fault", name=fault, times=1)
    si("publish", month="202610", correction=True)

    run = sync("SI")

    assert (run.state, run.block, run.read) == ("blocked", "schema", 0)
    assert run.reason
    assert table_hash(TABLE) == before
    if fault != "no_manifest":
        assert ForeignFile.objects.get(state="refused").reason == run.reason


def test_a_file_that_halves_stops_and_clears_nothing(si):
    sync("SI")
    before = table_hash(TABLE)
    si("fault", name="fewer", drop=0.7, times=1)
    si("publish", month="202610", correction=True)

    run = sync("SI")

    assert (run.state, run.block) == ("blocked", "shrink")
    assert table_hash(TABLE) == before


def somebody_insured():
    with every_row(), connection.cursor() as cursor:
        cursor.execute(f"select subject_id from {TABLE} where si_pension_status = '1' limit 1")
        return Resident.objects.get(pk=cursor.fetchone()[0])


def ask(person):
    run = open_run(
        system="SI", actor=ACTOR, mode="person", lane="person", subject=person.resident_id
    )
    return execute(run.pk, connector_of("SI"))


def test_one_person_is_asked_for_by_soap_and_counted_against_the_quota(si):
    sync("SI")
    person = somebody_insured()

    run = ask(person)

    assert (run.state, run.read) == ("done", 1), run.reason
    assert Allowance.objects.get(system="SI").used == 1
    assert run.data_date is not None


def test_nobody_found_is_an_answer(si):
    sync("SI")
    insured = [row[0] for row in facts(TABLE, "subject_id")]
    with every_row():
        person = (
            Resident.objects.filter(id_type="111")
            .exclude(pk__in=insured)
            .exclude(birth_date=None)
            .order_by("-birth_date")
            .first()
        )

    run = ask(person)

    assert (run.state, run.read) == ("done", 0), run.reason


@pytest.mark.parametrize(("fault", "block"), [("dtd", "schema"), ("soap_fault", "schema")])
def test_an_answer_that_is_no_answer_stops_the_question_only(si, fault, block):
    sync("SI")
    si("fault", name=fault)

    run = ask(somebody_insured())

    assert (run.state, run.block) == ("blocked", block)
    assert SourceState.objects.get(pk="SI").state == "ok"


def test_the_day_after_the_calls_are_used_up_is_waited_for(si):
    sync("SI")
    Allowance.objects.create(system="SI", day=timezone.localdate(), used=2000)

    run = ask(somebody_insured())

    assert run.state == "paused"
    assert "用完" in run.reason


def test_no_number_of_a_person_stands_in_a_run_or_page(si):
    sync("SI")
    ask(somebody_insured())

    with connection.cursor() as cursor:
        cursor.execute("select request::text || coalesce(following::text, '') from connectors_page")
        told = " ".join(row[0] for row in cursor.fetchall())
    assert "420190" not in told.replace("AC02_420190", "")
    assert Run.objects.filter(lane="person").exists()


def test_half_a_character_that_swallows_a_parting_line_gives_nobody_the_next_cell():
    cells = ["7", "420190198103152469", "", "110"] + [""] * 16
    line = "|".join(cells).encode().replace(b"|||110", b"|\xd5|110").replace(b"||110", b"|\xd5|110")

    reading = MonthlyFile(None).read(
        line + b"\n#OF|1", {"file": "AC02_420190_202610_001.txt", "then": [], "line": 0}
    )

    (row,) = reading.rows
    assert (row.cells["aac001"], row.cells["aac002"], row.cells["aac008"]) == ("7", "", "")


@pytest.mark.parametrize("told", ["20261125", "2026-11-25", "2026/11/25"])
def test_the_data_date_of_an_answer_is_read_in_any_of_its_forms(told):
    answer = soap.result_text(1, "", told, [{"aac001": "42019000000810"}])

    reading = OnePerson(None, None).read(soap.envelope("query", answer, cdata=True), {})

    assert reading.data_date == date(2026, 11, 25)


def test_a_damaged_line_still_counts_in_the_sum_of_its_file():
    cells = ["7", "420190198103152469", "", "110"] + [""] * 5 + ["500000"] + [""] * 10
    line = "|".join(cells).encode().replace(b"||110", b"|\xd5|110")

    assert checked_lines(line + b"\n#END|1|500000\n") == [line]
