"""What one line says of a person, in the dictionary's fields and with its raw values."""

import re
from datetime import date

from hub.cleaning import phones_in
from hub.cleaning.numbers import clean_bool
from hub.sealing import keyed_hash
from hub.sheets.above import put_under
from hub.sheets.births import settle_birth
from hub.sheets.content import number_of, piece
from hub.sheets.finer import put_together
from hub.sheets.header import Header
from hub.sheets.owners import lives_elsewhere
from hub.sheets.words import ADDRESS, HEAD_ID, HOUSEHOLD_KEY, PHONE_ALT, PLACE_PARTS, takes
from hub.sheets.workbook import Cell

ESCAPED = re.compile(r"'(?=[=+\-@|%\t\r\n\x00＝＋－＠])")
WRAPPING = "'=`’‘＇"
QUOTED = re.compile(r'="([^"]*)"')
MARKED = re.compile(r"^['`’‘＇](?=\d)")
DIGIT = re.compile(r"\d")
# 12, A, 一: a number that does not say what it counts.
COUNTED = re.compile(r"[0-9A-Za-z]$|^[一二三四五六七八九十甲乙丙丁]{1,3}$")
SAME_AS_HOME = re.compile(
    r"(?:(?:同|与)(?:上述)?|(?=.*(?:一致|相同)))(?:现|实际|常)?(?:居?住)(?:地|所)?(?:地?址)?"
    r"(?:一致|相同)?|同左|人户一致"
)
SAME_AS_HUKOU = re.compile(
    r"(?:同|与|(?=.*(?:一致|相同)))(?:户籍|户口|身份证)(?:所在)?(?:地|簿|本|上)?(?:地?址)?"
    r"(?:一致|相同)?|同左|人户一致"
)
ONE_PHONE, ONE_MOBILE = 14, 11
BEHIND_A_NAME = re.compile(r"(?<!\d)(1[3-9]\d{9})\s*[)）]?\s*$")

Columns = list[tuple[str, int]]


def said_in(row: list[Cell], header: Header, columns: Columns) -> dict[str, Cell]:
    """Blank cells say nothing; a cell of several columns is joined; remarks are not taken."""
    said = cells_said(row, columns)
    width = len(row)
    for name, wide in header.spans.items():
        said[name] = number_of(row, header.columns[name], wide)
    at = header.columns.get("is_head")
    if header.heads or (at is not None and at < width and clean_bool(row[at]).value):
        said.setdefault("relation_to_head", "户主")
    if header.finer:
        put_details(said, row, header)
    if header.papers and "id_number" in said:
        said.setdefault("id_type", header.papers)
    if "mobile" not in said:
        take_phone_behind(said)
    if not AWKWARD.isdisjoint(said):
        settle_awkward(said)
    if "hukou_address" in said:
        settle_same(said, "hukou_address", SAME_AS_HOME, ADDRESS)
        settle_same(said, ADDRESS, SAME_AS_HUKOU, "hukou_address")
    if "birth_date" in said:
        settle_birth(said)
    if header.owners and lives_elsewhere(row):
        said.pop(ADDRESS, None)
    return said


def cells_said(row: list[Cell], columns: Columns) -> dict[str, Cell]:
    said: dict[str, Cell] = {}
    width = len(row)
    for name, column in columns:
        cell = row[column] if column < width else ""
        if type(cell) is str:
            if not cell or cell.isspace():
                continue
            if cell[0] in WRAPPING:
                cell = unwrapped(cell)
        said[name] = cell
    return said


def take_phone_behind(said: dict[str, Cell]) -> None:
    """张三 13800001111, in a list without another telephone of theirs."""
    name = said.get("name", "")
    if isinstance(name, str) and len(name) > ONE_MOBILE:
        found = BEHIND_A_NAME.search(name)
        if found:
            said["mobile"] = found[1]


def put_details(said: dict[str, Cell], row: list[Cell], header: Header) -> None:
    """An address of several columns is put together where more than the first tells of it; of
    names the first that is told holds."""
    for name, further in header.finer.items():
        filled = [c for c in further if c < len(row) and row[c] not in ("", None)]
        if filled and name == "name":
            said.setdefault(name, row[filled[0]])
        elif filled:
            first = (header.labels[header.columns[name]], said.get(name, ""))
            said[name] = put_together([first, *((header.labels[c], row[c]) for c in filled)])


def settle_same(said: dict[str, Cell], name: str, same: re.Pattern[str], other: str) -> None:
    """同现住址 is the other address, or nothing where that is not told."""
    told = said.get(name)
    if isinstance(told, str) and same.fullmatch(told.strip()):
        del said[name]
        if other in said:
            said[name] = said[other]


def unwrapped(cell: str) -> str:
    """A cell without what keeps a spreadsheet from reading its digits: ="138…", '138…, `138…."""
    quoted = QUOTED.fullmatch(cell.strip())
    if quoted:
        return quoted[1]
    return ESCAPED.sub("", MARKED.sub("", cell, count=1), count=1)


AWKWARD = frozenset({HEAD_ID, "mobile", HOUSEHOLD_KEY, *PLACE_PARTS})


def taken(header: Header) -> Columns:
    """The columns a sheet may tell, by field."""
    return [(name, column) for name, column in header.columns.items() if takes(name)]


def settle_awkward(said: dict[str, Cell]) -> None:
    head = said.pop(HEAD_ID, "")
    if HOUSEHOLD_KEY in said:
        said[HOUSEHOLD_KEY] = piece(said[HOUSEHOLD_KEY])
    elif head:
        said[HOUSEHOLD_KEY] = keyed_hash("id_number", piece(head).upper()).hex()[:24]
    put_address_together(said)
    mobile = said.get("mobile", "")
    if isinstance(mobile, str) and len(mobile) > ONE_PHONE:
        split_phones(said, mobile)


def put_address_together(said: dict[str, Cell]) -> None:
    """Building, unit and room in columns of their own make one address; 3-2 that a spreadsheet
    has made a day of is left for the door to refuse."""
    cells = {name: said.pop(name) for name in PLACE_PARTS if name in said}
    if not cells:
        return
    days = [cell for cell in cells.values() if isinstance(cell, date)]
    if days:
        said[ADDRESS] = days[0]
        return
    parts = {name: piece(cell) for name, cell in cells.items()}
    told = piece(said.get(ADDRESS, ""))
    pieces = [parts.get("building_name", "")] if parts.get("building_name", "") not in told else []
    for name, word in (("building_no", "栋"), ("unit_no", "单元"), ("room_no", "")):
        part = parts.get(name, "")
        pieces.append(part + word if COUNTED.search(part) else part)
    joined = "".join(pieces)
    if joined and "room_no" not in parts and put_under(said, joined):
        return
    if joined and ("栋" not in told and "-" not in told or not DIGIT.search(told)):
        said[ADDRESS] = told + joined


def split_phones(said: dict[str, Cell], told: str) -> None:
    numbers = phones_in(told)
    if len(numbers) > 1:
        said["mobile"] = numbers[0]
        said.setdefault(PHONE_ALT, numbers[1])
