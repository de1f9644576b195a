"""Which told values a door can read at all: what JSON says of a field must be of its kind."""

from math import isfinite

from hub.fields import Declared

WIDEST = 2**63 - 1  # the widest whole number a reader of JSON may be counted on to keep


def is_readable(declared: Declared, told: object) -> bool:
    """Text, a number or nothing; true and false for a yes-no field, a list for a list field."""
    if isinstance(told, bool):
        return declared.type == "bool"
    if isinstance(told, list):
        return declared.type == "code[]" and all(map(is_plain, told))
    return told is None or is_plain(told)


def is_plain(told: object) -> bool:
    if isinstance(told, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in told)
    if isinstance(told, int | float) and not isinstance(told, bool):
        return isfinite(told) and abs(told) <= WIDEST
    return False
