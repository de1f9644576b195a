"""How long a word counts as fresh."""

from datetime import date
from functools import lru_cache

YEAR = 12


@lru_cache(maxsize=512)
def stale_before(day: date, months: int) -> str:
    """The first day, as text, that is not more than so many months before `day`.

    As text it stands for the 30th of a February too: the day's number is kept.
    """
    years, month = divmod(day.year * YEAR + day.month - 1 - months, YEAR)
    return f"{years:04}-{month + 1:02}-{day.day:02}"


def is_stale(moment: str, *, day: date, months: int) -> bool:
    """Whether a day or moment in ISO form lies more than so many months before the day."""
    return moment[:10] < stale_before(day, months)
