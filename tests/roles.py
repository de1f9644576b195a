"""Database roles inside a test's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg import sql


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """Run a block under another role; a failed block leaves the reset to the rollback."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
