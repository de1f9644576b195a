"""A stored value in the words of a person."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from communities.language import is_english
from hub.cleaning.words import country_names
from hub.fields import Declared
from hub.masking import is_masked, mask
from hub.selectors.codes import codes_of
from hub.selectors.places import place_name

MONTH_DIGITS = 6
PLACES = frozenset({"division6", "division9", "division12"})
GRIDS = frozenset({"grid_code", "dwelling_grid"})
Words = Callable[[Any], str]


def named(declared: Declared) -> str:
    """A field's label in the reader's language."""
    return declared.label_en if is_english() and declared.label_en else declared.label


def text_of(declared: Declared, value: Any) -> str:
    """The value as a page shows it: code labels, yes or no, dates and months with dashes."""
    if value is None or value == "":
        return ""
    return words_of(declared, english=is_english())(value)


def text_seen(declared: Declared, value: Any, *, full: bool) -> str:
    """The value in words, or its mask for a reader who may not see it in full and it has one."""
    if full or not is_masked(declared):
        return text_of(declared, value)
    return mask(declared, value)


KNOWN: tuple[dict[str, Words], dict[str, Words]] = ({}, {})


def words_of(declared: Declared, *, english: bool) -> Words:
    """How the values of one field are said in one language; worked out once for each field."""
    known = KNOWN[english]
    found = known.get(declared.name)
    if found is None:
        found = known[declared.name] = make_words(declared, english)
    return found


def make_words(declared: Declared, english: bool) -> Words:
    if declared.type == "code[]":
        labels = labels_of(declared.code_list, english)
        return lambda codes: "、".join(labels.get(code, code) for code in codes)
    if declared.type == "bool":
        yes, no = ("Yes", "No") if english else ("是", "否")
        return lambda value: yes if value else no
    if declared.code_list and declared.type == "code":
        labels = labels_of(declared.code_list, english)
        return lambda code: labels.get(str(code), str(code))
    if declared.type == "alpha3" and not english:
        return lambda code: country_names().get(str(code), str(code))
    return plain_words(declared)


def plain_words(declared: Declared) -> Words:
    if declared.type == "yyyymm":
        return dashed_month
    if declared.type in PLACES or declared.name in GRIDS:
        return lambda code: place_name(str(code))
    if declared.type.startswith("decimal"):
        form = f".{places_of(declared.type)}f"
        return lambda amount: format(Decimal(str(amount)), form)
    return str


def labels_of(code_list: str, english: bool) -> dict[str, str]:
    return {
        code: value.label_en if english and value.label_en else value.label
        for code, value in codes_of(code_list).items()
    }


def dashed_month(month: Any) -> str:
    told = str(month)
    return f"{told[:4]}-{told[4:]}" if len(told) == MONTH_DIGITS else told


def places_of(decimal_type: str) -> int:
    """decimal(10,2) has two places."""
    return int(decimal_type.rstrip(")").partition(",")[2])
