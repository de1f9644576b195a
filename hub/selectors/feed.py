"""The change feed of one downstream system: ordered by commit, never skipping, only its fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from django.core import signing
from django.db import connection

from communities.actor import Actor
from communities.permissions import CLOSED_TO_FEED
from communities.prepared import run_prepared
from hub.dictionary import FIELDS
from hub.errors import CursorExpired, CursorForeign
from hub.fields import DWELLING, HOUSEHOLD
from hub.sealing import unseal
from hub.selectors.sight import INTERNAL, JUDICIAL, NEVER

SALT = "hub.feed"
MOST = 500
NAMES = (
    *("seq", "xid", "at", "kind", "category", "after", "resident", "resident_id", "merged_into"),
    *("household_uid", "dwelling_uid", "was_seen", "is_seen"),
)
ROWS = """
    select seq, xid::text, to_json(at) #>> '{}', kind, category, after::text, resident,
        resident_id::text, merged_into::text, household_uid::text, dwelling_uid::text,
        was_seen, is_seen
    from hub_feed(%(xid)s::text::xid8, %(seq)s, %(wanted)s, %(most)s)
"""
MERGED, GONE = "4", "3"
JOINS = {"household_id": HOUSEHOLD, "dwelling_id": DWELLING}


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader is: everything at or before (xid, seq) was given."""

    xid: int = 0
    seq: int = 0


@dataclass(frozen=True, slots=True)
class FeedPage:
    items: list[dict[str, Any]]
    cursor: str
    more: bool
    residents: list[int]


def changes_since(cursor: str, *, actor: Actor, size: int = MOST) -> FeedPage:
    """One page of changes of the actor's fields and areas after a cursor ("" is the beginning).

    Kinds: `change`, `arrived` (came into the areas, or into another home or household of which
    values are granted: read the person), `gone` (left the areas or was closed) and `merged`
    (fields.merged_into is the record that stays). At least once, in order per person. Raises
    CursorForeign, and CursorExpired after a restore or a change of the grant.
    """
    epoch = epoch_now()
    granted = granted_fields(actor)
    version = version_of(actor, granted)
    start = read_cursor(cursor, epoch, version) if cursor else Position()
    joins = joins_told(granted)
    rows = read_rows(start, sorted(granted | joins), size + 1)
    kept, more = whole_changes(rows, size)
    items = list(items_of(kept, granted, joins))
    end = Position(int(kept[-1]["xid"]), kept[-1]["seq"]) if kept else start
    return FeedPage(
        items=items,
        cursor=write_cursor(end, epoch, version),
        more=more,
        residents=sorted({row["resident"] for row in kept if row["resident"]}),
    )


def granted_fields(actor: Actor) -> frozenset[str]:
    known = frozenset(FIELDS)
    names = actor.consumer_fields & known if actor.is_consumer else known
    closed = {name for name in names if FIELDS[name].category in CLOSED_TO_FEED}
    return names - closed - NEVER - JUDICIAL - INTERNAL


def joins_told(granted: frozenset[str]) -> frozenset[str]:
    """What moves a person among homes or households of which this reader is told values."""
    entities = {FIELDS[name].entity for name in granted}
    return frozenset(name for name, entity in JOINS.items() if entity in entities)


def whole_changes(rows: Sequence[dict[str, Any]], size: int) -> tuple[list[dict[str, Any]], bool]:
    """At most `size` changes; a change of a household is several rows and stays together."""
    seqs = list(dict.fromkeys(row["seq"] for row in rows))
    kept = set(seqs[:size])
    return [row for row in rows if row["seq"] in kept], len(seqs) > size


def items_of(
    rows: Sequence[Mapping[str, Any]], granted: frozenset[str], joins: frozenset[str]
) -> Iterator[dict]:
    gone: set[str] = set()  # a move changes the person and the household: one tombstone is enough
    for row in rows:
        item = item_of(row, granted, joins)
        if item is None or (item["kind"] == "gone" and item["resident_id"] in gone):
            continue
        if item["kind"] == "gone":
            gone.add(item["resident_id"])
        elif item["kind"] == "arrived":
            gone.discard(item["resident_id"])  # who leaves once more is named once more
        yield item


def item_of(
    row: Mapping[str, Any], granted: frozenset[str], joins: frozenset[str]
) -> dict[str, Any] | None:
    """What one change says to this reader; None when it says nothing."""
    if row["resident_id"] is None or not (row["was_seen"] or row["is_seen"]):
        return None
    after = orjson.loads(row["after"])
    kind = kind_of(row, after, joins)
    fields: dict[str, Any] = {}
    if kind == "merged":
        fields = {"merged_into": row["merged_into"]}
    elif kind != "gone":
        fields = {
            name: clear(row, name, value) if type(value) is dict else value
            for name, value in after.items()
            if name in granted
        }
        if not fields and kind == "change":
            return None
    return {
        "seq": row["seq"],
        "resident_id": row["resident_id"],
        "kind": kind,
        "fields": fields,
        "at": row["at"],
    }


def kind_of(row: Mapping[str, Any], after: Mapping[str, Any], joins: frozenset[str]) -> str:
    status = after.get("record_status")
    if status == MERGED and row["merged_into"]:
        return "merged"
    if status == GONE or not row["is_seen"]:
        return "gone"
    return "change" if row["was_seen"] and joins.isdisjoint(after) else "arrived"


def clear(row: Mapping[str, Any], name: str, value: Mapping[str, Any]) -> Any:
    """A granted value in clear; change rows keep sealed ones sealed."""
    if "sealed" not in value:
        return value
    entity = FIELDS[name].entity
    subject = {HOUSEHOLD: row["household_uid"], DWELLING: row["dwelling_uid"]}.get(entity)
    sealed = bytes.fromhex(value["sealed"].removeprefix("\\x"))
    return unseal(name, UUID(subject or row["resident_id"]), sealed)


def read_rows(start: Position, wanted: list[str], most: int) -> list[dict[str, Any]]:
    values = {"xid": str(start.xid), "seq": start.seq, "wanted": wanted, "most": most}
    return [dict(zip(NAMES, row, strict=True)) for row in run_prepared(ROWS, values)]


def epoch_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select hub_feed_epoch()")
        return str(cursor.fetchone()[0])


def version_of(actor: Actor, granted: frozenset[str]) -> str:
    """Changes when the grant changes: what was left out before would never come."""
    told = ",".join(sorted(granted)) + "|" + ",".join(sorted(actor.consumer_areas))
    return sha256(told.encode()).hexdigest()[:16]


def write_cursor(position: Position, epoch: str, version: str) -> str:
    return signing.dumps([epoch, version, position.xid, position.seq], salt=SALT)


def read_cursor(cursor: str, epoch: str, version: str) -> Position:
    try:
        told_epoch, told_version, xid, seq = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as foreign:
        raise CursorForeign from foreign
    if (told_epoch, told_version) != (epoch, version):
        raise CursorExpired
    return Position(int(xid), int(seq))
