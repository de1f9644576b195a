"""The feed loses nothing, whatever the order of commits, and says nothing that was not granted."""

import threading
from contextlib import closing
from itertools import groupby

import psycopg
import pytest
from django.db import connection, transaction

from communities.actor import Actor
from communities.rowscope import row_scope
from hub.errors import CursorExpired, CursorForeign
from hub.selectors.feed import changes_since
from hub.services.merging import merge, undo_merge
from tests.communities.make import JIANGTENG, NEXT_COMMUNITY
from tests.hub.people import ADDRESS, DOOR, an_id, make_person, make_zhao, tell

NEXT_DOOR = "江腾小区3栋2单元502"
FIELDS = frozenset({"name", "mobile", "education_level", "residence_address"})


def reader(fields=FIELDS, areas=(JIANGTENG,)):
    return Actor("consumer", 7, "key:test", consumer_fields=fields, consumer_areas=areas)


def read(cursor="", actor=None, size=500):
    actor = actor or reader()
    with row_scope(actor):
        return changes_since(cursor, actor=actor, size=size)


def everything(actor=None, size=500, cursor=""):
    items, more = [], True
    while more:
        page = read(cursor, actor, size)
        items += page.items
        cursor, more = page.cursor, page.more
    return items, cursor


@pytest.fixture
def committed(transactional_db):
    """Rows have to be committed to come below the horizon."""


def test_only_granted_fields_leave_in_clear(committed):
    make_zhao()

    items, _cursor = everything()

    assert {name for item in items for name in item["fields"]} <= FIELDS
    assert [item["fields"]["mobile"] for item in items if "mobile" in item["fields"]] == [
        "13812341234"
    ]


def test_what_a_key_may_only_send_does_not_come_back_in_the_feed(committed):
    make_zhao()
    tell("ZZ", {"id_number": an_id(), "gg_care": "2"}, key="care")
    tell("NHC", {"id_number": an_id(), "hf_signed": "2026-01-05"}, key="nhc")

    items, _cursor = everything(reader(frozenset({"name", "gg_care", "hf_signed"})))

    assert {name for item in items for name in item["fields"]} == {"name"}


def test_a_new_person_arrives_and_changes_follow(committed):
    person = make_zhao()

    items, cursor = everything()
    tell("COUNTER", {"id_number": an_id(), "mobile": "13912345678"})
    after, _cursor = everything(cursor=cursor)

    assert (items[0]["kind"], items[0]["resident_id"]) == ("arrived", str(person.resident_id))
    assert [(item["kind"], item["fields"]) for item in after] == [
        ("change", {"mobile": "13912345678"})
    ]


def test_a_person_who_leaves_the_areas_leaves_a_tombstone(committed):
    make_zhao()
    _items, cursor = everything()

    tell("COUNTER", {"id_number": an_id(), "address": "新华小区1栋1单元101",
                     "move_in_date": "2026-11-20"}, community=NEXT_COMMUNITY)  # fmt: skip
    items, _cursor = everything(cursor=cursor)

    assert [item["kind"] for item in items if item["kind"] != "change"] == ["gone"]
    assert next(item for item in items if item["kind"] == "gone")["fields"] == {}


def test_who_leaves_and_returns_and_leaves_again_is_gone_in_the_end(committed):
    make_zhao()
    _items, cursor = everything()

    move_to("新华小区1栋1单元101", NEXT_COMMUNITY, "2026-11-10")
    move_to(ADDRESS, JIANGTENG, "2026-11-12")
    move_to("新华小区1栋1单元101", NEXT_COMMUNITY, "2026-11-14")
    items, _cursor = everything(cursor=cursor)

    whereabouts = [item["kind"] for item in items if item["kind"] != "change"]
    assert [kind for kind, _again in groupby(whereabouts)] == ["gone", "arrived", "gone"]


def move_to(address, community, day):
    tell("COUNTER", {"id_number": an_id(), "address": address, "move_in_date": day},
         community=community)  # fmt: skip


def test_who_moves_next_door_is_to_be_read_by_who_holds_values_of_homes(committed):
    make_zhao()
    make_person("孙大力", birth="19700101", order=111, address=NEXT_DOOR, household="H2")
    homes = reader(frozenset({"name", "std_address"}))
    _items, cursor = everything(homes)
    _items, others = everything(reader(frozenset({"name"})))

    move_to(NEXT_DOOR, JIANGTENG, "2026-11-10")
    items, _cursor = everything(homes, cursor=cursor)
    nothing, _cursor = everything(reader(frozenset({"name"})), cursor=others)

    assert "arrived" in {item["kind"] for item in items}
    assert nothing == []


def test_two_records_parted_again_are_two_again_for_a_reader(committed):
    kept = make_zhao()
    other = make_person("赵秀兰", birth="19810316", order=112)
    link = merge(kept=kept.resident_id, gone=other.resident_id, reason="同一人", actor=DOOR)
    _items, cursor = everything()

    undo_merge(link=link, actor=DOOR)
    items, _cursor = everything(cursor=cursor)

    said = [item["kind"] for item in items if item["resident_id"] == str(other.resident_id)]
    assert said == ["arrived"]


def test_what_is_still_told_of_a_closed_record_is_a_tombstone_and_no_value(committed):
    make_zhao()
    _items, cursor = everything()
    tell("PSB_HJ", {"id_number": an_id(), "hk_cancel_date": "2026-10-12", "hk_cancel_reason": "1"})
    closing, cursor = everything(cursor=cursor)

    tell("COUNTER", {"id_number": an_id(), "education_level": "10"})
    after, _cursor = everything(cursor=cursor)
    replayed, _cursor = everything()

    assert [item["kind"] for item in closing] == ["gone"]
    assert all((item["kind"], item["fields"]) == ("gone", {}) for item in after)
    assert all((item["kind"], item["fields"]) == ("gone", {}) for item in replayed)


def test_pages_of_one_give_the_same_as_one_page(committed):
    make_zhao()
    make_person("孙大力", birth="19700101", order=111)

    whole, _end = everything()
    slowly, _end = everything(size=1)

    assert [item["seq"] for item in slowly] == [item["seq"] for item in whole]


def test_people_of_other_areas_are_not_in_the_feed(committed):
    make_person("远方", community=NEXT_COMMUNITY, order=113, birth="19600101")

    assert everything()[0] == []


@pytest.mark.django_db
def test_a_foreign_cursor_is_refused():
    with pytest.raises(CursorForeign):
        read("abc")


@pytest.mark.django_db
def test_a_changed_grant_ends_the_cursor():
    cursor = read().cursor

    with pytest.raises(CursorExpired):
        read(cursor, reader(fields=FIELDS | {"sex"}))


def test_a_late_commit_is_never_passed_by(committed):
    make_zhao()
    _items, cursor = everything()
    late = psycopg.connect(**connect_parameters())
    with closing(late):
        late.execute(ROW, {"name": '{"name": "late"}'})
        tell("COUNTER", {"id_number": an_id(), "mobile": "13912345678"})
        before, cursor = everything(cursor=cursor)
        late.commit()
        after, _cursor = everything(cursor=cursor)

    assert before == []
    assert [list(item["fields"]) for item in after] == [["name"], ["mobile"]]


def test_eight_writers_committing_out_of_order_lose_nothing(committed):
    make_zhao()
    _items, cursor = everything()
    done = threading.Event()
    writers = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for writer in writers:
        writer.start()
    seen = []
    closer = threading.Thread(target=lambda: [w.join() for w in writers] and done.set())
    closer.start()
    while not done.is_set():
        items, cursor = everything(cursor=cursor, size=20)
        seen += [item["fields"]["name"] for item in items]
    closer.join()
    items, cursor = everything(cursor=cursor)
    seen += [item["fields"]["name"] for item in items]

    assert sorted(seen) == sorted(f"{n}-{i}" for n in range(8) for i in range(25))


def test_the_last_word_on_a_person_comes_last_though_its_writer_began_first(committed):
    make_zhao()
    _items, cursor = everything()
    began, overtaken = threading.Event(), threading.Event()
    slow = threading.Thread(target=begin_early, args=(began, overtaken))
    slow.start()
    began.wait(30)
    tell("COUNTER", {"id_number": an_id(), "mobile": "13912345678"})
    overtaken.set()
    slow.join()

    items, _cursor = everything(cursor=cursor)

    assert [item["fields"]["mobile"] for item in items] == ["13912345678", "13787654321"]
    assert [item["seq"] for item in items] == sorted(item["seq"] for item in items)


def begin_early(began, overtaken):
    """A writer whose transaction is numbered before, and whose word falls after, another's."""
    with closing(connection), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_current_xact_id()")
        began.set()
        overtaken.wait(30)
        tell("COUNTER", {"id_number": an_id(), "mobile": "13787654321"})


ROW = """
    insert into hub_change (kind, subject_id, category, after, source, actor, community_before,
        community_after)
    select 'R', id, 'core_resident', %(name)s::jsonb, 'PSB_HJ', 'test', community_code,
        community_code
    from hub_resident limit 1
"""


def connect_parameters():
    told = connection.get_connection_params()
    return {
        name: told[name]
        for name in ("dbname", "user", "password", "host", "port")
        if told.get(name)
    }


def write(n):
    with closing(psycopg.connect(**connect_parameters())) as raw:
        for i in range(25):
            raw.execute(ROW, {"name": f'{{"name": "{n}-{i}"}}'})
            raw.execute("select pg_sleep(%s)", [0.02 if i % 7 == n % 7 else 0])
            raw.commit()
