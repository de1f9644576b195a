"""What several columns tell: an address's region and its details, a name in two scripts."""

import re

from hub.cleaning import BLANK_WORDS, parse_address
from hub.sheets.words import ADDRESS
from hub.sheets.workbook import Cell

IN_SEVERAL = frozenset({ADDRESS, "hukou_address"})
DETAILED = re.compile("详|具体|门.{0,3}牌|明细")
LEVEL = re.compile(r"(?:省份?|市州?|区县?|县区?|街道?|街?路巷|[乡镇]+|村居?)[)）]?$")
IN_LATIN = re.compile("英文|外文|拼音|罗马|English|Latin", re.I)
DIGIT = re.compile(r"\d")
BETWEEN = re.compile(r"[/\\|,，\s>\-]+")


def tells_finer(name: str, first: str, another: str) -> bool:
    """Whether another heading of an address asks for what the first does not: its details, or one
    level of its region (户籍地市 beside 户籍地省)."""
    if name not in IN_SEVERAL:
        return False
    details = bool(DETAILED.search(first)) != bool(DETAILED.search(another))
    return details or bool(LEVEL.search(first) and LEVEL.search(another))


def names_otherwise(name: str, label: str) -> bool:
    """英文姓名 beside 中文姓名 tells the name of whoever has no Chinese one."""
    return name == "name" and IN_LATIN.search(label) is not None


def put_together(cells: list[tuple[str, Cell]]) -> Cell:
    """The address of what its columns tell, each with its heading, in their order.

    A region with a number in it is an address by itself, and the details may hold the region.
    """
    told = [(label, blank_or_text(cell)) for label, cell in cells]
    details = "".join(text for label, text in told if DETAILED.search(label))
    regions = [text for label, text in told if text and not DETAILED.search(label)]
    numbered = next((text for text in regions if DIGIT.search(text)), "")
    if numbered:
        first = DETAILED.search(told[0][0]) and details and not parse_address(numbered).room
        return details if first else numbered
    region = ""
    for text in regions:
        bare = BETWEEN.sub("", text)
        region = region if bare in region else region + bare
    if details.startswith(("同", "与")) or region in BETWEEN.sub("", details):
        return details
    return region + details


def blank_or_text(cell: Cell) -> str:
    text = str(cell).strip()
    return "" if text in BLANK_WORDS else text
