"""Cells as people and systems write them, in our terms. Pure functions: no database, no clock."""

from hub.cleaning.addresses import Address, parse_address
from hub.cleaning.cells import Cleaner, clean, cleaner_of
from hub.cleaning.cleaned import BLANK_WORDS, NOTHING, Cleaned, plain, simplified
from hub.cleaning.dates import clean_date, clean_month
from hub.cleaning.identity import (
    CITIZEN_TYPES,
    IdNumber,
    birth_of,
    check_digit,
    clean_id_number,
    sex_of,
)
from hub.cleaning.names import clean_name
from hub.cleaning.phones import clean_phone, phones_in
from hub.cleaning.pinyin import NameSearch, name_search

__all__ = [
    "BLANK_WORDS",
    "CITIZEN_TYPES",
    "NOTHING",
    "Address",
    "Cleaned",
    "Cleaner",
    "IdNumber",
    "NameSearch",
    "birth_of",
    "check_digit",
    "clean",
    "clean_date",
    "clean_id_number",
    "clean_month",
    "clean_name",
    "clean_phone",
    "cleaner_of",
    "name_search",
    "parse_address",
    "phones_in",
    "plain",
    "sex_of",
    "simplified",
]
