"""Days and months in the forms people type and Excel makes."""

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from hub.cleaning.cleaned import BLANK_WORDS, NOTHING, Cleaned, plain

CHINA = timezone(timedelta(hours=8))
EXCEL_DAY_ZERO = date(1899, 12, 30)
SERIALS = range(366, 73051)  # 1900-12-31 to 2100-01-01: outside it a number is no day
NO_DAY = frozenset(
    {
        "0000-00-00",
        "00000000",
        "0000/00/00",
        "0000.00.00",
        "0",
        "9999-12-31",
        "99991231",
        "9999/12/31",
    }
    | {"9999.12.31", "长期", "长期有效", "永久", "至今", "9999年12月31日", "0000-00-00 00:00:00"}
)
FULL_STOP = "。"
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
CANONICAL = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
PARTS = re.compile(
    r"(\d{4})(?:\s*[-/.,_\\，年、]+\s*|\s+)(\d{1,2}|元(?=月))(?:\s*[-/.,_\\，月、]+\s*|\s+)"
    r"(\d{1,2})\s*[日号]?[.生]?(.*)",
    re.S,
)
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?(\d{6})?")
MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?")
PACKED_MONTH = re.compile(r"(\d{4})(\d{2})(?:\.0+)?")
YEAR = re.compile(r"(?:18[5-9]|19\d|20\d)\d(?:年|\.\d{1,2}|\.0+)?")
SERIAL = re.compile(r"\d{3,5}(?:\.\d+)?")
UNORDERED = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?:\d{2})?")
CLOCK = re.compile(r"(?:星期.)?[T\s]*(?:\d{1,2}[:时]\d{1,2}.*)?", re.S)
CHINESE_NUMBER = re.compile(
    r"[〇零○一二三四五六七八九]{4}年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
LEFT = re.compile(r"搬走|搬离|搬家|迁走|迁出|迁离")
CONVERTED = ("Q08",)


def clean_date(raw: object) -> Cleaned:
    """A day (`datetime.date`). An open end (长期, 9999-12-31) and 0000-00-00 are no value.

    Never guessed: a month without its day, or day and month in unknown order, is a problem.
    """
    if raw is None or raw == "":
        return NOTHING
    if isinstance(raw, str):
        return clean_date_text(raw)
    if isinstance(raw, datetime):
        return Cleaned((raw.astimezone(CHINA) if raw.tzinfo else raw).date())
    if isinstance(raw, date):
        return Cleaned(raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return clean_date_text(number_told(raw))
    return Cleaned(None, (), "date_bad_form")


def number_told(raw: float) -> str:
    """A number cell as text: 2020.05 is a month told as a number, not a day of 1905."""
    if isinstance(raw, int):
        return str(raw)
    return f"{raw:.6f}" if raw.is_integer() else f"{raw:.6f}".rstrip("0")


def clean_month(raw: object) -> Cleaned:
    """A month as six digits ('202403'); a full date gives its month."""
    if raw is None or raw == "":
        return NOTHING
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = plain(str(raw))
    for form, flags in ((PACKED_MONTH, ()), (MONTH, CONVERTED)):
        found = form.fullmatch(text)
        if found and 1 <= int(found[2]) <= 12 and 1850 <= int(found[1]) <= 2100:
            return Cleaned(f"{found[1]}{int(found[2]):02d}", flags)
    day = clean_date(raw)
    if isinstance(day.value, date):
        return Cleaned(f"{day.value:%Y%m}", CONVERTED)
    return Cleaned(None, (), "month_bad_form") if day.problem else day


@lru_cache(maxsize=65536)
def clean_date_text(raw: str) -> Cleaned:
    canonical = CANONICAL.fullmatch(raw)
    if canonical and raw not in NO_DAY:
        return day_of(canonical.groups(), ())
    text = plain(raw).replace(FULL_STOP, ".")
    if text in BLANK_WORDS or text in NO_DAY:
        return NOTHING
    if CHINESE_NUMBER.fullmatch(text):
        text = arabic(text)
    packed = PACKED.fullmatch(text)
    if packed:
        return day_of(packed.groups()[:3], () if text == raw and len(text) == 8 else CONVERTED)
    parts = PARTS.fullmatch(text)
    if parts and CLOCK.fullmatch(parts[4]):
        year, month, day = parts.groups()[:3]
        return in_china(text) or day_of((year, month.replace("元", "1"), day), CONVERTED)
    if YEAR.fullmatch(text) or not SERIAL.fullmatch(text):
        return Cleaned(None, (), why_not(text))
    return from_serial(text)


def day_of(parts: tuple[str | None, ...], flags: tuple[str, ...]) -> Cleaned:
    year, month, day = (int(part or 0) for part in parts)
    if not 1850 <= year <= 2200:
        return Cleaned(None, (), "date_impossible")
    try:
        return Cleaned(date(year, month, day), flags)
    except ValueError:
        return Cleaned(None, (), "date_impossible")


def in_china(text: str) -> Cleaned | None:
    """An ISO moment with a zone is the day it was in China."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return Cleaned(moment.astimezone(CHINA).date(), CONVERTED) if moment.tzinfo else None


def from_serial(text: str) -> Cleaned:
    days = int(float(text))
    if days not in SERIALS:
        return Cleaned(None, (), "date_impossible")
    return Cleaned(EXCEL_DAY_ZERO + timedelta(days=days), CONVERTED)


def why_not(text: str) -> str:
    if LEFT.search(text):
        return "left_without_day"
    if UNORDERED.fullmatch(text):
        return "date_order_unknown"
    if YEAR.fullmatch(text) or MONTH.fullmatch(text) or PACKED_MONTH.fullmatch(text):
        return "date_incomplete"
    return "date_bad_form"


def arabic(text: str) -> str:
    """二〇二四年三月十五日 in digits."""
    year, _, rest = text.partition("年")
    month, _, day = rest.partition("月")
    return f"{year.translate(DIGITS)}年{small_number(month)}月{small_number(day[:-1])}日"


def small_number(text: str) -> str:
    """A number below 100 in Chinese digits."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return text.translate(DIGITS)
    return str(int(tens.translate(DIGITS) or 1) * 10 + int(ones.translate(DIGITS) or 0))
