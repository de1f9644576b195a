"""Rows and cells that stay out: kept sealed with their reason, asked of a person, never dropped."""

from collections.abc import Iterable
from uuid import UUID

import orjson
from django.db import connection

from hub.sealing import seal
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row

NOBODY = UUID(int=0)  # raw rows belong to no subject yet; the seal is bound to their own kind
RAW = "raw_row"

KEEP_ASIDE = """
insert into hub_set_aside as kept (source, source_key, field, reason, run_id, community, raw_sealed,
    state, times, first_seen, last_seen, settled_by)
values (%s, %s, %s, %s, %s, %s, %s, 'open', 1, %s, %s, '')
on conflict (source, source_key, field, reason) do update set
    times = kept.times + 1, last_seen = excluded.last_seen, run_id = excluded.run_id,
    raw_sealed = excluded.raw_sealed,
    state = case when kept.state = 'discarded' then kept.state else 'open' end
"""
ASK = """
insert into hub_question as asked (kind, resident_id, source, source_key, community, raw_sealed,
    state, times, first_seen, last_seen, settled_by)
values (%s, %s, %s, %s, %s, %s, 'open', 1, %s, %s, '')
on conflict (source, kind, source_key) do update set
    times = asked.times + 1, last_seen = excluded.last_seen
"""


def keep_aside(rows: Iterable[Row], passage: Passage) -> None:
    """One entry per trouble of every row, touched only when it is there already."""
    values = [
        (
            passage.source,
            key_of(row),
            trouble.field if row.subject else "",
            trouble.reason,
            passage.run_id,
            row.told.community,
            sealed_raw(row),
            passage.now,
            passage.now,
        )
        for row in rows
        for trouble in {t.reason + t.field: t for t in row.troubles}.values()
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(KEEP_ASIDE, values)


def ask(rows: Iterable[Row], passage: Passage, *, kind: str) -> None:
    """Put rows to a person: what they stand for cannot be known from the row."""
    values = [
        (
            kind,
            row.subject or None,
            passage.source,
            key_of(row),
            row.told.community,
            sealed_raw(row),
            passage.now,
            passage.now,
        )
        for row in rows
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(ASK, values)


def key_of(row: Row) -> str:
    return (row.told.key or row.digest.hex())[:120]


def sealed_raw(row: Row) -> bytes:
    raw = row.told.raw if row.told.raw is not None else row.told.said
    return seal(RAW, NOBODY, orjson.dumps(raw, default=str).decode())
