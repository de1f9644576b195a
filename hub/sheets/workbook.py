"""A workbook as its limited child tells it: sheets with their rows, kept packed until read."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import orjson

from hub.sheets.errors import SheetRefused

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-s", "-m", "hub.sheets.child")
# The child gets no key, no address of a database and no proxy.
SURROUNDINGS = {
    "PATH": os.defpath,
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
LONGEST_WAIT = 120
DAY_MARK = b'{"d":'
RARE = re.compile(rb"[\[,](?:true|false|null)[,\]]")

Cell = str | int | float | date


@dataclass(slots=True)
class RawSheet:
    """`merged` are ranges (first row, first column, last row, last column) and `struck` the lines
    that are struck through, counted from 0.
    """

    name: str
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)
    part: range | None = None
    shared: tuple[int, ...] = ()
    joined: tuple[int, int, Callable[[Cell], tuple[str, ...]]] | None = None
    struck: frozenset[int] = frozenset()
    laid: Callable[[Iterator[list[Cell]]], Iterator[list[Cell]]] | None = None

    def laid_out(self, laid: Callable[[Iterator[list[Cell]]], Iterator[list[Cell]]]) -> "RawSheet":
        """The same sheet with its lines laid out otherwise, each in its place."""
        return replace(self, laid=laid)

    def only(self, part: range, shared: tuple[int, ...] = ()) -> "RawSheet":
        """The same sheet with the columns of `part` and `shared` alone; the others are blank."""
        return replace(self, part=part, shared=shared)

    def parting(
        self, column: int, width: int, part: Callable[[Cell], tuple[str, ...]]
    ) -> "RawSheet":
        """The same sheet with columns more behind `width`, parted from one."""
        return replace(self, joined=(column, width, part))

    def rows(self) -> Iterator[list[Cell]]:
        rows = self.own_rows()
        if self.joined is None:
            return rows
        column, width, part = self.joined
        wide = ([*row[:width], *[""] * (width - len(row))] for row in rows)
        return ([*row, *part(row[column])] for row in wide)

    def own_rows(self) -> Iterator[list[Cell]]:
        """The rows as they are on the sheet."""
        rows = self.laid(self.whole_rows()) if self.laid else self.whole_rows()
        if self.part is None:
            return rows
        return (clipped(row, self.part, self.shared) for row in rows)

    def own(self, row: list[Cell]) -> list[Cell]:
        """A row without the columns that are none of the sheet's."""
        return row if self.joined is None else row[: self.joined[1]]

    def whole_rows(self) -> Iterator[list[Cell]]:
        for chunk in self.packed:
            if DAY_MARK in chunk or RARE.search(chunk):
                yield from (list(map(day_or_cell, row)) for row in orjson.loads(chunk))
            else:
                yield from orjson.loads(chunk)


def clipped(row: list[Cell], part: range, shared: tuple[int, ...]) -> list[Cell]:
    return [
        cell if column in part or column in shared else ""
        for column, cell in enumerate(row[: max([part.stop, *(c + 1 for c in shared)])])
    ]


def day_or_cell(cell: object) -> Cell:
    if type(cell) is dict:
        told = cell["d"]
        return datetime.fromisoformat(told) if "T" in told else date.fromisoformat(told)
    if type(cell) is bool:
        return "是" if cell else "否"
    if cell is None:
        return ""
    return cell  # type: ignore[return-value]  # JSON text or number


def read_workbook(content: bytes, *, hidden: bool = False) -> list[RawSheet]:
    """The visible sheets of a file, with the hidden ones when they are asked for.

    Raises SheetRefused, with a sentence, for what is broken, locked, too large or no workbook.
    """
    try:
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            COMMAND,
            input=content,
            capture_output=True,
            cwd=ROOT,
            env=SURROUNDINGS,
            timeout=LONGEST_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise SheetRefused("too_large") from late
    sheets, ended = unpacked(done.stdout)
    if not ended:
        raise SheetRefused("too_large")
    return [sheet for sheet in sheets if hidden or not sheet.hidden]


def unpacked(told: bytes) -> tuple[list[RawSheet], bool]:
    """The sheets told, and whether the child came to its end."""
    sheets: list[RawSheet] = []
    ended = False
    for line in told.splitlines():
        if line.startswith(b"["):
            sheets[-1].packed.append(line)
            continue
        head = orjson.loads(line) if line.endswith(b"}") else {}
        if "error" in head:
            raise SheetRefused(head["error"])
        if "sheet" in head:
            merged = [tuple(area) for area in head["merged"]]
            struck = frozenset(head.get("struck", ()))
            sheets.append(RawSheet(head["sheet"], head["hidden"], merged, struck=struck))
        ended = ended or "end" in head
    return sheets, ended
