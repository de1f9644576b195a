"""Times and days as other systems write them, in their local zone."""

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from hub.cleaning import clean_date

LOCAL = ZoneInfo("Asia/Shanghai")
MOMENTS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S")


ISO = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")


def moment(value: object) -> datetime | None:
    """The source's own time, in whichever of its forms; None when it says none."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=LOCAL)
    text = "" if value is None else str(value).strip()
    if len(text) > 19 and text[19] in "+Z":
        return _with_zone(text)
    if ISO.fullmatch(text):
        return as_iso(text)
    for form in MOMENTS if len(text) > 10 else ():
        try:
            return datetime.strptime(text[:19], form).replace(tzinfo=LOCAL)
        except ValueError:
            continue
    told = day(value)
    return datetime(told.year, told.month, told.day, tzinfo=LOCAL) if told else None


def _with_zone(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def as_iso(text: str) -> datetime | None:
    """The commonest form, read without a pattern of the C library; None for a day that is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    except ValueError:
        return None


def day(value: object) -> date | None:
    """A day in any of the forms the cleaner knows."""
    if isinstance(value, datetime):
        return value.date()
    return _cleaned_day("" if value is None else str(value))


@lru_cache(maxsize=4096)
def _cleaned_day(value: str) -> date | None:
    told = clean_date(value).value
    if isinstance(told, str) and len(told) == 10:
        return date.fromisoformat(told)
    return told if isinstance(told, date) else None
