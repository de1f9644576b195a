"""Tables that stand side by side on one sheet: one heading row that names persons twice."""

import re
from collections.abc import Iterator

from hub.sheets.header import Header
from hub.sheets.words import (
    ADDRESS,
    HEAD_ID,
    HOUSEHOLD_KEY,
    OF_A_HEAD,
    PLACE_PARTS,
    squeezed,
)
from hub.sheets.workbook import RawSheet

A_PERSON = {"name", "id_number"}
HOMES = {ADDRESS, *PLACE_PARTS}
WHERE = {HOUSEHOLD_KEY, "head_name", *HOMES}
FIRST_OF_SEVERAL = re.compile(r".*(?:1|成员一)\)?")
LAST_COLUMN = 500
COUNTS = re.compile(r"总?(?:户数|人数|人口数|数量)|合计|小计|总计|总数|占比|比例|百分比")


def parts_of(header: Header, sheet: RawSheet) -> list[RawSheet]:
    """The sheet as often as its heading names a person, each with that person's columns alone.

    A place told once before the first person holds for those beside it; a table of counts to the
    right of the persons, parted by an empty column, is none of theirs.
    """
    starts, end_of_all = list(beginnings(with_head(header))), end_of_persons(header)
    if len(starts) < 2:
        return [sheet if end_of_all == LAST_COLUMN else sheet.only(range(end_of_all))]
    return [
        sheet.only(range(start, end), shared_with(start, end, starts, header.told))
        for start, end in zip(starts, [*starts[1:], end_of_all], strict=True)
    ]


def shared_with(start: int, end: int, starts: list[int], told: list[str | None]) -> tuple[int, ...]:
    """The columns of a place that hold for this person too: those before the first person, and
    those behind the last where nobody else has any."""
    last = starts[-1]
    behind = [c for c, name in enumerate(told) if c > last and name in HOMES]
    if not HOMES.isdisjoint(told[:last]):
        behind = []
    own = set(told[start:end]) - ({told[c] for c in behind} if behind else set())
    first = range(starts[1]) if start > 0 and WHERE.isdisjoint(own) else ()
    return tuple([*(c for c in first if told[c] in WHERE), *(c for c in behind if c >= end)])


def end_of_persons(header: Header) -> int:
    """The empty column after the persons' columns with a table of counts behind it."""
    last = max((c for c, name in enumerate(header.told) if name in A_PERSON), default=0)
    labels = header.labels
    if not any(COUNTS.fullmatch(squeezed(label)) for label in labels[last:]):
        return LAST_COLUMN
    empty = (c for c in range(last, len(labels)) if not labels[c] and any(labels[c:]))
    return next(empty, LAST_COLUMN)


def with_head(header: Header) -> list[str | None]:
    """The words of a table of families, one to a line: the head is the first of its persons.

    Elsewhere the head is told on every member's line, and has a line of his own.
    """
    told, labels = header.told, header.labels
    if "head_name" not in told or HEAD_ID not in told or "name" not in told:
        return told
    first = told.index("name")
    several = told.count("name") > 1 or FIRST_OF_SEVERAL.fullmatch(squeezed(labels[first]))
    if not several or told.index(HEAD_ID) > first:
        return told
    return [OF_A_HEAD.get(name or "", name) for name in told]


def beginnings(told: list[str | None]) -> Iterator[int]:
    """The columns at which the words begin again, with a whole person before and after."""
    seen: set[str | None] = set()
    yield 0
    for column, name in enumerate(told):
        if name in seen and seen >= A_PERSON and set(told[column:]) >= A_PERSON:
            yield column
            seen = set()
        if name:
            seen.add(name)
