"""A birth told in part beside a number that tells it whole: 1958.08, 79-3-5, 1958年."""

import re
from datetime import date

from hub.cleaning import birth_of, clean_date, clean_id_number
from hub.sheets.content import piece
from hub.sheets.workbook import Cell

DIGITS = re.compile(r"\d+")
CITIZEN = re.compile(r"\d{17}[\dX]")
PACKED_MONTH, WHOLE = 6, 3


def settle_birth(said: dict[str, Cell]) -> None:
    """What the number says already is no question for a person."""
    told = said["birth_date"]
    if not clean_date(told).problem:
        return
    number, _flag, problem = clean_id_number(said.get("id_number"))
    if not number or problem or not CITIZEN.fullmatch(number):
        return
    if agrees(DIGITS.findall(piece(told)), birth_of(number)):
        del said["birth_date"]


def agrees(told: list[str], born: date) -> bool:
    """Whether year, month and day, as far as they are told, are those of the day of birth."""
    if len(told) == 1 and len(told[0]) == PACKED_MONTH:
        told = [told[0][:4], told[0][4:]]
    if not told or len(told) > WHOLE:
        return False
    year, *rest = told
    short = len(year) == 2 and len(told) == WHOLE
    if int(year) != (born.year % 100 if short else born.year):
        return False
    # a number cell of 1990.10 has lost its last zero
    october = rest == ["1"] and born.month == 10
    return october or [int(part) for part in rest] == [born.month, born.day][: len(rest)]
