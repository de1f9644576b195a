"""Days as text, quickly: every file is full of them."""

from datetime import date, timedelta

FIRST = date(1915, 1, 1).toordinal()
LAST = date(2041, 1, 1).toordinal()
ISO = [date.fromordinal(day).isoformat() for day in range(FIRST, LAST)]


def iso(day: int) -> str:
    """The ISO text of an ordinal day."""
    return ISO[day - FIRST]


def compact(day: int) -> str:
    return ISO[day - FIRST].replace("-", "")


def month_of(day: int) -> str:
    """YYYYMM of an ordinal day."""
    text = ISO[day - FIRST]
    return text[:4] + text[5:7]


def age_on(birth: int, day: int) -> int:
    born, today = ISO[birth - FIRST], ISO[day - FIRST]
    return int(today[:4]) - int(born[:4]) - (today[5:] < born[5:])


def month_bounds(month: str) -> tuple[int, int]:
    """First and last ordinal day of YYYY-MM."""
    year, number = int(month[:4]), int(month[5:7])
    first = date(year, number, 1)
    after = date(year + number // 12, number % 12 + 1, 1)
    return first.toordinal(), (after - timedelta(days=1)).toordinal()


def months_between(earlier: str, later: str) -> int:
    """Whole months from one YYYYMM to another."""
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[4:6]) - int(earlier[4:6])


def add_months(month: str, count: int) -> str:
    number = int(month[:4]) * 12 + int(month[4:6]) - 1 + count
    return f"{number // 12:04d}{number % 12 + 1:02d}"
