"""The one door: what a feed costs through it, beside COPY and beside what one would write instead.

A feed of the employment bureau: who it is and eight facts. Every timed side starts from the same
state and is rolled back, its constraints checked first; end states are compared before any time
counts. Wall seconds decide, processor seconds of both processes stand beside them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from communities.actor import system_actor
from hub.services.intake import Observation, take_in
from hub.services.intake import sql as door_sql
from tests.benchmarks.door_rivals import FACTS, bulk_update, copy_logged, update_or_create
from tests.benchmarks.measure import (
    Figure,
    Spent,
    at_least,
    at_most,
    in_turn,
    python_as_usual,
    say,
    spend,
    undone,
)
from tests.benchmarks.people import COMMUNITY, id_numbers, names, roster_cells
from tests.benchmarks.scratch import owner_connection
from tests.benchmarks.world import world

LOAD = system_actor("bench")
BATCH, SLICE, ROUNDS = 20_000, 5_000, 3
Cells = dict[str, str]


def figures(rows: int = 100_000) -> list[Figure]:
    numbers = id_numbers(rows, 1)
    created = spend(lambda: create(numbers))
    say(f"  {rows:,} people created in {created.wall:.0f} s: {rows / created.wall:,.0f} rows/s")
    enter(feed(numbers, turn=0, share=1))
    found = [
        *five_percent(numbers),
        *beside_rivals(numbers[:SLICE]),
        *beside_copy(numbers),
        *beside_no_history(numbers[:BATCH]),
    ]
    return [*found, ten_times_larger(numbers, rows)]


def create(numbers: Sequence[str]) -> None:
    told = [
        Observation(roster_cells(i, number, name), key=number, community=COMMUNITY)
        for i, (number, name) in enumerate(zip(numbers, names(len(numbers)), strict=True))
    ]
    for start in range(0, len(told), BATCH):
        taken = take_in(told[start : start + BATCH], source="PSB_HJ", actor=LOAD, creates=True)
        if taken.created < 0.99 * taken.rows:
            raise AssertionError(f"not everybody was created: {taken.counts()}")


def feed(numbers: Sequence[str], *, turn: int, share: float) -> list[Cells]:
    """The bureau's rows of one turn; a share of them says something new."""
    every = round(1 / share)
    return [facts(i, number, turn if i % every == 0 else 0) for i, number in enumerate(numbers)]


def facts(i: int, number: str, turn: int) -> Cells:
    return {
        "id_number": number,
        "emp_status": "1",
        "emp_form": "022",
        "emp_register_date": f"2020-05-{1 + i % 28:02d}",
        "emp_flex_start": f"2021-03-{1 + turn % 28:02d}",
        "emp_flex_content": f"家政{turn}",
        "emp_subsidy_start": f"2022{1 + turn % 12:02d}",
        "emp_subsidy_used": str(turn % 36),
        "emp_job_wish": f"保洁{i % 7}",
    }


def enter(cells: Sequence[Cells]) -> None:
    for start in range(0, len(cells), BATCH):
        told = [Observation({**one}, key=one["id_number"]) for one in cells[start : start + BATCH]]
        take_in(told, source="EMP", actor=LOAD)


def five_percent(numbers: Sequence[str]) -> list[Figure]:
    turns = iter(range(1, 100))
    sides = {"ours": lambda: undone(lambda: enter(feed(numbers, turn=next(turns), share=0.05)))}
    spent = in_turn(sides, ROUNDS)["ours"]
    rate = len(numbers) / spent.wall
    return [at_least("rows/s, 5 % changed", rate, 10_000, per_processor(len(numbers), spent))]


def per_processor(rows: int, spent: Spent) -> str:
    return f"[{rows / spent.cpu:,.0f} rows per processor second]"


def beside_rivals(numbers: Sequence[str]) -> list[Figure]:
    cells = feed(numbers, turn=5, share=0.05)
    sides = {
        "ours": lambda: enter(cells),
        "bulk_update": python_as_usual()(lambda: bulk_update(cells)),
        "update_or_create": python_as_usual()(lambda: update_or_create(cells)),
    }
    ends = {name: undone(work, held) for name, work in sides.items()}
    if ends["ours"] != ends["bulk_update"] or ends["ours"][0] != ends["update_or_create"][0]:
        raise AssertionError("the sides do not end in the same state")
    timed = {name: lambda work=work: undone(work) for name, work in sides.items()}
    slow = timed.pop("update_or_create")
    spent = in_turn(timed, ROUNDS) | {"update_or_create": spend(slow)}
    return [
        ratio("times chunked bulk_update with history", spent, "bulk_update", 8),
        ratio("times update_or_create", spent, "update_or_create", 50),
    ]


def held() -> tuple[list[tuple], int]:
    """The facts as they stand, and how many change rows tell of them."""
    columns = ", ".join(FACTS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select subject_id, {columns} from hub_c05_employment order by subject_id"  # noqa: S608 - our own words
        )
        rows = cursor.fetchall()
        cursor.execute("select count(*) from hub_change where category = 'c05_employment'")
        return rows, cursor.fetchone()[0]


def ratio(name: str, spent: dict[str, Spent], other: str, goal: float) -> Figure:
    ours, theirs = spent["ours"], spent[other]
    note = f"[{ours.wall:.2f} s to {theirs.wall:.2f} s; processor {theirs.cpu / ours.cpu:.1f}]"
    return at_least(name, theirs.wall / ours.wall, goal, note)


def beside_copy(numbers: Sequence[str]) -> list[Figure]:
    cells = feed(numbers, turn=0, share=1)
    with owner_connection() as owner:
        owner.execute(
            "create table if not exists bench_logged"
            " (key text primary key, said jsonb, digest bytea)"
        )
        owner.execute("grant all on bench_logged to hub_app")
    sides = {
        "ours": lambda: undone(lambda: enter(cells)),
        "copy": lambda: undone(lambda: copy_logged(cells)),
    }
    return [
        ratio("unchanged rows beside COPY into a logged table", in_turn(sides, ROUNDS), "copy", 0.2)
    ]


def beside_no_history(numbers: Sequence[str]) -> list[Figure]:
    cells = feed(numbers, turn=9, share=1)
    sides = {
        "with": lambda: undone(lambda: enter(cells)),
        "without": lambda: undone(lambda: enter_without_history(cells)),
    }
    spent = in_turn(sides, ROUNDS)
    value = spent["with"].wall / spent["without"].wall
    return [at_most("history beside no history, all changed", value, 2.5,
                    per_processor(len(numbers), spent["with"]))]  # fmt: skip


def enter_without_history(cells: Sequence[Cells]) -> None:
    with no_history():
        enter(cells)


@contextmanager
def no_history() -> Iterator[None]:
    """The same door with the statements that write change rows left out."""
    run = door_sql.run

    def unwritten(statement, params=None) -> int:
        if door_sql.text_of(statement).startswith("insert into hub_change"):
            return 0
        return run(statement, params)

    door_sql.run = unwritten
    try:
        yield
    finally:
        door_sql.run = run


def ten_times_larger(numbers: Sequence[str], rows: int) -> Figure:
    cells = feed(numbers[:BATCH], turn=11, share=0.05)
    sides = {"ours": lambda: undone(lambda: enter(cells))}
    small = in_turn(sides, ROUNDS)["ours"]
    world(rows * 9)
    undone(lambda: enter(cells))
    large = in_turn(sides, ROUNDS)["ours"]
    note = f"[{small.wall:.2f} s, then {large.wall:.2f} s; processor {large.cpu / small.cpu:.2f}]"
    return at_most("the same feed into a table ten times larger", large.wall / small.wall, 3, note)
