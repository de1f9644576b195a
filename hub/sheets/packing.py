"""What a packed workbook says of itself before it is unpacked: bombs are sent back unopened."""

import zipfile
from typing import BinaryIO

MOST_ENTRIES = 200
MOST_BYTES = 300 * 2**20
MOST_RATIO = 100
SMALL_ENTRY = 2**20
NESTED = (".zip", ".xlsx", ".xls", ".7z", ".rar", ".gz")


class Refused(Exception):
    """The file is not opened; the argument is a code of `hub.sheets.errors`."""


def check(file: BinaryIO) -> None:
    """Raise Refused for a packed file that is broken, a bomb or no plain workbook."""
    try:
        entries = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
        raise Refused("broken") from broken
    names = {entry.filename for entry in entries}
    if "content.xml" not in names and not any(name.startswith("xl/") for name in names):
        raise Refused("no_workbook")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise Refused("too_large")
    for entry in entries:
        check_entry(entry)
    file.seek(0)


def check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.filename.startswith(("/", "\\")) or ".." in entry.filename.split("/"):
        raise Refused("broken")
    if entry.filename.lower().endswith(NESTED) and "embeddings/" not in entry.filename:
        raise Refused("no_workbook")
    if entry.flag_bits & 1:
        raise Refused("locked")
    big = entry.file_size > SMALL_ENTRY
    if big and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise Refused("too_large")
