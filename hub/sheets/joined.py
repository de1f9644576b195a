"""A number in one cell with a name, a telephone or a home (张三4201…, 4201…/138…), each parted into
a column of its own; a list of one column holds all of them.
"""

import re
from collections.abc import Sequence
from unicodedata import normalize

from hub.cleaning import parse_address
from hub.sheets.content import MOSTLY, SAMPLE, looks_like_name, looks_like_number, share
from hub.sheets.header import Header
from hub.sheets.words import ADDRESS, PLACE_PARTS, field_of
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
PIECES = re.compile(r"[\s,;，。；、|/]+")
COUNT = re.compile(r"^\(?\d{1,4}\)?[.、)\s]\s*")
ALL_IN_ONE = "姓名、身份证号、电话、住址"
PLACES = frozenset({ADDRESS, *PLACE_PARTS})


def parted(cell: Cell) -> tuple[str, str, str, str]:
    """The number, name, telephone and home of one cell; '' for what it does not hold."""
    text = normalize("NFKC", str(cell)).strip()
    certificate = CERTIFICATE.fullmatch(text.upper())
    if certificate:
        return certificate[1], "", "", ""
    found = NUMBER.search(text) or LIKE_NUMBER.search(TELEPHONE.sub(" ", text))
    number = found[0].strip() if found else ""
    rest = text.replace(number, " ", 1) if number else text
    telephone = TELEPHONE.search(rest)
    words = WORDS.sub(" ", TELEPHONE.sub(" ", rest)).strip(MARKS)
    name, home = name_and_home(words)
    return number, name, telephone[0] if telephone else "", home


def name_and_home(words: str) -> tuple[str, str]:
    """Of several words the one that is a name and the one that is a home; one word is the name."""
    pieces = [piece for piece in PIECES.split(COUNT.sub("", words)) if piece]
    if len(pieces) < 2:
        return "".join(pieces), ""
    name = next((piece for piece in pieces if looks_like_name(piece) and not field_of(piece)), "")
    home = next((piece for piece in pieces if parse_address(piece).room), "")
    return (name, home) if name or home else (words, "")


def holds_number(cell: Cell) -> bool:
    """Whether a cell holds one number; several are persons below one another."""
    text = normalize("NFKC", str(cell))
    return len(NUMBER.findall(text)) == 1 and NUMBER.fullmatch(parted(cell)[0]) is not None


def looks_joined(cell: Cell) -> bool:
    return holds_number(cell) and LETTERS.match(parted(cell)[1]) is not None


def looks_like_certificate(cell: Cell) -> bool:
    return isinstance(cell, str) and CERTIFICATE.fullmatch(cell.strip().upper()) is not None


def part_joined(header: Header, sheet: RawSheet, rows: Sequence[Sequence[Cell]]) -> RawSheet:
    """The sheet with columns more for number, name, telephone and home that one column holds."""
    column = joined_column(header, rows)
    if column is None:
        return sheet
    width = max(len(header.labels), *map(len, rows))
    header.labels += [""] * (width - len(header.labels)) + [header.labels[column]] * 4
    header.columns["id_number"] = width
    if header.columns.get("name", column) == column:
        header.columns["name"] = width + 1
    header.columns.setdefault("mobile", width + 2)
    if PLACES.isdisjoint(header.columns):
        header.columns[ADDRESS] = width + 3
    return sheet.parting(column, width, parted)


def list_of_one_column(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The heading that a list lacks whose every cell tells a person; its titles stand above."""
    first = next((n for n, row in enumerate(rows) if any(map(tells_person, row))), len(rows))
    body = rows[first : first + SAMPLE]
    for column in range(max(map(len, body), default=0)):
        if share(body, column, looks_joined) >= MOSTLY:
            labels = [*[""] * column, ALL_IN_ONE]
            return Header(first - 1, first - 1, {"id_number": column}, labels)
    return None


def tells_person(cell: Cell) -> bool:
    number, _name, telephone, _home = parted(cell)
    return bool(number or telephone)


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
