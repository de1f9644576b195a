"""Finding people by name at a million: in a street and in the city, as the page asks for it.

Times are those of the selector's own SQL under the row rule of a signed-in person, first page of
fifty with housemates, nothing counted. The floor is SELECT 1 on the same connection.
"""

import time
from collections.abc import Iterator
from datetime import date

from django.db import connection

from communities.actor import Actor, Post
from communities.rowscope import row_scope
from hub.cleaning import name_search
from hub.selectors.asked import recognise
from hub.selectors.search import found
from tests.benchmarks.measure import Figure, at_most, percentile, say
from tests.benchmarks.world import FIRST, world

TIMES = 150
LIMIT_MS = 50.0
DAY = date(2026, 11, 23)
STREET = Actor("staff", 1, "bench", (Post("STREET_LINE", "420105011000", "420105011", "labour"),))
CITY = Actor("staff", 1, "bench", (Post("DISTRICT", "420100000000", "4201", "labour"),))


def figures(rows: int = 1_000_000) -> list[Figure]:
    world(rows)
    return [figure for where, who in (("street", STREET), ("city", CITY))
            for figure in measured(where, who)]  # fmt: skip


def measured(where: str, who: Actor) -> Iterator[Figure]:
    names = names_within(who)
    for kind, words in questions(names).items():
        with row_scope(who):
            spent = [one for word in words if (one := ask(word, who)) is not None]
        p50, p95 = percentile(spent, 0.5), percentile(spent, 0.95)
        yield at_most(f"{kind}, {where}, p95 ms", p95, LIMIT_MS, f"[p50 {p50:.1f}, {len(spent)}]")


def names_within(who: Actor) -> list[str]:
    """Whose names are asked for: people anywhere in the reader's area."""
    with row_scope(who), connection.cursor() as cursor:
        cursor.execute(
            "select name from hub_resident where id >= %s order by md5(id::text) limit %s",
            [FIRST, TIMES],
        )
        return [name for (name,) in cursor.fetchall()]


def questions(names: list[str]) -> dict[str, list[str]]:
    return {
        "SELECT 1": [""] * TIMES,
        "prefix of two": [name[:2] for name in names],
        "two contained": [name[1:3] for name in names],
        "whole name": names,
        "initials": [initials(name) for name in names],
    }


def initials(name: str) -> str:
    return name_search(name).initials[0]


def ask(word: str, who: Actor) -> float | None:
    begun = time.perf_counter()
    if word:
        page = found(recognise(word), actor=who, day=DAY)
        if not page.rows:
            say(f"  nobody found by one of the questions ({len(word)} characters)")
            return None
    else:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            cursor.fetchone()
    return (time.perf_counter() - begun) * 1000
