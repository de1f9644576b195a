"""A text of one header row and records, in the encoding and with the parting sign it really has."""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from connectors.errors import FileRefused
from connectors.transport.texts import CHINESE, is_utf8

SIGNS = ",\t;|"
MOST_LINES = 50  # of one record; a quotation mark left open swallows no more than that
LONGEST = 2**20  # bytes looked at for the ends of lines
OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
SAMPLE = 2**16  # bytes of lines that are not ASCII, enough to tell one encoding from the other
FEW_BROKEN, MOST_BROKEN = 3, 0.002  # lines of a file that was cut or glued together


@dataclass(frozen=True, slots=True)
class Form:
    encoding: str
    sign: str


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, none for a blank line; where the next begins; the text itself."""

    cells: list[str]
    end: int
    text: str


def form_of(path: Path) -> tuple[Form, list[str]]:
    """The form of a file and its header. Raises FileRefused for what is no text with a header."""
    with path.open("rb") as handle:
        beginning = handle.read(LONGEST)
    if beginning.startswith(OTHER_MARKS) or b"\0" in beginning:
        raise FileRefused(
            "文件不是文本（可能是工作簿或 UTF-16），请另存为 UTF-8 的 CSV 文件。",
            "The file is no text (a workbook or UTF-16?); save it as CSV in UTF-8.",
        )
    if b"\n" not in beginning and b"\r" in beginning.rstrip(b"\r"):
        raise FileRefused(
            "文件的换行符不是常用的（只有回车），请另存后再装。",
            "The file's lines end in carriage returns alone; save it anew.",
        )
    encoding = _encoding(path)
    text = beginning.split(b"\n", 1)[0].decode(encoding, "replace")
    form = Form(encoding, max(SIGNS, key=text.count))
    with path.open("rb") as handle:
        header = next(records(handle, form), Record([], 0, ""))
    if not header.cells:
        raise FileRefused("文件没有表头。", "The file has no header.")
    return form, [cell.strip().lstrip("\ufeff") for cell in header.cells]


def records(handle: BinaryIO, form: Form, at: int = 0, width: int = 0) -> Iterator[Record]:
    """Records from a place on. One of several lines that has not the header's width began with a
    quotation mark left open: only its first line is damaged, the others are read again.
    """
    ahead: deque[bytes] = deque()
    while line := ahead.popleft() if ahead else handle.readline():
        taken = [line]
        cells = _cells(line, form)
        while cells is None and len(taken) < MOST_LINES:
            more = ahead.popleft() if ahead else handle.readline()
            if not more:
                break
            taken.append(more)
            cells = _cells(b"".join(taken), form)
        if len(taken) > 1 and width and (cells is None or len(cells) != width):
            ahead.extendleft(reversed(taken[1:]))
            taken, cells = taken[:1], None
        at += sum(map(len, taken))
        text = _text(b"".join(taken), form)
        told = [text] if cells is None else cells
        yield Record(_fitting(told, width) if text.strip() else [], at, text)


def _cells(raw: bytes, form: Form) -> list[str] | None:
    """The cells of some lines; None when a quotation mark is still open."""
    text = _text(raw, form)
    if '"' not in text:
        return text.split(form.sign)
    try:
        lines = io.StringIO(f"{text}\n", newline="")
        return next(csv.reader(lines, delimiter=form.sign, strict=True), [])
    except csv.Error as trouble:
        if "unexpected end" in str(trouble) or "\n" in text:
            return None
    with suppress(csv.Error):  # a mark inside a cell is a letter like another
        return next(csv.reader([text], delimiter=form.sign), [])
    return [text]


def _text(raw: bytes, form: Form) -> str:
    return raw.decode(form.encoding, "replace").rstrip("\r\n\x1a").lstrip("\ufeff")


def _fitting(cells: list[str], width: int) -> list[str]:
    """Without the blanks behind the last column that a spreadsheet adds."""
    while width and len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _encoding(path: Path) -> str:
    """UTF-8 or GB 18030, whichever holds every line, or all but a few.

    Raises FileRefused for neither.
    """
    broken, lines, sample = Counter({"utf-8": 0, CHINESE: 0}), 0, bytearray()
    with path.open("rb") as handle:
        for line in handle:
            lines += 1
            if not line.isascii():
                broken.update(name for name in broken if not _holds(name, line))
                if len(sample) < SAMPLE:
                    sample += line
    best = min(broken, key=lambda name: broken[name])
    if broken[best] > max(FEW_BROKEN, MOST_BROKEN * lines):
        raise FileRefused(
            "文件的文字编码不认识，请另存为 UTF-8 的 CSV 文件。",
            "The file's encoding is unknown; save it as CSV in UTF-8.",
        )
    looks_chinese = best == "utf-8" and not broken[CHINESE] and not is_utf8(bytes(sample))
    return CHINESE if looks_chinese and not broken["utf-8"] else best


def _holds(encoding: str, line: bytes) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
