"""A city of people straight into the tables by set-based SQL, for what reads them.

Three to a home and a household, homes spread evenly over communities, every fifth person with
seven categories; memberships with their opening events. Ages, names and codes vary. A sample of
people has real sealed numbers. Not through the door: the door's own figures are in `door`.
"""

from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.db import connection

from communities.actor import system_actor
from communities.rowscope import row_scope
from hub.cleaning import name_search
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.sealing import identity_hash, keyed_hash, seal
from tests.benchmarks.measure import say, spend
from tests.benchmarks.people import id_numbers, names
from tests.benchmarks.scratch import owner_connection
from tests.benchmarks.world_sql import ANALYZE, CATEGORIES, CHANGES, HOMES, PEOPLE, STEPS

NAMES = 18_000
SAMPLE = 5_000
FIRST = 10_000_000  # ids of this world's rows start here, above those of the door's people


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the sample: what one would type, and the key of the row."""

    number: str
    resident_id: UUID
    name: str


def world(rows: int, communities: int = 3_495, *, first: int = FIRST, prefix: str = "4201") -> None:
    """At least this many people in the first communities of a prefix; built once."""
    with owner_connection() as owner:
        if owner.execute("select from hub_resident where id >= %s limit 1", [first]).rowcount:
            return
        params = {"rows": rows, "first": first, "communities": communities, "prefix": prefix + "%"}
        spent = spend(lambda: build(owner, params))
        owner.commit()
    with owner_connection() as owner:
        owner.autocommit = True
        for statement in ANALYZE:
            owner.execute(statement)
    say(f"  {rows:,} people in {communities} communities made in {spent.wall:.0f} s")


def build(owner: psycopg.Connection, params: dict[str, object]) -> None:
    owner.execute("select set_config('hub.door', 'checks', true)")
    owner.execute(
        "create temporary table name_of (i int primary key, name text, pinyin text,"
        " grams text[], initials text[])"
    )
    with owner.cursor().copy("copy name_of from stdin") as copy:
        for i, name in enumerate(names(NAMES)):
            found = name_search(name)
            copy.write_row((i, name, found.pinyin, found.grams, found.initials))
    for statement in (HOMES, PEOPLE, STEPS, *CATEGORIES, CHANGES):
        psycopg.ClientCursor(owner).execute(statement, params | {"names": NAMES})


def sample(first: int = FIRST) -> list[Known]:
    """People that can be found by a whole number; their seals are real."""
    with row_scope(system_actor("bench")), connection.cursor() as cursor:
        cursor.execute(
            "update hub_resident set id_number_hash = sha256(('number' || id)::bytea)"
            " where id = any(array(select id from hub_resident where id >= %s and id %% 5 = 0"
            " order by md5(id::text) limit %s)) returning id, resident_id, name",
            [first, SAMPLE],
        )
        rows = cursor.fetchall()
        told = [
            Known(number, key, name)
            for number, (_id, key, name) in zip(free_numbers(len(rows)), rows, strict=True)
        ]
        cursor.executemany(
            "update hub_resident set id_number_hash = %s, id_number_mask = %s,"
            " id_number_sealed = %s, mobile_hash = %s, mobile_mask = %s, mobile_sealed = %s"
            " where id = %s",
            [
                sealed(known, row[0], i)
                for i, (known, row) in enumerate(zip(told, rows, strict=True))
            ],
        )
    return told


def free_numbers(count: int) -> list[str]:
    """Numbers that nobody in the table has."""
    numbers = {identity_hash("111", one): one for one in id_numbers(count + 200, 99)}
    with connection.cursor() as cursor:
        cursor.execute(
            "select id_number_hash from hub_resident where id_number_hash = any(%s)",
            [list(numbers)],
        )
        for (taken,) in cursor.fetchall():
            del numbers[bytes(taken)]
    return list(numbers.values())[:count]


def sealed(known: Known, key: int, i: int) -> tuple[object, ...]:
    phone = f"139{i:08d}"
    return (
        identity_hash("111", known.number),
        mask(FIELDS["id_number"], known.number),
        seal("id_number", known.resident_id, known.number),
        keyed_hash("mobile", phone),
        mask(FIELDS["mobile"], phone),
        seal("mobile", known.resident_id, phone),
        key,
    )
