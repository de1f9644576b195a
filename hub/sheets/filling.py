"""Cells that stand for the rows below them: merged downwards, '同上', or told once a household."""

from dataclasses import dataclass, field
from itertools import islice

from hub.sheets.header import Header
from hub.sheets.households import HEADS, REGISTER, cell_of, in_order, name_in, relation_in
from hub.sheets.lines import PERSON, line_of
from hub.sheets.words import ADDRESS, HEAD_ID, HOUSEHOLD_KEY, PLACE_PARTS
from hub.sheets.workbook import Cell, RawSheet

SHARED = (
    *(HOUSEHOLD_KEY, REGISTER, "head_name", HEAD_ID, ADDRESS, "hukou_address", "hukou_division"),
    *PLACE_PARTS,
)
SAME_AS_ABOVE = frozenset({"同上", "〃", "″", '"', "''", "同前", "同"})
OWN = frozenset({"name", "id_number"})
NOT_FILLED = SAME_AS_ABOVE | {""}
LOOKED_AT = 5000
LEAST_ROWS = 2
ALMOST_ALL, ALMOST_NONE = 0.95, 0.02


@dataclass(slots=True)
class Filling:
    """Remembers while lines go by. A blank is filled only where the sheet says so: by a merged
    cell, by a word, or by telling a shared cell for every head and for no other member."""

    starts: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    merged: dict[int, tuple[int, Cell]] = field(default_factory=dict)
    last: dict[int, Cell] = field(default_factory=dict)
    before: list[Cell] = field(default_factory=list)

    def anew(self) -> "Filling":
        """For another pass over the same lines: nothing of the last one is remembered."""
        return Filling(self.starts, self.once)

    def note(self, number: int, row: list[Cell]) -> None:
        if self.merged:
            self.merged = {c: held for c, held in self.merged.items() if held[0] >= number}
        for column, bottom in self.starts.get(number, ()):
            if column < len(row):
                self.merged[column] = bottom, row[column]

    def filled(self, row: list[Cell], header: Header) -> list[Cell]:
        """The row with the shared cells it stands under; the row itself where there are none."""
        filled = row if SAME_AS_ABOVE.isdisjoint(row) else self.repeated(row, header)
        for name in SHARED:
            column = header.columns.get(name)
            if column is None or column >= len(row):
                continue
            cell = row[column]
            if cell in SAME_AS_ABOVE or (
                cell == "" and (column in self.merged or name in self.once)
            ):
                filled = list(row) if filled is row else filled
                filled[column] = self.above(column, cell)
            elif cell != "":
                self.last[column] = cell
        self.before = filled
        return filled

    def repeated(self, row: list[Cell], header: Header) -> list[Cell]:
        """The row with what the line before said where it says 同上 of something not shared."""
        filled = list(row)
        for name, column in header.columns.items():
            if name in OWN or name in SHARED or column >= len(row):
                continue
            if row[column] in SAME_AS_ABOVE:
                filled[column] = self.before[column] if column < len(self.before) else ""
        return filled

    def above(self, column: int, cell: Cell) -> Cell:
        if cell == "" and column in self.merged:
            return self.merged[column][1]
        return self.last.get(column, "")


def filling_of(sheet: RawSheet, header: Header, persons: list[list[Cell]]) -> Filling:
    starts: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if bottom > top > header.end:
            starts.setdefault(top, []).append((left, bottom))
    return Filling(starts, once=frozenset() if starts else told_once(header, persons))


def told_once(header: Header, persons: list[list[Cell]]) -> frozenset[str]:
    """Shared columns that are filled for heads and blank for everybody else."""
    shared = {name: header.columns[name] for name in SHARED if name in header.columns}
    judged = [(begins(row, header), row) for row in persons] if shared else []
    heads = [row for first, row in judged if first]
    members = [row for first, row in judged if first is False]
    told = {"relation_to_head", "head_name"} & set(header.columns)
    least = LEAST_ROWS if told else max(LEAST_ROWS, len(heads) // 3)
    if min(len(heads), len(members)) < least:
        return frozenset()
    return frozenset(
        name
        for name, column in shared.items()
        if share_filled(heads, column) >= ALMOST_ALL
        and share_filled(members, column) <= ALMOST_NONE
    )


def begins(row: list[Cell], header: Header) -> bool | None:
    """Whether a row begins a household: by its relation, else its head's name, else its count."""
    if "relation_to_head" in header.columns:
        relation = relation_in(cell_of(row, header, "relation_to_head"))
        return None if relation is None else relation in HEADS
    head = cell_of(row, header, "head_name")
    if "head_name" in header.columns:
        same = name_in(head) == name_in(cell_of(row, header, "name"))
        return same or (None if head else False)
    return "serial" in header.columns and cell_of(row, header, "serial") != ""


def persons_of(sheet: RawSheet, header: Header) -> list[list[Cell]]:
    """The first persons' lines of a table that tells of households at all."""
    if not {*SHARED, "relation_to_head"} & header.columns.keys():
        return []
    rows = islice(sheet.rows(), header.end + 1, LOOKED_AT)
    return [row for row in rows if line_of(row, header) == PERSON]


def stands_in_order(header: Header, persons: list[list[Cell]]) -> bool:
    """Whether every household of the table stands together behind its head."""
    if "relation_to_head" not in header.columns:
        return False
    return in_order(
        (
            relation_in(cell_of(row, header, "relation_to_head")),
            name_in(cell_of(row, header, "name")),
        )
        for row in persons
    )


def share_filled(rows: list[list[Cell]], column: int) -> float:
    return sum(1 for row in rows if column < len(row) and row[column] not in NOT_FILLED) / len(rows)
