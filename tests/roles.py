"""Database roles inside a test's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg import sql


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Run a block under another role; a failed block leaves the reset to the rollback.

    The temporary tables of what the test did before as another role go first: a door entered
    again in one transaction drops its own, and could not drop somebody else's.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
