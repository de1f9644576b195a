"""Workbooks on a file share: hashed before use, opened in the limited child, kept as plain rows."""

from datetime import date
from pathlib import Path

import orjson

from connectors.errors import FileRefused, TryLater
from connectors.transport.egress import SIZE_CAP
from connectors.transport.file_book import note_file, note_refused, was_taken
from connectors.transport.files import fingerprint
from hub.sheets.errors import SheetRefused
from hub.sheets.workbook import read_workbook


def newest_not_taken(share: str, beginning: str, *, system: str) -> str:
    """The newest workbook whose name begins so, when its present content was not taken yet.

    Raises TryLater when the share cannot be read.
    """
    try:
        names = sorted(path.name for path in Path(share).glob(f"{beginning}*.xlsx"))
        if not names:
            return ""
        content = (Path(share) / names[-1]).read_bytes()
    except OSError as trouble:
        raise TryLater("共享目录读不到。", "The share cannot be read.") from trouble
    return "" if was_taken(system=system, sha256=fingerprint(content)) else names[-1]


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
        note_refused(system=system, name=name, reason=trouble.zh)
        raise FileRefused(f"{name}：{trouble.zh}", trouble.en) from trouble
    told = [[list(map(_plain, row)) for row in sheet.rows()] for sheet in sheets]
    return orjson.dumps(told)


def _plain(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell
