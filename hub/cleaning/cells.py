"""One cell by its declared type."""

import re
from collections.abc import Callable
from uuid import UUID

from hub.cleaning.cleaned import BLANK_WORDS, NOTHING, Cleaned, as_text, plain
from hub.cleaning.codes import clean_code, clean_codes
from hub.cleaning.dates import clean_date, clean_month
from hub.cleaning.identity import clean_id_number
from hub.cleaning.names import clean_name
from hub.cleaning.numbers import (
    clean_bool,
    clean_credit_code,
    clean_decimal,
    clean_division,
    clean_int,
)
from hub.cleaning.phones import clean_phone
from hub.fields import Declared

Cleaner = Callable[[object], Cleaned]

PERSON_NAMES = frozenset(
    ["name", "name_former", "emergency_name", "el_guardian_name", "ds_guardian_name"]
    + ["ch_guardian_name", "mf_spouse_name", "ch_officer"]
)
STRING = re.compile(r"str\((\d+)\)")
DECIMAL = re.compile(r"decimal\((\d+),\s*(\d+)\)")
SCIENTIFIC = re.compile(r"\d\.\d+[Ee]\+\d{1,2}")
MORE_THAN_KEPT = 1e15  # a number cell keeps 15 digits
ALPHA3 = re.compile(r"[A-Z]{3}")


def clean(declared: Declared, raw: object) -> Cleaned:
    """The value of one cell as its field is declared. Absent and blank cells say nothing.

    Never raises: what cannot be understood comes back with a `problem`, an id of
    `hub.reasons.REASONS`, and without a value.
    """
    return NOTHING if raw is None else cleaner_of(declared)(raw)


def cleaner_of(declared: Declared) -> Cleaner:
    """What cleans the cells of one field; not to be given None."""
    key = declared.name, declared.type, declared.code_list
    return CLEANERS.get(key) or remembered(key)


CLEANERS: dict[tuple[str, str, str], Cleaner] = {}


def remembered(key: tuple[str, str, str]) -> Cleaner:
    cleaner = CLEANERS[key] = chosen(*key)
    return cleaner


def chosen(name: str, type_: str, code_list: str) -> Cleaner:
    if name in PERSON_NAMES:
        return clean_name
    if type_ == "code":
        return clean_code(code_list)
    if type_ == "code[]":
        return clean_codes(code_list)
    string, decimal = STRING.fullmatch(type_), DECIMAL.fullmatch(type_)
    if string:
        return clean_string(int(string[1]))
    if decimal:
        return clean_decimal(int(decimal[2]), int(decimal[1]))
    if type_.startswith("division"):
        return clean_division(int(type_.removeprefix("division")))
    return BY_TYPE[type_]


def clean_string(longest: int) -> Cleaner:
    def clean(raw: object) -> Cleaned:
        if type(raw) is float and abs(raw) >= MORE_THAN_KEPT:
            return Cleaned(None, (), "number_lost_digits")
        told = raw if type(raw) is str else as_text(raw)
        text = plain(told)
        if text in BLANK_WORDS:
            return NOTHING
        if len(text) > longest:
            return Cleaned(None, (), "too_long")
        if "**" in text:
            return Cleaned(None, (), "value_masked")
        if SCIENTIFIC.fullmatch(text):
            return Cleaned(None, (), "number_lost_digits")
        return Cleaned(text) if text == told else Cleaned(text, ("Q03",))

    return clean


def clean_id(raw: object) -> Cleaned:
    number, flag, problem = clean_id_number(raw)
    return Cleaned(None if problem else number, (flag,) if flag else (), problem)


def clean_country(raw: object) -> Cleaned:
    """Three letters of GB/T 2659, or a country's name in value_synonyms.csv."""
    text = plain(as_text(raw)).upper()
    if ALPHA3.fullmatch(text):
        return Cleaned(text)
    found = clean_code("alpha3")(text)
    return Cleaned(None, ("Q14",), "country_unknown") if found.problem else found


def clean_uuid(raw: object) -> Cleaned:
    if isinstance(raw, UUID):
        return Cleaned(raw)
    text = plain(as_text(raw))
    if text in BLANK_WORDS:
        return NOTHING
    try:
        return Cleaned(UUID(text))
    except ValueError:
        return Cleaned(None, (), "uuid_bad_form")


def clean_reference(raw: object) -> Cleaned:
    """A reference to a record of the hub: an id, checked where it is followed."""
    return NOTHING if raw in ("", None) else Cleaned(raw)


BY_TYPE: dict[str, Cleaner] = {
    "date": clean_date,
    "yyyymm": clean_month,
    "int": clean_int,
    "bool": clean_bool,
    "uuid": clean_uuid,
    "fk": clean_reference,
    "id18": clean_id,
    "phone": clean_phone,
    "uscc": clean_credit_code,
    "alpha3": clean_country,
}
