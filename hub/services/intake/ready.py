"""What of a passage can be done before it: digests and cleaned, sealed rows need no table."""

import sys
from collections.abc import Generator, Iterable, Iterator, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from hub.selectors.places import names_around
from hub.services.intake.observation import Observation
from hub.services.intake.repeats import digests_of
from hub.services.intake.row import Row
from hub.services.intake.said import Names, clean_row
from hub.services.intake.staging import spell

T = TypeVar("T")
TURN_SECONDS, USUAL_SECONDS = 0.0005, sys.getswitchinterval()


@dataclass(slots=True)
class Ready:
    """Observations with their digests; `rows` are those cleaned already, each good for one try."""

    told: list[Observation]
    digests: list[bytes]
    rows: dict[int, Row] = field(default_factory=dict)

    def row(self, n: int, entity: str) -> Row:
        """The n-th observation as a row that no earlier try has touched."""
        row = self.rows.pop(n, None) or clean_row(n, self.told[n], entity=entity)
        row.digest = self.digests[n]
        return row

    def without(self, numbers: Set[int]) -> "Ready":
        """The others, in their order."""
        kept = [n for n in range(len(self.told)) if n not in numbers]
        rows: dict[int, Row] = {}
        for place, n in enumerate(kept):
            if n in self.rows:
                rows[place] = self.rows[n]
                rows[place].n = place
        return Ready([self.told[n] for n in kept], [self.digests[n] for n in kept], rows)


def digested(observations: Iterable[Observation], mapping: str) -> Ready:
    told = list(observations)
    return Ready(told, digests_of(told, mapping))


def make_ready(
    observations: Iterable[Observation], *, mapping: str, names: Names = names_around
) -> Ready:
    """Everything before the first statement, for residents of whom most are new.

    `names` gives the names of areas around a community; a thread is handed what it needs, since
    it has no connection of the passage's.
    """
    ready = digested(observations, mapping)
    for n, one in enumerate(ready.told):
        row = ready.rows[n] = clean_row(n, one, entity="resident", names=names)
        if row.identity is not None and one.resident is None:
            row.promised = uuid4()
            row.digest = ready.digests[n]
            row.spelled = spell(row, row.promised, "resident", born=True)
    return ready


def ahead(items: Iterable[T]) -> Generator[T, None, None]:
    """The items in their order, the next one made by a thread while this one is used."""
    source = iter(items)
    with quick_turns(), ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next_of, source)
        while made := coming.result():
            coming = thread.submit(next_of, source)
            yield made[0]


@contextmanager
def quick_turns() -> Iterator[None]:
    """Whoever has an answer of the database waits half a millisecond for its turn, not five; a
    batch has dozens of statements."""
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(USUAL_SECONDS)


def next_of(source: Iterator[T]) -> tuple[T] | tuple[()]:
    for item in source:
        return (item,)
    return ()
