"""Labels with their values beside them (姓名 | 张三) or behind a colon (姓名：张三)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from hub.sheets.content import piece
from hub.sheets.households import relation_in
from hub.sheets.words import HEAD_ID, named
from hub.sheets.workbook import Cell

LONGEST_LABEL = 20
INLINE = re.compile(
    r"([^\s:：,，;；、]{1,12})[:：][ \t\u3000]*([^\s:：,，;；]+)(?![^\s,，;；]*[:：])"
)
ONE_DIGIT = re.compile(r"[\dXx]")
IN_BOXES = frozenset({"id_number", HEAD_ID, "mobile", "head_phone"})

Ends = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Pair:
    """`value` is None where another label stands in its place."""

    column: int
    label: str
    field: str
    value: Cell | None


@lru_cache(maxsize=4096)
def label_field(text: str) -> str | None:
    return named(text) if 0 < len(text) <= LONGEST_LABEL else None


def pairs_in(row: Sequence[Cell], ends: Ends) -> Iterator[Pair]:
    """The pairs of one line; `ends` is the last column of each label merged over several."""
    taken = -1
    for column, cell in enumerate(row):
        if column <= taken or not isinstance(cell, str) or not cell:
            continue
        field = label_field(cell.strip())
        if field is None:
            yield from inline(column, cell)
            continue
        value, taken = value_at(row, ends.get(column, column) + 1, field)
        yield Pair(column, cell.strip(), field, value)


def inline(column: int, text: str) -> Iterator[Pair]:
    for label, value in INLINE.findall(text):
        field = label_field(label)
        if field:
            yield Pair(column, label, field, value)


def value_at(row: Sequence[Cell], at: int, field: str) -> tuple[Cell | None, int]:
    """The value of a label and the last column it takes; a number may stand one digit to a cell."""
    cell = row[at] if at < len(row) else ""
    if isinstance(cell, str) and label_field(cell.strip()):
        a_value = field == "relation_to_head" and relation_in(cell) is not None
        return (cell, at) if a_value else (None, at - 1)
    if field in IN_BOXES and ONE_DIGIT.fullmatch(piece(cell)):
        last = at
        while last < len(row) and ONE_DIGIT.fullmatch(piece(row[last])):
            last += 1
        return "".join(piece(one) for one in row[at:last]), last - 1
    return cell, at
