"""Change rows other systems should hear of, in the order in which they were committed."""

from dataclasses import dataclass
from uuid import UUID

import orjson
from django.db import connection

HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
NEWS = """
SELECT c.seq, c.xid::text, c.subject_id, r.resident_id, c.category, c.after, c.operation
FROM hub_change c
JOIN hub_resident r ON r.id = c.subject_id
WHERE c.kind = 'R'
  AND c.xid < %(horizon)s::xid8
  AND (c.xid, c.seq) > (%(xid)s::xid8, %(seq)s)
  AND (
    c.category IN ('matter', 'request')
    OR (
      c.category = 'core_resident' AND c.source = 'COUNTER'
      AND c.after ? 'mobile' AND c.before ->> 'mobile' IS NOT NULL
      AND c.after ->> 'mobile' IS NOT NULL
    )
  )
ORDER BY c.xid, c.seq
LIMIT %(limit)s
"""
ONE = """
SELECT c.seq, c.xid::text, c.subject_id, r.resident_id, c.category, c.after, c.operation
FROM hub_change c
JOIN hub_resident r ON r.id = c.subject_id
WHERE c.seq = %s
"""


@dataclass(frozen=True, slots=True)
class News:
    """One change another system may have to be told."""

    seq: int
    xid: int
    subject_id: int
    resident: UUID
    category: str
    after: dict
    operation: str


def horizon() -> int:
    """Every transaction below this number is finished."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return int(cursor.fetchone()[0])


def news_since(*, xid: int, seq: int, until: int, limit: int) -> list[News]:
    with connection.cursor() as cursor:
        cursor.execute(NEWS, {"xid": str(xid), "seq": seq, "horizon": str(until), "limit": limit})
        return [_news(row) for row in cursor.fetchall()]


def news_numbered(seq: int) -> News:
    with connection.cursor() as cursor:
        cursor.execute(ONE, [seq])
        return _news(cursor.fetchone())


def _news(row: tuple) -> News:
    seq, xid, subject, resident, category, after, operation = row
    told = after if isinstance(after, dict) else orjson.loads(after)
    return News(seq, int(xid), subject, resident, category, told, operation or "")
