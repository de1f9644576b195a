"""The month as it happens: its days, its rows, and the generator's own count of it."""

from collections import Counter, defaultdict
from random import Random

from tests.simulators.world.life import Lives
from tests.simulators.world.people import Person
from tests.simulators.world.places import Community
from tests.simulators.world.settle import Settlers

LATE_SHARE = 0.02
RETIREE_CUTOFF = 28


class Month:
    """What every maker of events shares."""

    def __init__(
        self,
        rng: Random,
        lives: Lives,
        settlers: Settlers,
        bounds: tuple[int, int],
    ) -> None:
        self.random = rng.random
        self.lives = lives
        self.settlers = settlers
        self.first, self.last = bounds
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.police: list[list[object]] = []
        self.moves: list[list[object]] = []
        self.services: list[list[object]] = []
        self.certs: list[list[object]] = []

    def pick(self, choices):
        return choices[int(self.random() * len(choices))]

    def day(self, last: int = 31) -> int:
        """A day of the month."""
        span = min(self.last - self.first + 1, last)
        return self.first + int(self.random() * span)

    def day_or_late(self) -> tuple[int, bool]:
        """A day of the month, or now and then of the month before (told late)."""
        if self.random() < LATE_SHARE:
            return self.first - 1 - int(self.random() * 12), True
        return self.day(), False

    def count(self, community: str, what: str, late: str = "", by: int = 1, sign: int = 1) -> None:
        """Into the row of the month, or into the adjust row when it came late."""
        if late:
            self.counts[community][late] += sign * by
        else:
            self.counts[community][what] += by

    def stamp(self, day: int) -> str:
        """Told the day after it happened; what was late is told at the end of the month."""
        return self.lives.stamp(day + 1 if day >= self.first else self.last)

    def living_in(self, community: Community) -> list[Person]:
        return [
            one
            for one in self.settlers.people
            if one.lives_in == community.code and one.present and not one.busy
        ]


def stocks(people: list[Person], day: int) -> dict[str, Counter[str]]:
    """Registered, living here and managed on a day, per community, as the people stand."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        if person.dead_on or person.birth > day:
            continue
        if person.registered_in:
            found[person.registered_in]["reg"] += 1
        if person.present:
            found[person.lives_in]["res"] += 1
        if person.retiree and person.retiree["rt_status"] == "1":
            found[person.retiree["community"]]["ret"] += 1
    return found
