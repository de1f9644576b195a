"""The program that opens foreign workbooks: a process of its own with little memory and time.

`python -m hub.sheets.child` reads the file from standard input and writes JSON lines: for each
sheet its name, merged cells and struck lines, then its rows in lists of at most CHUNK. A number
cell is a JSON number; a day is {"d": "2024-03-05"}; everything else is text.
"""

import csv
import io
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time

import orjson
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from hub.sheets.packing import Refused, check
from hub.sheets.struck import struck_lines

MEMORY = 512 * 2**20
SECONDS = 60
MOST_CELLS = 5_000_000
MOST_COLUMNS = 500
CHUNK = 500
DAYS_BY_TOLD = orjson.OPT_PASSTHROUGH_DATETIME
OLE = b"\xd0\xcf\x11\xe0"
# The first words of an old workbook that is enciphered: its beginning, then FILEPASS.
OLD_LOCKED = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.S
)
# How a workbook with an opening password names what it keeps in its old container.
LOCKED = "EncryptedPackage".encode("utf-16-le")
OTHER_FILES = (b"%PDF-", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"Rar!", b"7z\xbc\xaf")
BOM = b"\xef\xbb\xbf"
UNREADABLE = (
    *(CalamineError, OSError, ValueError, csv.Error),
    *(zipfile.BadZipFile, zlib.error, NotImplementedError),  # of a packed part
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
RARE_MARKS, LEAST_PARTED, EVENLY, LOOKED_AT = "，\u3000^、", 2, 0.8, 200
FEW_BROKEN, MOST_BROKEN = 3, 0.002  # letters of a file that was cut or glued together


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        tell_all(sys.stdin.buffer.read())
    except Refused as refusal:
        say({"error": str(refusal)})
    except PasswordError:
        say({"error": "locked"})
    except MemoryError:
        say({"error": "too_large"})
    except UNREADABLE:
        say({"error": "broken"})
    else:
        say({"end": True})
    return 0


def say(line: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(line, default=told, option=DAYS_BY_TOLD) + b"\n")


def tell_all(content: bytes) -> None:
    if not content.strip():
        raise Refused("empty")
    if content.startswith(OTHER_FILES):
        raise Refused("no_workbook")
    if content[:4] == OLE and (LOCKED in content or OLD_LOCKED.search(content)):
        raise Refused("locked")
    if content[:2] == b"PK":
        check(io.BytesIO(content))
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            struck = struck_lines(book)
        tell_workbook(content, struck)
    elif content[:4] == OLE:
        tell_workbook(content, {})
    else:
        tell_text(content)


def tell_workbook(content: bytes, struck: Mapping[str, list[int]]) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for about in workbook.sheets_metadata:
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            hidden = about.visible != SheetVisibleEnum.Visible
            tell_sheet(sheet, struck.get(about.name, []), hidden=hidden)


def tell_sheet(sheet: CalamineSheet, struck: list[int], *, hidden: bool) -> None:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise Refused("too_large")
    merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
    say({"sheet": sheet.name, "hidden": hidden, "merged": merged, "struck": struck})
    rows = sheet.iter_rows()
    tell_rows((row[:MOST_COLUMNS] for row in rows) if sheet.total_width > MOST_COLUMNS else rows)


def tell_text(content: bytes) -> None:
    text = decoded(content)
    if text.lstrip()[:15].lower().startswith(("<html", "<!doctype", "<?xml", "<table", "<style")):
        raise Refused("web_page")
    if "\x00" in text:
        raise Refused("no_workbook")
    say({"sheet": "CSV", "hidden": False, "merged": []})
    csv.field_size_limit(2**20)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    tell_rows(row[:MOST_COLUMNS] for row in rows)


def decoded(content: bytes) -> str:
    """Text of UTF-16, UTF-8 or GB 18030; a few broken letters are shown as such."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    wide = unmarked_wide(content) if b"\x00" in content else ""
    if wide:
        return wide
    content = content.removeprefix(BOM)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    for encoding in ("utf-8", "gb18030"):
        text = content.decode(encoding, "replace")
        if text.count("\ufffd") <= max(FEW_BROKEN, MOST_BROKEN * len(text)):
            return text
    raise Refused("no_workbook")


def unmarked_wide(content: bytes) -> str:
    """Text of UTF-16 without the mark at its beginning: lines of letters and nothing else."""
    for encoding in ("utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\n" in text and not CONTROL.search(text):
                return text
    return ""


def delimiter_of(text: str) -> str:
    """The mark that parts the columns: one of the usual ones, or else the rarer one that stands
    equally often on almost every line (，、^ or a wide space)."""
    lines = [line for line in text[:20000].splitlines()[:LOOKED_AT] if line.strip()]
    usual = max(",\t;|", key=text[:20000].count)
    if sum(usual in line for line in lines) * 2 >= len(lines):
        return usual
    return next((mark for mark in RARE_MARKS if parts_evenly(lines, mark)), usual)


def parts_evenly(lines: Sequence[str], mark: str) -> bool:
    counts = [line.count(mark) for line in lines]
    most = max(set(counts), key=counts.count, default=0)
    return most >= LEAST_PARTED and counts.count(most) >= EVENLY * len(counts)


def tell_rows(rows: Iterable[Sequence[object]]) -> None:
    for chunk in chunks(rows):
        say(chunk)


def chunks(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    chunk: list[Sequence[object]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def told(cell: object) -> object:
    """Cells that JSON has no word for: days by themselves, a time of day says nothing."""
    if isinstance(cell, datetime):
        return {"d": cell.isoformat() if cell.time() != time() else cell.date().isoformat()}
    return {"d": cell.isoformat()} if isinstance(cell, date) else ""


if __name__ == "__main__":
    sys.exit(main())
