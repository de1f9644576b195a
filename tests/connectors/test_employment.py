"""The employment bureau, read over a real socket."""

import pytest

from connectors.models import CallBreaker, Cursor, Page, Run
from hub.models import SourceState
from tests.connectors.make import accounted, due_again, facts, sync, table_hash

TABLE = "hub_c05_employment"
COUNTS = ("created", "changed", "unchanged", "skipped", "set_aside", "questioned")


@pytest.fixture
def whole(people, bureau, connected, desk):
    """The bureau with everything it holds."""
    connected(bureau)
    return lambda word, **said: desk(bureau, word, **said)


@pytest.fixture
def emp(people, bureau, connected, desk):
    """The bureau read from the middle of October on."""
    connected({**bureau, "first_since": "2026-10-15 00:00:00"})
    return lambda word, **said: desk(bureau, word, **said)


def test_the_first_load_accounts_for_every_key_served(whole, bureau, served):
    run = sync("EMP")

    assert run.state == "done", run.reason
    assert set(accounted("EMP")) == served(bureau)
    assert run.read == sum(getattr(run, name) for name in COUNTS)
    assert run.changed > 1000
    assert run.watermark == Cursor.objects.get(system="EMP").watermark


def test_a_second_run_reads_the_overlap_and_changes_nothing(emp):
    sync("EMP")
    before = table_hash(TABLE)

    run = sync("EMP")

    assert run.state == "done"
    assert 0 < run.read == run.unchanged + run.skipped
    assert table_hash(TABLE) == before


def test_pages_are_kept_sealed_before_anything_is_done_with_them(emp):
    sync("EMP")

    page = Page.objects.filter(system="EMP").first()
    assert page.raw_sha256
    assert b"aac002" not in bytes(page.raw_sealed)


def test_an_unknown_code_loses_the_cell_and_keeps_the_row(emp):
    sync("EMP")
    key = next(k for k, was in accounted("EMP").items() if (k[:5], was) == ("ac01:", "applied"))
    emp("clock", step=60)
    emp("edit", table="ac01", key=key[5:], set={"aac016": "12"})

    run = sync("EMP")

    rows = facts("hub_set_aside", "source, field, reason")
    assert ("EMP", "emp_status", "code_unknown") in rows
    assert run.set_aside == 0


def test_a_withdrawn_registration_is_cleared_by_its_owner(emp, bureau):
    emp("clock", step=60)
    sync("EMP")
    key = next(
        row["key"].partition(":")[2]
        for row in [{"key": k} for k, was in accounted("EMP").items() if k.startswith("kn:")]
    )
    held = len([row for row in facts(TABLE, "emp_diff_type") if row[0]])

    emp("edit", table="kn", key=key, set={"aae100": "0"})
    run = sync("EMP")

    assert run.changed >= 1
    assert len([row for row in facts(TABLE, "emp_diff_type") if row[0]]) == held - 1


def test_errors_and_limits_are_waited_out(emp):
    emp("fault", name="http_500", share=0.3)
    emp("fault", name="rate_limit", share=0.1, retry_after=0.1)

    run = sync("EMP")
    while run.state == "paused":
        run = due_again(run)

    assert run.state == "done", run.reason


def test_after_many_failures_in_a_row_the_calls_stop(emp):
    emp("fault", name="http_503")

    run = sync("EMP")
    while run.state == "paused" and not CallBreaker.objects.filter(open_until__isnull=False):
        run = due_again(run)

    assert run.state == "paused"
    assert "暂停调用" in due_again(run).reason
    assert SourceState.objects.get(pk="EMP").state == "late"


def test_pages_served_twice_and_out_of_order_give_the_same_facts(emp):
    sync("EMP")
    clean = table_hash(TABLE)
    for table in ("connectors_page", "connectors_run", "connectors_cursor"):
        facts_cleared(table)
    emp("fault", name="shuffled")

    run = sync("EMP")

    assert run.state == "done", run.reason
    assert table_hash(TABLE) == clean
    assert run.changed == 0


def test_rows_of_one_second_across_a_page_edge_are_all_read(whole, bureau, served):
    whole("fault", name="same_second")

    sync("EMP")

    assert served(bureau, kinds=()) - set(accounted("EMP")) == set()


def test_paging_in_circles_stops_with_the_watermark_kept(emp):
    sync("EMP")
    before = Cursor.objects.get(system="EMP").watermark
    emp("fault", name="cursor_loop")

    run = sync("EMP", mode="full")

    assert (run.state, run.block) == ("blocked", "loop")
    assert Cursor.objects.get(system="EMP").watermark == before


def test_a_missing_column_stops_the_run_before_anything_is_taken(emp):
    emp("fault", name="missing_column", column="acc318")

    run = sync("EMP")

    assert (run.state, run.block, run.changed) == ("blocked", "schema", 0)
    assert "acc318" in run.reason
    assert SourceState.objects.get(pk="EMP").state == "failed"


def test_a_new_column_passes(emp):
    emp("fault", name="new_column")

    assert sync("EMP").state == "done"


def test_a_column_full_of_unknown_codes_stops_the_run(emp):
    emp("fault", name="new_code", column="aac016", value="XX")

    run = sync("EMP")

    assert (run.state, run.block, run.changed) == ("blocked", "schema", 0)


@pytest.mark.parametrize("fault", ["zero_rows", "fewer"])
def test_a_source_that_empties_stops_and_clears_nothing(emp, fault):
    sync("EMP", mode="full")
    before = table_hash(TABLE)
    emp("fault", name=fault, drop=0.7)

    run = sync("EMP", mode="full")

    assert (run.state, run.block) == ("blocked", "shrink")
    assert table_hash(TABLE) == before


def test_maintenance_pauses_without_alarm_and_keeps_what_is_known(emp):
    sync("EMP")
    emp("fault", name="maintenance")

    run = sync("EMP")

    assert run.state == "paused"
    state = SourceState.objects.get(pk="EMP")
    assert state.state == "closed"
    assert state.last_success_at is not None


def test_an_ended_session_is_renewed_once_and_then_a_person_is_asked(emp):
    emp("fault", name="login_page")

    run = sync("EMP")

    assert (run.state, run.block) == ("blocked", "sign_in")


def test_a_call_that_is_never_answered_is_given_up_and_tried_again(emp):
    emp("fault", name="hang", times=1)

    run = sync("EMP")

    assert run.state == "done", run.reason


def facts_cleared(table):
    from_table = {"connectors_page": Page, "connectors_run": Run, "connectors_cursor": Cursor}
    from_table[table].objects.all().delete()
