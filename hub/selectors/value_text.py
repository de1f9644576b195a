"""A stored value in the words of a person."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hub.fields import Declared
from hub.selectors.codes import label_of
from hub.selectors.places import place_name

MONTH_DIGITS = 6
PLACES = frozenset({"division6", "division9", "division12"})
GRIDS = frozenset({"grid_code", "dwelling_grid"})


def named(declared: Declared) -> str:
    """A field's label in the reader's language."""
    english = (get_language() or "zh").startswith("en")
    return declared.label_en if english and declared.label_en else declared.label


def text_of(declared: Declared, value: Any) -> str:
    """The value as a page shows it: code labels, yes or no, dates and months with dashes."""
    if value is None or value == "":
        return ""
    if isinstance(value, list):
        return "、".join(text_of(declared, one) for one in value)
    if declared.type == "bool":
        return _("是") if value else _("否")
    if declared.code_list and declared.type in ("code", "code[]"):
        return label_of(declared.code_list, str(value)) or str(value)
    if declared.type == "yyyymm" and len(str(value)) == MONTH_DIGITS:
        return f"{str(value)[:4]}-{str(value)[4:]}"
    if declared.type in PLACES or declared.name in GRIDS:
        return place_name(str(value))
    if declared.type.startswith("decimal"):
        return format(Decimal(str(value)), f".{places_of(declared.type)}f")
    return str(value)


def places_of(decimal_type: str) -> int:
    """decimal(10,2) has two places."""
    return int(decimal_type.rstrip(")").partition(",")[2])
