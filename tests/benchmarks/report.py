"""The population report from due to frozen: a street of 100,000, and a million over more units."""

from datetime import date

from django.utils import timezone

from communities.actor import system_actor
from communities.selectors.areas import communities_of
from reports.periods import Period
from reports.services.make import make_run, order_run
from reports.services.open import open_area
from tests.benchmarks.measure import Figure, at_most, say, spend
from tests.benchmarks.world import FIRST, world

ACTOR = system_actor("bench")
MONTH = Period(2026, 10)
# Streets, districts and the whole city: as many communities as they have.
SPREADS = ((14, "420105011"), (140, "420105"), (1_400, "4201"), (3_495, "42"))
TODAY = date(2026, 11, 23)


def figures(rows: int = 1_000_000) -> list[Figure]:
    street = rows // 10
    world(street, 14, first=FIRST * 10, prefix="420106")
    seconds = made("420106", street)
    world(rows)
    return [at_most(f"R01 of {street:,} people, s", seconds, 5)]


def made(prefix: str, people: int) -> float:
    """Open the books where needed, then time the report of the month from due to frozen."""
    units = communities_of(prefix)
    open_area(report="R01", period=MONTH, area=prefix, actor=ACTOR, now=timezone.now())
    run = order_run(report="R01", period=MONTH, area=prefix, actor=ACTOR)
    spent = spend(lambda: make_run(run=run, actor=ACTOR, now=timezone.now(), units=units))
    say(f"  {people:,} people, {len(units)} units: {spent.wall:.1f} s, processor {spent.cpu:.1f} s")
    return spent.wall
