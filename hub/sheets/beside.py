"""Tables that stand side by side on one sheet: one heading row that names persons twice."""

from collections.abc import Iterator

from hub.sheets.header import Header
from hub.sheets.words import ADDRESS, HOUSEHOLD_KEY, PLACE_PARTS
from hub.sheets.workbook import RawSheet

A_PERSON = {"name", "id_number"}
WHERE = {HOUSEHOLD_KEY, ADDRESS, *PLACE_PARTS}
LAST_COLUMN = 500


def parts_of(header: Header, sheet: RawSheet) -> list[RawSheet]:
    """The sheet as often as its heading names a person, each with that person's columns alone.

    A place told once before the first person holds for those beside it.
    """
    starts = list(beginnings(header.told))
    if len(starts) < 2:
        return [sheet]
    first = header.told[: starts[1]]
    parts = []
    for start, end in zip(starts, [*starts[1:], LAST_COLUMN], strict=True):
        placeless = start > 0 and WHERE.isdisjoint(header.told[start:end])
        shared = tuple(c for c, name in enumerate(first) if placeless and name in WHERE)
        parts.append(sheet.only(range(start, end), shared))
    return parts


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
