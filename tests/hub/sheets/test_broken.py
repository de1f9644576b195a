"""Files that must not enter: one sentence, quickly, and nothing taken."""

import contextlib
import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.sheets.errors import SENTENCES, SheetRefused
from hub.sheets.roster import read_roster
from hub.sheets.workbook import read_workbook
from tests.hub.sheets.make import make_number, make_workbook

ROSTER = [["姓名", "身份证号"], ["许海", make_number(50)]]
SHEET = "xl/worksheets/sheet1.xml"


def repacked(changes):
    """The same workbook with some of its parts replaced."""
    before = zipfile.ZipFile(io.BytesIO(make_workbook(ROSTER)))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(entry.filename, changes.pop(entry.filename, before.read(entry.filename)))
        for name, part in changes.items():
            after.writestr(name, part)
    return file.getvalue()


def packed(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packing:
        for name, part in parts.items():
            packing.writestr(name, part)
    return file.getvalue()


def sheet_xml(cell="A1", value="1"):
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml'
        f'/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="{cell}">'
        f"<v>{value}</v></c></row></sheetData></worksheet>"
    )


def damaged(name):
    """The workbook with one byte of a part's packed text turned over."""
    content = make_workbook(ROSTER)
    entry = zipfile.ZipFile(io.BytesIO(content)).getinfo(name)
    names = [int.from_bytes(content[entry.header_offset + n :][:2], "little") for n in (26, 28)]
    at = entry.header_offset + 30 + sum(names) + 5
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


BAD = {
    "damaged styles": (damaged("xl/styles.xml"), "broken"),
    "a damaged sheet": (damaged(SHEET), "broken"),
    "empty": (b"", "empty"),
    "spaces": (b"  \r\n ", "empty"),
    "no zip": (b"PK\x03\x04 but no more", "broken"),
    "cut short": (make_workbook(ROSTER)[:2000], "broken"),
    "another zip": (b"PK" + b"\x00" * 50, "broken"),
    "web page": ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "web_page"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no_workbook"),
    "old and damaged": (b"\xd0\xcf\x11\xe0" + b"\x00" * 5000, "broken"),
    "a bomb": (repacked({SHEET: b" " * 120_000_000}), "too_large"),
    "a nested zip": (repacked({"xl/inner.zip": b"PK"}), "no_workbook"),
    "a way out": (repacked({"../../etc/passwd": b"x"}), "broken"),
    "the last cell": (repacked({SHEET: sheet_xml("XFD1048576")}), "too_large"),
    "a printed page": (b"%PDF-1.7 and so on", "no_workbook"),
    "a letter": (
        packed({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"}),
        "no_workbook",
    ),
    "locked": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 9, "locked"),
    "many parts": (repacked({f"xl/p{n}.xml": b"x" for n in range(300)}), "too_large"),
    "no heading": (make_workbook([["天气", "温度"], ["晴", "20"]]), "no_header"),
    "an empty sheet": (make_workbook([]), "no_header"),
}


@pytest.mark.parametrize("which", BAD, ids=lambda which: which)
def test_a_file_that_cannot_enter_is_refused_with_its_sentence(which):
    content, reason = BAD[which]
    started = time.monotonic()

    with pytest.raises(SheetRefused) as refusal:
        read_roster(content)

    assert refusal.value.reason == reason
    assert refusal.value.zh == SENTENCES[reason][0]
    assert time.monotonic() - started < 10


def test_entities_and_outer_links_are_not_followed():
    doctype = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    outer = sheet_xml(value="&e;").replace('<?xml version="1.0"?>', doctype)

    with pytest.raises(SheetRefused):
        read_roster(repacked({SHEET: outer}))


def test_a_parser_that_dies_takes_nobody_with_it():
    with pytest.raises(SheetRefused):
        read_workbook(BAD["the last cell"][0])

    assert read_workbook(make_workbook(ROSTER))[0].name == "表1"


@settings(max_examples=15, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_refused(content):
    with contextlib.suppress(SheetRefused):
        read_roster(content)
