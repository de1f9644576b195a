"""Amounts, counts, yes and no, division codes, credit codes and countries."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from hub.cleaning.cleaned import BLANK_WORDS, NOTHING, Cleaned, as_text, plain, ticked

AMOUNT = re.compile(
    r"[¥￥$]?\s*([-+]?\d[\d,]*(?:\.\d+)?|[-+]?\.\d+)\s*(万|千|百)?\s*"
    r"(?:元整?|块|个月|月|平方米|平米|㎡|m2|平|人|口|间|套|岁|年|次|小时|h|个|层|楼|度|°)?(?:/月|/年)?",
    re.I,
)
TIMES = {"万": 10000, "千": 1000, "百": 100, None: 1}
YES = frozenset(
    {"是", "有", "y", "yes", "1", "√", "✓", "✔", "☑", "true", "t", "对", "v", "在", "已", "真"}
)
NO = frozenset(
    {"否", "无", "没有", "不是", "n", "no", "0", "×", "✗", "✘", "☒", "x", "false", "f", "未", "假"}
)
DIVISION = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")


def clean_decimal(places: int, digits: int) -> Callable[[object], Cleaned]:
    """A cleaner of amounts: `1,200.00`, `1200元`, `1.2万`."""
    smallest, limit = Decimal(1).scaleb(-places), Decimal(10) ** (digits - places)

    def clean(raw: object) -> Cleaned:
        amount = amount_of(raw)
        if isinstance(amount, Cleaned):
            return amount
        rounded = amount.quantize(smallest) if abs(amount) < limit else None
        if rounded is None or abs(rounded) >= limit:
            return Cleaned(None, (), "number_too_large")
        return Cleaned(rounded)

    return clean


def clean_int(raw: object) -> Cleaned:
    if type(raw) is int:
        return Cleaned(raw) if abs(raw) < 2**31 else Cleaned(None, (), "number_too_large")
    amount = amount_of(raw)
    if isinstance(amount, Cleaned):
        return amount
    if amount != amount.to_integral_value():
        return Cleaned(None, (), "number_bad_form")
    return clean_int(int(amount))


def amount_of(raw: object) -> Decimal | Cleaned:
    if isinstance(raw, Decimal):
        return raw if raw.is_finite() else Cleaned(None, (), "number_bad_form")
    if raw is None:
        return NOTHING
    return amount_in(repr(raw) if isinstance(raw, float) else str(raw))


@lru_cache(maxsize=16384)
def amount_in(raw: str) -> Decimal | Cleaned:
    text = plain(raw)
    if text in BLANK_WORDS:
        return NOTHING
    found = AMOUNT.fullmatch(text.replace("，", ","))
    try:
        number = Decimal(found[1].replace(",", "")) if found else Decimal(text)
    except InvalidOperation:
        return Cleaned(None, (), "number_bad_form")
    if not number.is_finite() or abs(number) > 10**15:
        return Cleaned(None, (), "number_bad_form")
    return number * TIMES[found[2] if found else None]


def clean_bool(raw: object) -> Cleaned:
    if isinstance(raw, bool):
        return Cleaned(raw)
    return bool_in(as_text(raw))


@lru_cache(maxsize=1024)
def bool_in(raw: str) -> Cleaned:
    text = plain(ticked(raw)).lower()
    if text in YES:
        return Cleaned(True)
    if text in NO:
        return Cleaned(False)
    return NOTHING if text in BLANK_WORDS else Cleaned(None, ("Q14",), "bool_unknown")


def clean_division(length: int) -> Callable[[object], Cleaned]:
    """A cleaner of division codes: padded with zeros, or cut to the coarser place."""

    @lru_cache(maxsize=16384)
    def from_text(raw: str) -> Cleaned:
        text = plain(raw).removesuffix(".0")
        if text in BLANK_WORDS:
            return NOTHING
        if not DIVISION.fullmatch(text):
            return Cleaned(None, (), "division_bad_form")
        return Cleaned(text.ljust(length, "0")[:length])

    return lambda raw: from_text(as_text(raw))


def clean_credit_code(raw: object) -> Cleaned:
    """A unified social credit code by GB 32100-2015."""
    text = plain(as_text(raw)).replace(" ", "").replace("-", "").upper()
    if text in BLANK_WORDS:
        return NOTHING
    try:
        return Cleaned(uscc.validate(text))
    except ValidationError:
        return Cleaned(None, (), "uscc_bad_form")
