"""Communities with their estates, buildings, flats and grids."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.simulators.world.people import Dwelling

FIXTURES = Path(__file__).parent / "fixtures"
GRID_HOUSEHOLDS = 300
ESTATES = (
    "江城花园", "晴川雅苑", "琴台新村", "月湖春天", "龙阳小区", "墨水湖苑", "钟家村宿舍",
    "四新佳园", "归元里", "鹦鹉新城", "锦绣家园", "梅子山庄", "汉阳人家", "知音小区",
)  # fmt: skip
HEIGHTS = ((6, 2), (7, 2), (11, 2), (18, 3), (26, 4))
"""Floors, and flats on each floor of a unit."""


class UnknownStreet(Exception):
    """The fixtures hold one street only."""

    def __init__(self, street: str) -> None:
        super().__init__(f"没有街道 {street} 的社区名单。 (no communities known for {street})")


class Community:
    """One community: what stands empty is handed out flat by flat, grid by grid."""

    def __init__(self, code: str, name: str, random: Callable[[], float], first: int) -> None:
        self.code = code
        self.name = name
        self.dwellings: list[Dwelling] = []
        self.grids: list[str] = []
        self.households = 0
        self.random = random
        self.coming = self.flats(first)
        self.in_grid = GRID_HOUSEHOLDS

    def flats(self, building: int) -> Iterator[Dwelling]:
        """Building after building, without end."""
        while True:
            estate = ESTATES[int(self.random() * len(ESTATES))]
            floors, flats = HEIGHTS[int(self.random() * len(HEIGHTS))]
            for unit in range(1, 2 + int(self.random() * 3)):
                for floor in range(1, floors + 1):
                    for flat in range(1, flats + 1):
                        room = f"{floor}{flat:02d}"
                        yield Dwelling(self.code, estate, building, unit, room)
            building += 1

    def next_flat(self) -> Dwelling:
        """The next flat of the street side; about one in sixteen stays empty."""
        flat = self.add(next(self.coming))
        while self.random() < 0.06:
            flat = self.add(next(self.coming))
        return flat

    def add(self, flat: Dwelling) -> Dwelling:
        if self.in_grid >= GRID_HOUSEHOLDS:
            self.grids.append(f"{self.code}{len(self.grids) + 1:03d}")
            self.in_grid = 0
        self.in_grid += 1
        flat.grid = self.grids[-1]
        if self.random() < 0.02:
            flat.use = "02"
        self.dwellings.append(flat)
        return flat

    def next_key(self) -> str:
        """The next household number of the community's own sheet."""
        self.households += 1
        return f"{self.households:05d}"


def communities_of(street: str) -> list[tuple[str, str]]:
    """Code and name of each community of a street.

    Raises UnknownStreet.
    """
    with (FIXTURES / "communities.csv").open(encoding="utf-8", newline="") as lines:
        found = [
            (row["code"], row["name"])
            for row in csv.DictReader(lines)
            if row["code"].startswith(street)
        ]
    if not found:
        raise UnknownStreet(street)
    return found


def places_elsewhere() -> dict[str, list[tuple[str, str]]]:
    """Divisions and addresses: `city` (other parts of Wuhan) and `outside`."""
    places: dict[str, list[tuple[str, str]]] = {"city": [], "outside": []}
    with (FIXTURES / "elsewhere.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            places[row["place"]].append((row["division"], row["address"]))
    return places
