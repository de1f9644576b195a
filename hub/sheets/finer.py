"""An address told in two columns: the region in one, street, building and room in the other."""

import re

from hub.cleaning import BLANK_WORDS
from hub.sheets.words import ADDRESS
from hub.sheets.workbook import Cell

IN_TWO = frozenset({ADDRESS, "hukou_address"})
DETAILED = re.compile("详|具体|门牌|明细")
DIGIT = re.compile(r"\d")
BETWEEN = re.compile(r"[/\\|,，\s>\-]+")


def tells_finer(name: str, first: str, second: str) -> bool:
    """Whether one of two headings of an address asks for its details and the other does not."""
    return name in IN_TWO and bool(DETAILED.search(first)) != bool(DETAILED.search(second))


def blank_or_text(cell: Cell) -> str:
    text = str(cell).strip()
    return "" if text in BLANK_WORDS else text


def put_finer(said: dict[str, Cell], name: str, other: Cell, *, detailed: bool) -> None:
    """Join what two columns tell; `detailed` is whether `other` holds the details.

    A region with a number in it is an address by itself, and one of them may hold all.
    """
    told = said.get(name, "")
    region, details = (told, other) if detailed else (other, told)
    region, details = (blank_or_text(cell) for cell in (region, details))
    if DIGIT.search(region) and (detailed or not details):
        said[name] = region
        return
    bare = BETWEEN.sub("", region)
    whole = details.startswith(("同", "与")) or bare in BETWEEN.sub("", details)
    joined = details if DIGIT.search(region) or whole else bare + details
    if joined:
        said[name] = joined
