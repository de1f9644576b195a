"""What a remark says of somebody for certain: that they have died, or have moved away."""

import re

from hub.cleaning import plain
from hub.sheets.header import Header
from hub.sheets.households import Said, cell_of
from hub.sheets.workbook import Cell

WHEN = r"(?:于|在)?(?:\d{2,4}[年./-]?(?:\d{1,2}[月./-]?)?(?:\d{1,2}[日号]?)?)?[份底初]?"
DIED = re.compile(
    rf"(?:(?:此人|该人|本人)?{WHEN}(?:因病|因故|意外)?(?:已经?)?"
    r"(?:死亡|去世|病故|过世|亡故|身故|病逝|逝世|离世|故|亡)了?(?:,?(?:未|已|待)?(?:注销|销户))?)"
)
LEFT = re.compile(
    rf"(?:(?:此人|该人|本人|全家|举家)?{WHEN}(?:已经?)?(?:搬走|搬离|搬家|迁走|迁出|迁离)了?(?:本?社区|小区)?)"
)
BEHIND_A_NAME = re.compile(
    r".{2,}?[\s(-]+([^\s()-]+)\)?|.{2,}?(已故|已去世|已死亡|去世|已迁出|已搬走)"
)
DEAD = "死亡"


def settle_remark(said: Said, row: list[Cell], header: Header) -> None:
    """Only where it says nothing else: in 老伴，已故 somebody else has died. A column of its own
    goes before a remark. Who has left is asked about: the words stand where the day would.
    """
    for remark in (whole(cell_of(row, header, "remarks")), behind(said.get("name", ""))):
        if DIED.fullmatch(remark):
            said.setdefault("alive_status", DEAD)
        elif LEFT.fullmatch(remark):
            said.setdefault("move_out_date", remark)


def whole(cell: Cell) -> str:
    return plain(cell).strip("()。. ") if isinstance(cell, str) and cell else ""


def behind(name: Cell) -> str:
    """张三(已故), 张三已故: what stands behind a name and is no part of it."""
    found = (
        BEHIND_A_NAME.fullmatch(plain(name)) if isinstance(name, str) and len(name) > 2 else None
    )
    return (found[1] or found[2]) if found else ""
