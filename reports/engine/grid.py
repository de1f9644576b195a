"""The figures of every unit of a pass, kept column by column: a unit costs a place in a list."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

Number = int | Decimal
Cell = Number | None
Column = list[Cell]
"""One number for each unit of the pass, in the order of its units."""

Figures = dict[str, dict[str, Cell]]
"""row -> column -> number, or None where the row has no such column."""


class Grid(Mapping[str, Figures]):
    """unit -> figures; `cells[row, column]` holds the numbers of all units."""

    def __init__(self, units: Sequence[str], cells: dict[tuple[str, str], Column]):
        self.units = units
        self.cells = cells
        self.places = {unit: at for at, unit in enumerate(units)}

    def __getitem__(self, unit: str) -> Figures:
        return self.part(unit, {row for row, _ in self.cells})

    def __iter__(self) -> Iterator[str]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def part(self, unit: str, rows: Collection[str]) -> Figures:
        """The unit's figures of these rows only."""
        at = self.places[unit]
        figures: Figures = {}
        for (row, column), numbers in self.cells.items():
            if row in rows:
                figures.setdefault(row, {})[column] = numbers[at]
        return figures

    def texts(self) -> Iterator[str]:
        """The sheets as stored, in the order of the units."""
        rows: dict[str, list[str]] = {}
        for row, column in self.cells:
            rows.setdefault(row, []).append(f"{json.dumps(column)}: %s")
        shape = ", ".join(f"{json.dumps(row)}: {{{', '.join(row_of)}}}"
                          for row, row_of in rows.items())  # fmt: skip
        columns = [as_stored(numbers) for numbers in self.cells.values()]
        return (f"{{{shape}}}" % values for values in zip(*columns, strict=True))


class Before:
    """What each unit goes on from, in the order of the units; None where its books begin."""

    def __init__(self, sheets: Sequence[Figures | None]):
        self.sheets = sheets

    def column(self, row: str, column: str) -> Column:
        return [None if sheet is None else sheet.get(row, {}).get(column) for sheet in self.sheets]

    def year_so_far(self, row: str) -> Column:
        """Nought where the period before has no such figure."""
        return [None if sheet is None else sheet.get(row, {}).get("ytd") or 0
                for sheet in self.sheets]  # fmt: skip

    def begun_again(self) -> "Before":
        """As read in January: nothing is carried over, though the books go on."""
        return Before([None if sheet is None else {} for sheet in self.sheets])


def as_stored(numbers: Column) -> Iterator[str]:
    """Many units share a number; each is written out once."""
    texts = {number: stored(number) for number in set(numbers)}
    return map(texts.__getitem__, numbers)


def stored(cell: Cell) -> str:
    """Whole numbers as numbers, amounts as text, so that no cent is lost."""
    if cell is None:
        return "null"
    return str(cell) if isinstance(cell, int) else f'"{cell}"'
