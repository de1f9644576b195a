"""A number in one cell with a name or a telephone (张三4201…, 4201…/138…), each parted into a
column of its own.
"""

import re
from collections.abc import Sequence
from unicodedata import normalize

from hub.sheets.content import MOSTLY, looks_like_number, share
from hub.sheets.header import Header
from hub.sheets.workbook import Cell, RawSheet

# A disability certificate's number is its holder's citizen number, its kind and its grade.
CERTIFICATE = re.compile(r"(\d{17}[\dX])\d{2}(?:B\d)?")
NUMBER = re.compile(r"(?<!\d)(\d{17}[\dX×]|\d{15})(?!\d)", re.I)
LIKE_NUMBER = re.compile(r"\d[\d ]{4,}[\dX×*?]?|\d(?:\.\d+)?E\+?\d{1,2}", re.I)
TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
WORDS = re.compile(r"(?:居民|公民)?(?:身份证件?|身份|证件)(?:号码|号)?|证号|姓名")
MARKS = " \n\t,.;:/\\|()[]-_" + "，、。；：（）【】—"
LETTERS = re.compile(r"[A-Za-z\u3400-\u9fff\U00020000-\U000323af]{2}")
A_NAME = re.compile("姓名|名字")


def parted(cell: Cell) -> tuple[str, str, str]:
    """The number, the name and the telephone of one cell; '' for what it does not hold."""
    text = normalize("NFKC", str(cell)).strip()
    certificate = CERTIFICATE.fullmatch(text.upper())
    if certificate:
        return certificate[1], "", ""
    found = NUMBER.search(text) or LIKE_NUMBER.search(TELEPHONE.sub(" ", text))
    number = found[0].strip() if found else ""
    rest = text.replace(number, " ", 1) if number else text
    telephone = TELEPHONE.search(rest)
    name = WORDS.sub(" ", TELEPHONE.sub(" ", rest)).strip(MARKS)
    return number, name, telephone[0] if telephone else ""


def holds_number(cell: Cell) -> bool:
    """Whether a cell holds one number; several are persons below one another."""
    text = normalize("NFKC", str(cell))
    return len(NUMBER.findall(text)) == 1 and NUMBER.fullmatch(parted(cell)[0]) is not None


def looks_joined(cell: Cell) -> bool:
    return holds_number(cell) and LETTERS.match(parted(cell)[1]) is not None


def looks_like_certificate(cell: Cell) -> bool:
    return isinstance(cell, str) and CERTIFICATE.fullmatch(cell.strip().upper()) is not None


def part_joined(header: Header, sheet: RawSheet, rows: Sequence[Sequence[Cell]]) -> RawSheet:
    """The sheet with columns more for number, name and telephone, where one column holds them."""
    column = joined_column(header, rows)
    if column is None:
        return sheet
    width = max(len(header.labels), *map(len, rows))
    header.labels += [""] * (width - len(header.labels)) + [header.labels[column]] * 3
    header.columns["id_number"] = width
    if header.columns.get("name", column) == column:
        header.columns["name"] = width + 1
    header.columns.setdefault("mobile", width + 2)
    return sheet.parting(column, width, parted)


def joined_column(header: Header, rows: Sequence[Sequence[Cell]]) -> int | None:
    """The column that holds both, or the certificate's where there is no number of the person."""
    body = rows[header.end + 1 :]
    at, named = header.columns.get("id_number"), header.columns.get("name")
    if at is not None:
        both = named is None and A_NAME.search(header.labels[at]) is not None
        holds = both or share(body, at, holds_number) >= MOSTLY
        return at if holds and share(body, at, looks_like_number) < MOSTLY else None
    for column in () if named is None else (named,):
        if share(body, column, looks_joined) >= MOSTLY:
            return column
    certificate = header.columns.get("ds_cert_no")
    if certificate is not None and share(body, certificate, looks_like_certificate) >= MOSTLY:
        return certificate
    return None
