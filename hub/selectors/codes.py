"""Code lists as the files hold them, read once into memory: labels, checks and choices."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from communities.language import is_english

FOLDER = Path(__file__).resolve().parent.parent / "codes" / "data"
INDEX = "code_lists_index.csv"


@dataclass(frozen=True, slots=True)
class CodeValue:
    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class ListOrigin:
    """A code list's name, its standard or origin, and how far it was verified (V2, V1, K, P)."""

    code_list: str
    label: str
    origin: str
    verification: str


def rows_of_file(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def code_lists() -> Mapping[str, ListOrigin]:
    """Every code list by its name, in the order of the index."""
    return MappingProxyType(
        {
            row["code_list"]: ListOrigin(
                row["code_list"], row["label_zh"], row["standard_or_origin"], row["verification"]
            )
            for row in rows_of_file(FOLDER / INDEX)
        }
    )


@cache
def codes_of(code_list: str) -> Mapping[str, CodeValue]:
    """The values of one list by code, in the list's order. Raises KeyError for an unknown list."""
    if code_list not in code_lists():
        raise KeyError(code_list)
    return MappingProxyType(
        {
            row["code"]: CodeValue(row["code"], row["label_zh"], row["label_en"])
            for row in rows_of_file(FOLDER / f"{code_list}.csv")
        }
    )


def label_of(code_list: str, code: object) -> str:
    """A code's label in the reader's language; an unknown code as it is, nothing for nothing."""
    if code is None or code == "":
        return ""
    if isinstance(code, bool):
        code = "1" if code else "0"
    value = codes_of(code_list).get(str(code))
    if value is None:
        return str(code)
    english = is_english()
    return value.label_en if english and value.label_en else value.label
