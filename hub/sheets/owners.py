"""Whose a name and a number are in a table of flats: the owner's or a tenant's."""

import re
from collections.abc import Iterable, Sequence

from hub.sheets.workbook import Cell

NUMBER = "hp_owner_id"
OF_AN_OWNER = {"hp_owner_name": "name", NUMBER: "id_number", "hp_owner_phone": "mobile"}
NAMES_OF_OTHERS = frozenset(
    {"hp_owner_name", "ds_guardian_name", "ch_guardian_name", "el_guardian_name", "emergency_name"}
)
TENANT = re.compile("租|借住|同住|居住人")
# What a list of owners says of a flat in which its owner does not live.
LIVES_ELSEWHERE = re.compile(
    r"已?(?:出租|租出|出售|售出|卖出|空置|空关|闲置|未入住|未装修|待租|待售|毛坯)[房屋中]?|无人居住|空房"
)


def take_owners(columns: dict[str, int], labels: Sequence[str]) -> bool:
    """A table that names nobody but the owners of flats is a table of those owners.

    身份证号 beside 业主姓名 is the owner's own, but for one that says it is a tenant's or stands
    beside the owner's.
    """
    if "name" in columns or "hp_owner_name" not in columns:
        return False
    if len({NUMBER, "id_number"} & set(columns)) != 1:
        return False
    if TENANT.search(labels[columns.get("id_number", columns["hp_owner_name"])]):
        return False
    for name, own in OF_AN_OWNER.items():
        if name in columns and own not in columns:
            columns[own] = columns.pop(name)
    return True


def own_number(columns: dict[str, int], told: Sequence[str | None]) -> int | None:
    """The person's own column of numbers, where the first one stands right behind somebody
    else's name (业主 | 证件号码 | … | 租户姓名 | 租户身份证号) and the person's name has one too.
    """
    first, name = columns.get("id_number"), columns.get("name")
    if first is None or name is None or not 0 < first < name:
        return None
    if told[first - 1] not in NAMES_OF_OTHERS:
        return None
    return next((c for c in range(name, len(told)) if told[c] == "id_number"), None)


def lives_elsewhere(row: Iterable[Cell]) -> bool:
    return any(isinstance(cell, str) and LIVES_ELSEWHERE.fullmatch(cell.strip()) for cell in row)
