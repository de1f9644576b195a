"""One consistent reading: a snapshot, its position, and every row in sight."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from communities.rowscope import every_row

POSITION = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@contextmanager
def one_snapshot() -> Iterator[int]:
    """A transaction whose reads all see the same moment; gives its position.

    Its own transaction is REPEATABLE READ. Inside a caller's transaction the position alone
    holds the reads together: whatever is written after it is read back to what it was.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        with every_row():
            yield position_now()


def position_now() -> int:
    """Everything written by a transaction below this number is seen, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        return cursor.fetchone()[0]
