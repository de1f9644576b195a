"""How the bureau writes what it knows: the same value in another dress on another row."""

import zlib

MISSING = (None, "", "null", "无")
DATES = frozenset(
    [
        "aac006",
        "aae043",
        "acc114",
        "aae030",
        "aae031",
        "acc31s",
        "ajc090",
        "ajc096",
        "acc361",
        "acc362",
        "acc363",
    ]
)
KEPT = frozenset(["aac001", "aac002", "bcc031", "bcc021", "bcc131", "bcc151", "aae036", "aae100"])


def dress(row: dict[str, str], key: str, messy: bool) -> dict[str, str | None]:
    """One row as it leaves the house; the dress depends on the row's key alone."""
    if not messy:
        return dict(row)
    style = zlib.crc32(key.encode())
    return {name: dress_value(name, value, style) for name, value in row.items()}


def dress_value(name: str, value: str, style: int) -> str | None:
    if not value:
        return MISSING[style % 4] if name not in KEPT else value
    if name in DATES and len(value) == 10:
        return dress_date(value, style % 5)
    if name == "aae005" and style % 20 == 0:
        return f"{value[:3]} {value[3:7]} {value[7:]}"
    return value


def dress_date(value: str, style: int) -> str:
    if style == 3:
        return value.replace("-", "")
    if style == 4:
        year, month, day = value.split("-")
        return f"{year}/{int(month)}/{int(day)}"
    return value
