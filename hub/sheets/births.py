"""A birth told in part beside a number that tells it whole: 1958.08, 79-3-5, 八五年三月."""

import re
from datetime import date

from hub.cleaning import birth_of, clean_date, clean_id_number
from hub.cleaning.dates import DIGITS as IN_DIGITS
from hub.cleaning.dates import small_number
from hub.sheets.content import piece
from hub.sheets.workbook import Cell

DIGITS = re.compile(r"\d+")
IN_WORDS = re.compile(
    r"([〇零○一二三四五六七八九]{2}|[〇零○一二三四五六七八九]{4})年"
    r"(?:([一二三四五六七八九十]{1,3})月(?:份)?(?:([一二三四五六七八九十]{1,3})[日号]?)?)?"
)
CITIZEN = re.compile(r"\d{17}[\dX]")
PACKED, WHOLE = 6, 3  # 195808 or 580803


def settle_birth(said: dict[str, Cell]) -> None:
    """What the number says already is no question for a person."""
    told = said["birth_date"]
    if not clean_date(told).problem:
        return
    number, _flag, problem = clean_id_number(said.get("id_number"))
    if not number or problem or not CITIZEN.fullmatch(number):
        return
    if agrees(parts_in(piece(told)), birth_of(number)):
        del said["birth_date"]


def parts_in(told: str) -> list[str]:
    """Year, month and day as they are told: 1958.08, 八五年三月, 一九五八年十月."""
    found = IN_WORDS.fullmatch(told.strip())
    if found is None:
        return DIGITS.findall(told)
    year, *rest = (part for part in found.groups() if part)
    return [year.translate(IN_DIGITS), *map(small_number, rest)]


def agrees(told: list[str], born: date) -> bool:
    """Whether year, month and day, as far as they are told, are those of the day of birth."""
    if len(told) == 1 and len(told[0]) == PACKED:
        if told[0] == f"{born:%y%m%d}":
            return True
        told = [told[0][:4], told[0][4:]]
    if not told or len(told) > WHOLE:
        return False
    year, *rest = told
    short = len(year) == 2 and len(told) > 1
    if int(year) != (born.year % 100 if short else born.year):
        return False
    # a number cell of 1990.10 has lost its last zero
    october = rest == ["1"] and born.month == 10
    return october or [int(part) for part in rest] == [born.month, born.day][: len(rest)]
