"""Citizen numbers by GB 11643-1999: form, calendar day and ISO 7064 MOD 11-2 check digit.

The address code is never a reason to refuse: it is that of the first registration and may be
gone from every table. 81, 82, 83 and 9 as first digits are residents too.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from hub.cleaning.cleaned import BLANK_WORDS, as_text

CITIZEN_TYPES = frozenset({"", "111", "112", "113"})
CHECK_DIGITS = "10X98765432"
FIRST_YEAR, LAST_YEAR = 1850, 2099
MOST_KEPT = 1e15  # a number cell keeps 15 digits
NO_NUMBER_WORDS = frozenset(
    {"无证", "无证件", "无身份证", "没有", "待补", "待办", "未办", "未上户", "未办理"}
)
NOISE = re.compile(
    r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\-'\"`´‘’“”_—–−·,，、。;；:：=]"
)
LABEL = re.compile(
    r"^(?:(?:居民|公民)?(?:身份证|身份|证件)|户口[本簿]|[Ii][Dd](?=号?码?\d{15}))?(?:号码|号)?[是为]?"
)
# No.4201…, (4201…), 4201…/: marks that stand around a whole number.
AROUND = re.compile(
    r"^(?:[Nn][Oo]\.?|[#(\[{<|/《【])+(?=\d{17})|(?<=\d{17}[\dXx])[.)\]}>|/?》】]+$"
)
# 4201…(已换证): a remark behind a number, and words that tell none (不愿提供).
REMARK = re.compile(r"(?<=[\dXx])\([^()\d]*\)$")
NO_DIGITS = re.compile(r"[\u3400-\u9fff]+")
WITHOUT_SIGNS = re.compile(r"[^\w*]+")  # ？, //
LIKE_X = str.maketrans(dict.fromkeys("x×✕✖╳ХхΧχ", "X"))
SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{1,2}")
EIGHTEEN = re.compile(r"\d{17}[\dX]")
OTHER_DOCUMENT = re.compile(r"(?=.*\d)[A-Z0-9()/\u3400-\u9fff]{4,30}")  # 军字第1234567号 too


class IdNumber(NamedTuple):
    """`number` is None for a blank; `flag` a code of dq_flag.csv; `problem` a reason id."""

    number: str | None
    flag: str = ""
    problem: str = ""


NO_NUMBER = IdNumber(None)
LOST = IdNumber(None, "Q01", "id_lost_digits")
BAD_FORM = IdNumber(None, "Q01", "id_bad_form")


def clean_id_number(raw: object, *, number_cell: bool = False, id_type: str = "111") -> IdNumber:
    """One citizen number. Nothing is repaired: a wrong check digit stays wrong and is told.

    A number cell keeps 15 digits, so one of 16 or more has lost its last ones whatever its check
    digit says. Numbers of other documents (`id_type`) only need a possible form.
    """
    if type(raw) is str and not number_cell and len(raw) == 18 and raw.isascii():
        answer = judge(raw)
        if answer is not None:
            return answer
    return clean_unusual(raw, number_cell, id_type)


def judge(number: str) -> IdNumber | None:
    """The verdict on 18 characters that look like a number already; None when they do not."""
    place, day, order = (
        remainder_of(number[:6]),
        remainder_of(number[6:14]),
        remainder_of(number[14:17]),
    )
    if place is None or day is None or order is None:
        return None
    total = place * 2 + day * 8 + order  # 2**11 and 2**3 modulo 11
    if number[14:17] == "000":  # no person has it: the last three digits were lost
        return LOST
    if CHECK_DIGITS[total % 11] == number[17]:
        return IdNumber(number) if is_day(number[6:14]) else IdNumber(number, "Q01", "id_bad_date")
    if number.endswith("000"):
        return LOST
    return IdNumber(number, "Q01", "id_check_digit") if EIGHTEEN.fullmatch(number) else None


@lru_cache(maxsize=65536)
def remainder_of(digits: str) -> int | None:
    """Digits weighted by powers of two that end with 2 at the last one, modulo 11."""
    if not (digits.isascii() and digits.isdigit()):
        return None
    total = 0
    for digit in digits:
        total = (total * 2 + int(digit)) % 11
    return total * 2 % 11


@lru_cache(maxsize=65536)
def is_day(digits: str) -> bool:
    if not (digits.isascii() and digits.isdigit() and FIRST_YEAR <= int(digits[:4]) <= LAST_YEAR):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def check_digit(first_seventeen: str) -> str:
    """The check digit that makes 17 digits a citizen number."""
    total = 0
    for digit in first_seventeen:
        total = total * 2 + int(digit)
    return CHECK_DIGITS[total * 2 % 11]


def clean_unusual(raw: object, number_cell: bool, id_type: str) -> IdNumber:
    """Number cells, blanks, dirty text, 15 digits and other documents."""
    if raw is None or isinstance(raw, bool):
        return NO_NUMBER if raw is None else BAD_FORM
    in_a_number_cell = isinstance(raw, (int, float)) or number_cell
    if in_a_number_cell and (id_type in CITIZEN_TYPES or not is_whole(raw)):
        return from_number_cell(raw)
    told = as_text(raw).strip()
    if told in BLANK_WORDS or told in NO_NUMBER_WORDS:
        return NO_NUMBER
    bare = REMARK.sub("", NOISE.sub("", normalize("NFKC", told)))
    text = LABEL.sub("", AROUND.sub("", bare)).translate(LIKE_X).upper()
    if not text.strip("0") or NO_DIGITS.fullmatch(text):
        return NO_NUMBER
    if id_type in CITIZEN_TYPES and WITHOUT_SIGNS.fullmatch(text):
        return NO_NUMBER
    if SCIENTIFIC.fullmatch(text):
        return LOST
    return from_text(text, id_type, "" if text == raw else "Q03")


def is_whole(raw: object) -> bool:
    """Whether a number cell holds all digits of another document's number."""
    return isinstance(raw, (int, float)) and 0 < raw < MOST_KEPT and raw == int(raw)


def from_number_cell(raw: object) -> IdNumber:
    try:
        number = float(str(raw))
    except ValueError:
        return LOST
    if number == 0:  # what a formula makes of a blank cell
        return NO_NUMBER
    if number != number or abs(number) >= MOST_KEPT:
        return LOST
    text = str(int(number))
    return from_old_form(text, "") if len(text) == 15 else BAD_FORM


def from_text(text: str, id_type: str, flag: str) -> IdNumber:
    if text.endswith(".0") and text[:-2].isdigit():
        return from_number_cell(text)
    if len(text) == 18 and text.isascii():
        answer = judge(text)
        if answer is not None:
            return answer if answer.problem else answer._replace(flag=flag)
    if id_type not in CITIZEN_TYPES:
        return IdNumber(text, flag) if OTHER_DOCUMENT.fullmatch(text) else BAD_FORM
    return from_old_form(text, flag)


def from_old_form(text: str, flag: str) -> IdNumber:
    """15 digits: century 19 is put in and the check digit computed (flag Q02)."""
    if len(text) != 15 or not (text.isascii() and text.isdigit()):
        return BAD_FORM
    seventeen = text[:6] + "19" + text[6:]
    number = seventeen + check_digit(seventeen)
    if not is_day(number[6:14]):
        return IdNumber(None, "Q01", "id_bad_date")
    return IdNumber(number, "Q02")


def birth_of(number: str) -> date:
    """The day of birth in a clean 18-character number."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> str:
    """Code of sex.csv in a clean 18-character number: 1 man (odd), 2 woman (even)."""
    return "1" if int(number[16]) % 2 else "2"
