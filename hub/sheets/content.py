"""What a column holds, where its heading is missing, wrong or shifted."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from hub.cleaning import (
    BLANK_WORDS,
    clean,
    clean_date,
    clean_id_number,
    clean_name,
    parse_address,
)
from hub.cleaning.numbers import clean_bool
from hub.dictionary import FIELDS
from hub.sheets.header import Header
from hub.sheets.surnames import bears_surname
from hub.sheets.words import ADDRESS, HOUSEHOLD_WORDS, OTHER_PERSON, field_of
from hub.sheets.workbook import Cell

SAMPLE = 300
MOST_SPLIT = 18
PERSON_NUMBER = re.compile(r"[1-9]\d{16}[\dXx×]|[1-9]\d{14}|\d(?:\.\d+)?[Ee]\+1[4-8]")
NOISE = re.compile(r"[\s\-'’‘`\u200b-\u200f\ufeff]")
MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+·[\u4e00-\u9fff]+")
OTHER_NUMBERS = frozenset({"head_id", "hp_owner_id", "mf_spouse_id", "bank_account", "ds_cert_no"})
DIGITS = re.compile(r"\d{3}")
MOSTLY, HARDLY = 0.6, 0.3


def looks_like_number(cell: Cell) -> bool:
    """Whether a cell could be a citizen number, right or wrong."""
    if type(cell) is str and len(cell) == 18:
        return like_number(cell)
    if isinstance(cell, (int, float)):
        return 1e14 <= cell < 1e18
    if not isinstance(cell, str) or len(cell) < 15:
        return len(str(cell)) >= 9 and bool(PERSON_NUMBER.fullmatch(NOISE.sub("", str(cell))))
    return like_number(cell)


def like_number(cell: str) -> bool:
    cleaned = clean_id_number(cell)
    return bool(cleaned.number) or cleaned.problem in ("id_lost_digits", "id_bad_date")


def first_number_line(rows: Sequence[Sequence[Cell]]) -> int:
    """The first line that holds somebody's number, counted from 0."""
    lines = (line for line, row in enumerate(rows) if any(map(looks_like_number, row)))
    return next(lines, len(rows))


def looks_like_name(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    value = clean_name(cell).value
    return isinstance(value, str) and bool(HAN_NAME.fullmatch(value))


def settle_columns(header: Header, body: Sequence[Sequence[Cell]]) -> None:
    """Set the columns of numbers and names by what they hold where words are silent or wrong."""
    rows = [row for row in body[:SAMPLE] if sum(1 for cell in row if cell not in ("", None)) > 1]
    if rows:
        settle_number(header, rows)
        settle_head(header, rows)
        settle_work(header, rows)
        header.spans = {n: wide for n, wide in header.spans.items() if n in header.columns}
        settle_heads_alone(header, rows)
        if "id_number" in header.columns and "name" not in header.columns:
            find_name(header, rows)


def settle_head(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    """户主 over marks (√, 是) asks who is head; over names it names the head."""
    at = header.columns.get("head_name")
    if at is not None and "is_head" not in header.columns and share(rows, at, is_answer) >= MOSTLY:
        header.columns["is_head"] = header.columns.pop("head_name")


def settle_heads_alone(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    """A table of heads has one on every line; told once a household, they are somebody's heads."""
    at = header.columns.get("name")
    if not header.heads or at is None:
        return
    filled = sum(1 for row in rows if at < len(row) and row[at] not in ("", None))
    if filled < MOSTLY * len(rows):
        header.columns["head_name"] = header.columns.pop("name")
        header.heads = False


def settle_work(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    """从业状况 over 在职 and 失业 asks whether somebody works; over 工人 and 教师 what they are."""
    at = header.columns.get("personal_identity")
    if at is None or "emp_status" in header.columns:
        return
    at_work, as_what = (
        share(rows, at, reads_as(name)) for name in ("emp_status", "personal_identity")
    )
    if at_work > as_what:
        header.columns["emp_status"] = header.columns.pop("personal_identity")


def is_answer(cell: Cell) -> bool:
    return clean_bool(cell).value is not None


def settle_number(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    at = header.columns.get("id_number")
    if at is not None and share(rows, at, looks_like_number) >= HARDLY:
        return
    if at is not None and join_split(header, rows, at):
        return
    taken = {column for name, column in header.columns.items() if name in OTHER_NUMBERS}
    taken |= {column for column, label in enumerate(header.labels) if is_others(label)}
    best = best_column(rows, taken)
    if best is None:
        return
    if at is None:
        header.columns = {n: c for n, c in header.columns.items() if c != best}
        header.columns["id_number"] = best
    else:
        move(header, rows, best - at)


def from_content(body: Sequence[Sequence[Cell]]) -> Header | None:
    """A table without any heading: its ID column and its names by what they hold."""
    rows = [row for row in body[:SAMPLE] if sum(1 for cell in row if cell not in ("", None)) > 1]
    best = best_column(rows, set())
    if best is None:
        return None
    line = heading_above(body, best)
    labels = [piece(cell) for cell in body[line]] if line >= 0 else []
    width = max(map(len, rows))
    header = Header(line, line, {"id_number": best}, [*labels, *[""] * width][:width])
    find_name(header, rows)
    for name, looks in (("mobile", looks_like_mobile), (ADDRESS, looks_like_home)):
        find_column(header, rows, name, looks)
    return header


def heading_above(body: Sequence[Sequence[Cell]], column: int) -> int:
    """The line of words nobody knows right above the first number, -1 where there is none: one
    over the numbers that holds no digit, and no digits over the other columns."""
    line = first_number_line(body) - 1
    row = body[line] if 0 <= line < len(body) else ()
    texts = [piece(cell) for cell in row if cell not in ("", None)]
    over = piece(row[column]) if column < len(row) else ""
    words = over not in BLANK_WORDS and len(texts) > 1 and not any(map(DIGITS.search, texts))
    return line if words else -1


def looks_like_mobile(cell: Cell) -> bool:
    return MOBILE.fullmatch(NOISE.sub("", piece(cell))) is not None


def looks_like_home(cell: Cell) -> bool:
    """Whether a cell names a room; 2010-05-01 is a day, whatever it looks like."""
    if not isinstance(cell, str) or clean_date(cell).value is not None:
        return False
    return bool(parse_address(cell).room)


def find_column(
    header: Header, rows: Sequence[Sequence[Cell]], name: str, looks: Callable[[Cell], bool]
) -> None:
    free = sorted(set(range(max(map(len, rows)))) - set(header.columns.values()))
    best = max(free, key=lambda column: share(rows, column, looks), default=None)
    if best is not None and share(rows, best, looks) >= MOSTLY:
        header.columns[name] = best


def best_column(rows: Sequence[Sequence[Cell]], taken: set[int]) -> int | None:
    width = max(map(len, rows), default=0)
    shares = {
        column: share(rows, column, looks_like_number)
        for column in range(width)
        if column not in taken
    }
    best = max(shares, key=lambda column: (shares[column], -column), default=None)
    return best if best is not None and shares[best] >= MOSTLY else None


def reads_as(name: str) -> Callable[[Cell], bool]:
    """Whether a cell says something of that field."""
    return lambda cell: clean(FIELDS[name], cell).value is not None


def share(rows: Sequence[Sequence[Cell]], column: int, looks: Callable[[Cell], bool]) -> float:
    cells = [row[column] for row in rows if column < len(row) and row[column] not in ("", None)]
    return sum(map(looks, cells)) / len(cells) if cells else 0.0


def move(header: Header, rows: Sequence[Sequence[Cell]], by: int) -> None:
    """The numbers stand beside their heading: all columns when the names do too, else this one."""
    at = header.columns.get("name")
    shifted = at is not None and share(rows, at + by, looks_like_name) > share(
        rows, at, looks_like_name
    )
    if shifted:
        header.columns = {name: column + by for name, column in header.columns.items()}
        header.labels = [""] * by + header.labels if by > 0 else header.labels[-by:]
        return
    header.spans.pop("id_number", None)
    new = header.columns["id_number"] + by
    header.columns = {n: c for n, c in header.columns.items() if c != new}
    header.columns["id_number"] = new


def join_split(header: Header, rows: Sequence[Sequence[Cell]], at: int) -> bool:
    """A number written over several columns under one heading, or beside empty headings."""
    named = set(header.columns.values())
    for width in (header.spans.get("id_number", 1), *range(2, MOST_SPLIT + 1)):
        if not named.isdisjoint(range(at + 1, at + width)):
            return False
        joined = [[number_of(row, at, width)] for row in rows]
        if width > 1 and share(joined, 0, looks_like_number) >= MOSTLY:
            header.spans["id_number"] = width
            return True
    return False


def number_of(row: Sequence[Cell], at: int, width: int) -> str:
    return "".join(piece(cell) for cell in row[at : at + width])


def piece(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def settle_name(header: Header, body: Sequence[Sequence[Cell]]) -> None:
    """The names below a heading that has no word for them, up to the end of its numbers."""
    at = header.columns["id_number"]
    persons = takewhile(lambda row: at < len(row) and looks_like_number(row[at]), body)
    if rows := list(persons):
        find_name(header, rows)


def find_name(header: Header, rows: Sequence[Sequence[Cell]]) -> None:
    """The column of names nearest to the numbers."""
    number = header.columns["id_number"]
    free = {c for c in range(max(map(len, rows))) if may_be_own(header, c)}
    named = [
        column
        for column in free
        if share(rows, column, looks_like_name) >= MOSTLY
        and share(rows, column, bears_surname) >= MOSTLY
    ]
    distinct = [c for c in named if len({row[c] for row in rows if c < len(row)}) > len(rows) / 4]
    if distinct:
        found = min(distinct, key=lambda column: abs(column - number))
        header.columns["name"] = found
        header.unknown = [label for label in header.unknown if label != label_at(header, found)]


def label_at(header: Header, column: int) -> str:
    return header.labels[column] if column < len(header.labels) else ""


def is_others(label: str) -> bool:
    """来访人身份证号: numbers of somebody else, however alone they stand."""
    return OTHER_PERSON.search(HOUSEHOLD_WORDS.sub("", label)) is not None


def may_be_own(header: Header, column: int) -> bool:
    """Whether a column is not taken and its words do not speak of something or somebody else."""
    label = label_at(header, column)
    if column in header.columns.values() or field_of(label):
        return False
    return not OTHER_PERSON.search(label)
