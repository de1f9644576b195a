"""Workbooks on a file share: hashed before use, opened in the limited child, kept as plain rows."""

import os
import re
import time
from datetime import date
from pathlib import Path

import orjson

from connectors.errors import FileRefused, TryLater
from connectors.transport.egress import SIZE_CAP
from connectors.transport.file_book import has_taken, is_last_taken, note_file, note_refused
from connectors.transport.files import fingerprint
from hub.sheets.errors import SheetRefused
from hub.sheets.workbook import read_workbook

KINDS = (".xlsx", ".xlsm", ".xls", ".csv")
DAY = re.compile(r"(20\d\d)[-._年/]?(\d{1,2})[-._月/]?(\d{1,2})")
SETTLED = 2.0  # seconds in which a copy under way grows


def newest_not_taken(share: str, words: str, *, system: str) -> str:
    """The newest workbook whose name holds the words, unless it is what was taken last.

    Raises TryLater when the share cannot be read, or is empty though it was not before.
    """
    try:
        names = [name for name in os.listdir(share) if is_workbook(name, words)]
        if not names:
            _missed(words, system)
            return ""
        newest = max(names, key=lambda name: (day_in(name), name))
        content = (Path(share) / newest).read_bytes()
    except OSError as trouble:
        raise TryLater("共享目录读不到。", "The share cannot be read.") from trouble
    return "" if is_last_taken(system=system, words=words, sha256=fingerprint(content)) else newest


def is_workbook(name: str, words: str) -> bool:
    """Whether it is a file of that list, and not what a program keeps beside an open one."""
    return words in name and name.lower().endswith(KINDS) and not name.startswith(("~", "."))


def day_in(name: str) -> str:
    """The day a file's name tells, as eight digits; "" when it tells none."""
    found = DAY.search(name)
    return f"{found[1]}{int(found[2]):02d}{int(found[3]):02d}" if found else ""


def _missed(words: str, system: str) -> None:
    """A share on which there was a list and is none any more is most likely not there at all."""
    if has_taken(system=system, words=words):
        raise TryLater(
            f"共享目录里没有“{words}”，以前有过：请查看目录是否还连着。",
            "The share holds no such list although it did before; is it still connected?",
        )


def rows_of(share: str, name: str, *, system: str) -> bytes:
    """All rows of all visible sheets as JSON: numbers stay numbers, days are ISO text.

    Raises FileRefused for a file that is broken, locked or too large.
    """
    try:
        content = (Path(share) / name).read_bytes()
    except OSError as trouble:
        raise TryLater("共享文件读不到。", "The shared file cannot be read.") from trouble
    note_file(system=system, name=name, sha256=fingerprint(content), size=len(content))
    try:
        if len(content) > SIZE_CAP:
            raise FileRefused("文件超过 50 MB。", "The file is larger than 50 MB.")
        sheets = read_workbook(content)
    except (SheetRefused, FileRefused) as trouble:
        if _is_growing(Path(share) / name, content):
            raise TryLater(
                f"{name} 还在拷贝，稍后再读。", "The workbook is still being copied."
            ) from trouble
        note_refused(system=system, name=name, reason=trouble.zh)
        raise FileRefused(f"{name}：{trouble.zh}", trouble.en) from trouble
    told = [[list(map(_plain, row)) for row in sheet.rows()] for sheet in sheets]
    return orjson.dumps(told)


def _is_growing(path: Path, content: bytes) -> bool:
    """Whether a file that cannot be read is another a moment later: somebody is copying it."""
    time.sleep(SETTLED)
    try:
        return path.stat().st_size != len(content)
    except OSError:
        return True


def _plain(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell
