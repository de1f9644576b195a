"""The population report from due to frozen: a street of 100,000, then a city of a million over
more and more communities. Books are not open yet, so each run makes the opening and the month."""

from collections.abc import Sequence

from django.utils import timezone

from communities.actor import system_actor
from communities.models import Area
from reports.periods import Period
from reports.services.make import make_run, order_run
from tests.benchmarks.measure import Figure, Spent, at_most, say, spend
from tests.benchmarks.scratch import copies, owner_connection, point_at
from tests.benchmarks.world import FIRST, world

ACTOR = system_actor("bench")
MONTH = Period(2026, 10)
SPREADS = (14, 140, 1_400, 3_495)
TURNS = 3
STREET, STREET_PREFIX = 100_000, "420105011"  # the five seconds are a street's
FIRST_HERE = FIRST * 10
MOVE = (
    "create temporary table place_of on commit drop as"
    " select code, row_number() over (order by code) - 1 as i from communities_area"
    " where code = any(%(units)s)",
    "alter table hub_event disable trigger event_append_only",
    "update hub_resident r set community_code = p.code, registered_community = p.code,"
    " hukou_division = p.code, street_code = left(p.code, 9), scope = p.code, member_reg = p.code,"
    " member_res = p.code from place_of p"
    " where r.id >= %(first)s and r.id < %(last)s and p.i = (r.id / 3) %% %(many)s",
    "update hub_event e set unit = p.code from place_of p"
    " where e.resident_id >= %(first)s and e.resident_id < %(last)s"
    " and p.i = (e.resident_id / 3) %% %(many)s",
    "alter table hub_event enable trigger event_append_only",
)


def figures(rows: int = 1_000_000) -> list[Figure]:
    people = min(rows, STREET)
    settle(people, first=FIRST_HERE)
    spread_over(SPREADS[0], people)
    street = middle([made(units_of(SPREADS[0])) for _ in range(TURNS)]).wall
    found = [at_most(f"R01 of {people:,} people in 14 communities, s", street, 5)]
    if rows > people:
        settle(rows - people, first=FIRST_HERE + people)
    spent = in_copies(rows)
    for many, one in spent.items():
        say(f"  {many:,} communities: {one.wall:.1f} s, processor {one.cpu:.1f} s")
    cpu = [one.cpu for one in spent.values()]
    name = f"slowest beside fastest spread of {rows:,} people, processor"
    return [*found, at_most(name, max(cpu) / min(cpu), 1.2)]


def in_copies(rows: int) -> dict[int, Spent]:
    """Each spread in a database of its own, made in turn, so that noise falls on all alike."""
    with copies() as made_of:
        places = {}
        for many in SPREADS:
            spread_over(many, rows)
            places[many] = made_of.make(str(many))
        seen: dict[int, list[Spent]] = {many: [] for many in SPREADS}
        for turn in range(TURNS):
            for many in SPREADS if turn % 2 == 0 else SPREADS[::-1]:
                point_at(places[many])
                seen[many].append(made(units_of(many)))
    return {many: middle(spent) for many, spent in seen.items()}


def middle(spent: Sequence[Spent]) -> Spent:
    return sorted(spent, key=lambda one: one.cpu)[len(spent) // 2]


def settle(people: int, *, first: int) -> None:
    world(people, SPREADS[0], first=first, prefix=STREET_PREFIX)


def spread_over(many: int, rows: int) -> None:
    """The same people in so many communities, the tables whole as if they had come so."""
    params = {"units": units_of(many), "first": FIRST_HERE, "last": FIRST_HERE + rows, "many": many}
    with owner_connection() as owner:
        owner.execute("select set_config('hub.door', 'checks', true)")
        for statement in MOVE:
            owner.execute(statement, params if "%(" in statement else None)
    with owner_connection() as owner:
        owner.autocommit = True
        for table in ("hub_resident", "hub_event"):
            owner.execute(f"vacuum (full, analyze) {table}")
            owner.execute(f"vacuum {table}")


def made(units: list[str]) -> Spent:
    """The opening and the month, made anew as drafts are made anew each night."""
    run = order_run(report="R01", period=MONTH, area="42", actor=ACTOR)
    return spend(lambda: make_run(run=run, actor=ACTOR, now=timezone.now(), units=units))


def units_of(many: int) -> list[str]:
    """The first communities of the street, then of everywhere, in code order."""
    codes = Area.objects.filter(level="community").order_by("code").values_list("code", flat=True)
    street = [code for code in codes if code.startswith(STREET_PREFIX)]
    others = [code for code in codes if not code.startswith(STREET_PREFIX)]
    return [*street, *others][:many]
