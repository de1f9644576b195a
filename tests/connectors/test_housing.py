"""Housing: exchange tables of a second cluster and the weekly workbook."""

import orjson
import psycopg
import pytest
from django.db import connection

from connectors.errors import NeedsPerson
from connectors.housing.exchange import ExchangeTable
from connectors.housing.rows import MEMBERS
from connectors.models import ForeignFile
from connectors.transport.tables import ExchangeTables
from hub.models import SourceState
from tests.connectors.make import accounted, facts, sync, table_hash

TABLE = "hub_c04_housing_security"
TABLES = ("hs_apply_out", "hs_guarantee_out", "hs_member_out")


@pytest.fixture
def hs(people, office, connected, desk):
    connected(office)
    give_households()
    with psycopg.connect(office["dsn"], autocommit=True) as exchange:
        for table in TABLES:
            exchange.execute(f"update qzk.{table} set zt = 0, cwxx = null")
    return lambda word, **said: desk(office, word, **said)


def give_households():
    """Applicants' households, which the registers would have brought."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into hub_household (household_uid, household_no, source, received_at, told,"
            " scope) select gen_random_uuid(), r.id::text, 'PSB_HJ', now(), '{}', r.scope"
            " from hub_resident r where r.household_id is null"
        )
        cursor.execute(
            "update hub_resident r set household_id = h.id from hub_household h"
            " where h.household_no = r.id::text and r.household_id is null"
        )


def marks(office, table):
    with psycopg.connect(office["dsn"]) as exchange:
        rows = exchange.execute(f"select xlh, zt, cwxx from qzk.{table}").fetchall()
    return {row[0]: row[1:] for row in rows}


def test_every_row_of_a_closed_batch_is_accounted_for_and_marked(hs, office):
    run = sync("HOUSING")

    assert run.state == "done", run.reason
    keys = accounted("HOUSING")
    for table in TABLES:
        told = marks(office, table)
        assert {f"{table}:{number}" for number in told} == {
            key for key in keys if key.startswith(f"{table}:")
        }
        for number, (mark, why) in told.items():
            aside = keys[f"{table}:{number}"] == "set_aside"
            assert (mark, bool(why)) == ((2, True) if aside else (1, False))
    assert facts(TABLE, "count(*)")[0][0] > 10


def test_a_second_reading_finds_nothing_new(hs):
    sync("HOUSING")
    before = table_hash(TABLE)

    run = sync("HOUSING")

    assert (run.state, run.read) == ("done", 0)
    assert table_hash(TABLE) == before


def test_a_batch_sent_again_changes_nothing(hs, office):
    sync("HOUSING")
    before = table_hash(TABLE)
    with psycopg.connect(office["dsn"], autocommit=True) as exchange:
        exchange.execute("update qzk.hs_guarantee_out set zt = 0")

    run = sync("HOUSING")

    assert run.read > 0
    assert run.changed == 0
    assert table_hash(TABLE) == before


def test_the_waiting_list_is_read_once_by_its_content(hs):
    run = sync("HOUSING")

    assert run.watermark.startswith("2026")
    assert any(key.startswith("waiting_list:") for key in accounted("HOUSING"))
    assert ForeignFile.objects.get(system="HOUSING").state == "taken"


def test_a_locked_table_is_waited_for_without_alarm(hs):
    sync("HOUSING")
    hs("fault", name="table_locked")

    run = sync("HOUSING")

    assert run.state == "paused"
    assert SourceState.objects.get(pk="HOUSING").state == "closed"


def test_a_workbook_without_its_columns_stops_before_anything_is_taken(hs):
    sync("HOUSING")
    hs("fault", name="missing_column", column="身份证号", times=1)
    hs("publish", what="workbook")

    run = sync("HOUSING")

    assert (run.state, run.block) == ("blocked", "schema")


def test_a_sequence_told_as_text_is_a_number_still():
    reading = ExchangeTable(None, MEMBERS).read(orjson.dumps([{"xlh": "12"}]), {"after": 0})

    assert reading.watermark == "000000000012"


def test_a_column_that_is_gone_from_the_exchange_stops_with_a_sentence(hs, office):
    tables = ExchangeTables(office)

    with pytest.raises(NeedsPerson, match="前置库"), tables.opened() as place:
        place.find("hs_member_out", "no_such_column", "x")
