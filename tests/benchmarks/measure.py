"""Sides run in turn in one run; medians, ratios and goals, in wall and in processor seconds."""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection, transaction

from communities.rowscope import every_row

USUAL = 700, 10, 10  # what Python sets
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """Wall seconds, and processor seconds of this process and its database backend."""

    wall: float
    cpu: float


@dataclass(slots=True)
class Figure:
    """One goal: what was measured, in which unit, against what, and whether it holds."""

    name: str
    value: float
    goal: str
    met: bool
    note: str = ""

    def line(self) -> str:
        mark = "ok  " if self.met else "MISS"
        return f"  {mark} {self.name}: {self.value:,.2f} (goal {self.goal}) {self.note}"

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def at_least(name: str, value: float, goal: float, note: str = "") -> Figure:
    return Figure(name, round(value, 3), f">= {goal:g}", value >= goal, note)


def at_most(name: str, value: float, goal: float, note: str = "") -> Figure:
    return Figure(name, round(value, 3), f"<= {goal:g}", value <= goal, note)


def spend(work: Callable[[], object]) -> Spent:
    wall, own, backend = time.perf_counter(), time.process_time(), backend_seconds()
    work()
    cpu = time.process_time() - own + backend_seconds() - backend
    return Spent(time.perf_counter() - wall, cpu)


def backend_seconds() -> float:
    """Processor seconds of the database process behind our connection; 0 on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def in_turn(sides: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Spent]:
    """Median of each side, the sides interleaved so that noise falls on all alike."""
    seen: dict[str, list[Spent]] = {name: [] for name in sides}
    for turn in range(rounds):
        order = list(sides) if turn % 2 == 0 else list(reversed(sides))
        for name in order:
            seen[name].append(spend(sides[name]))
    return {
        name: Spent(
            statistics.median(one.wall for one in spent),
            statistics.median(one.cpu for one in spent),
        )
        for name, spent in seen.items()
    }


def undone(work: Callable[[], object], look: Callable[[], object] = lambda: None) -> object:
    """Run with every constraint checked, look at what is there, and take it all back."""
    with transaction.atomic():
        with every_row(), connection.cursor() as cursor:
            work()
            cursor.execute("set constraints all immediate")
            seen = look()
        transaction.set_rollback(True)
    return seen


@contextmanager
def python_as_usual() -> Iterator[None]:
    """A rival runs as its user's program would: with Python's own search for waste."""
    ours = gc.get_threshold()
    gc.unfreeze()
    gc.set_threshold(*USUAL)
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*ours)


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
