"""The row rule told to PostgreSQL: every query on people runs inside one of these."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import connection, transaction

from communities.access import EVERYWHERE, reachable_prefixes, visible_prefixes
from communities.actor import Actor, system_actor
from communities.prepared import run_prepared

SET = """
WITH held AS MATERIALIZED (SELECT coalesce(current_setting('hub.scope', true), '') AS scope)
SELECT held.scope, set_config('hub.scope', %(scope)s, true) FROM held
"""


@contextmanager
def row_scope(actor: Actor, *, reach: bool = False) -> Iterator[None]:
    """One transaction that sees the actor's rows and no others.

    `reach` widens a grid worker to the own community, for a search by a whole number.
    The scope of an enclosing block comes back at the end; the outermost ends with its commit.
    """
    prefixes = reachable_prefixes(actor) if reach else visible_prefixes(actor)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = tell_scope(prefixes)
        yield
        if not outermost:
            set_scope(before)


def every_row() -> AbstractContextManager[None]:
    """One transaction that sees every row, for the door and for tasks."""
    return row_scope(system_actor("hub"))


def scope_of(prefixes: tuple[str, ...]) -> str:
    """The prefixes as the setting holds them."""
    return "all" if prefixes == EVERYWHERE else ",".join(prefixes)


def tell_scope(prefixes: tuple[str, ...]) -> str:
    """Set the scope for the rest of the transaction; gives the one before."""
    return set_scope(scope_of(prefixes))


def set_scope(scope: str) -> str:
    ((before, _now),) = run_prepared(SET, {"scope": scope})
    return str(before)
