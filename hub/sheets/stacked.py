"""Several persons of one home in one line: their names and numbers stand below one another."""

from collections.abc import Iterator

from hub.sheets.header import Header
from hub.sheets.workbook import Cell


def unstacked(row: list[Cell], header: Header) -> Iterator[list[Cell]]:
    """The line once for every person. A cell of as many lines has one for each, a cell of one line
    holds for all, and of another cell nobody knows whose its lines are."""
    number, name = (header.columns.get(field, len(row)) for field in ("id_number", "name"))
    persons = lines(row[number]) if number < len(row) else []
    if len(persons) < 2 or name >= len(row) or len(lines(row[name])) != len(persons):
        yield row
        return
    told = [lines(cell) for cell in row]
    for place in range(len(persons)):
        yield [
            parts[place] if len(parts) == len(persons) else cell if len(parts) < 2 else ""
            for cell, parts in zip(row, told, strict=True)
        ]


def lines(cell: Cell) -> list[str]:
    if type(cell) is not str or "\n" not in cell:
        return []
    return [line.strip() for line in cell.split("\n") if line.strip()]
