"""A building or home named once for the rows under it: by the sheet's name, a title or a line
between.
"""

import re
from collections.abc import Sequence

from hub.cleaning import parse_address, plain
from hub.sheets.words import ADDRESS
from hub.sheets.workbook import Cell

BUILDING = re.compile(
    r"([A-Za-z]?\d{1,3}[A-Za-z]?|[A-Za-z])(?:栋|幢|座|号楼|#楼|#)(?:(?:第)?(\d{1,2}|[A-Z])单元)?"
)
SEVERAL = re.compile(r"[至~～—–\-、,，和及]|共|计|以上|\d+\s*[户人]")
HOUSEHOLD = re.compile(r"^第?\d{1,4}户\s*[:：、,，]?\s*")
# What may stand behind a home: 户主：张三, 电话138…, 共3人.
OF_A_HOUSEHOLD = re.compile(
    r"(?:[\s,，;；、(（]+(?:(?:户主|房主|业主|姓名|联?系?电话|手机)(?:姓名)?\s*[:：]?\s*[^\s,，;；、()（）]+"
    r"|[\u4e00-\u9fff]{2,4}户|共?\s*\d{1,2}\s*[人口]))+[)）]?$"
)
AT_HOME = re.compile(
    r"(?<!单位)(?<!办公)(?<!联系)(?<!社区)(?<!通讯)(?:住|地)址\s*[:：]\s*(?![如例])([^\s,，;；:：]+)"
)
LONGEST = 30
# What is no whole address by itself: a room (302, 2-302, 302室) or a unit with its room.
ROOM = re.compile(
    r"(?:(?P<unit>\d{1,2}|[A-Z])(?:单元|-))?(?P<room>[A-Z]?\d{3,4}[A-Z]?)(?:室|号|房)?"
)


def building_in(words: str) -> str:
    """'18栋1单元' of '江城社区18栋1单元居民', '' where no building or several are named."""
    if len(words) > LONGEST:
        return ""
    text = plain(words)
    found = BUILDING.search(text)
    if found is None or SEVERAL.search(text) or BUILDING.search(text, found.end()):
        return ""
    return f"{found[1].upper()}栋" + (f"{found[2]}单元" if found[2] else "")


def building_over(row: Sequence[Cell]) -> str:
    """The building a line names that says nothing else."""
    return building_in(only_words(row))


def home_over(row: Sequence[Cell]) -> str:
    """The home a line names: 第2户：1栋1单元102, 户主：张三 住址：1栋1单元102 家庭人口：2人,
    1栋1单元102 户主：张三."""
    said = only_words([cell for cell in row if not is_count(cell)])
    return home_named(row) or room_in(OF_A_HOUSEHOLD.sub("", HOUSEHOLD.sub("", said)))


def home_named(row: Sequence[Cell]) -> str:
    """The home behind a word for it: 出租房地址：8栋2单元301 | 房东：李某."""
    told = AT_HOME.search(" ".join(cell for cell in row if isinstance(cell, str)))
    return room_in(told[1]) if told else ""


def room_in(words: str) -> str:
    parsed = parse_address(words)
    return words if parsed.building and parsed.room and len(words) <= LONGEST else ""


def is_count(cell: Cell) -> bool:
    """第2户 in a cell of its own, beside the home."""
    return isinstance(cell, str) and HOUSEHOLD.fullmatch(cell.strip()) is not None


def only_words(row: Sequence[Cell]) -> str:
    """The one text of a line; '' where it holds another or a number."""
    words = {cell.strip() for cell in row if isinstance(cell, str) and cell.strip()}
    if len(words) != 1 or any(isinstance(cell, (int, float)) for cell in row):
        return ""
    return words.pop()


def put_under(said: dict[str, Cell], building: str) -> dict[str, Cell]:
    """A room alone is a room of the building it stands under; the building where it was needed."""
    told = said.get(ADDRESS, "")
    if isinstance(told, float) and told.is_integer():
        told = int(told)
    room = ROOM.fullmatch(plain(str(told)).upper())
    if room is None:
        return {}
    unit = room["unit"]
    there = f"{unit}单元" if unit and not building.endswith("单元") else ""
    said[ADDRESS] = building + there + room["room"]
    return {"building_no": building}
