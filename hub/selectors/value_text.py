"""A stored value in the words of a person."""

from typing import Any

from django.utils.translation import gettext as _

from hub.fields import Declared
from hub.selectors.codes import label_of

MONTH_DIGITS = 6


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
    return str(value)
