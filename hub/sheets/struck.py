"""Lines that somebody has struck through: who was on them is no longer meant.

Only a packed workbook's own parts say so; read in the limited child, and only where its styles
hold a struck font at all.
"""

import re
import zipfile
from collections import Counter
from html import unescape

LARGEST_PART = 100 * 2**20
LEAST_CELLS = 2

FONTS = re.compile(rb"<fonts\b.*?</fonts>", re.S)
FONT = re.compile(rb"<font\s*/>|<font\b.*?</font>", re.S)
STRIKE = re.compile(rb'<strike(?:\s+val="(?:1|true)")?\s*/>')
FORMATS = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.S)
FORMAT = re.compile(rb'<xf\b[^>]*?fontId="(\d+)"')
SHEET = re.compile(r"<sheet\b[^>]*>")
LINK = re.compile(r"<Relationship\b[^>]*>")
CELL = re.compile(rb'<c r="[A-Z]+(\d+)"(?: s="(\d+)")?[^>]*>\s*<[vfi]')


def struck_lines(book: zipfile.ZipFile) -> dict[str, list[int]]:
    """By sheet the lines, counted from 0, of which most filled cells are struck through."""
    styles = struck_styles(part(book, "xl/styles.xml"))
    if not styles:
        return {}
    return {name: lines_in(part(book, path), styles) for name, path in sheets_of(book).items()}


def part(book: zipfile.ZipFile, path: str) -> bytes:
    """A part unpacked, or nothing of one that is missing or larger than the child can hold.

    Raises what `zipfile` raises of a damaged one, which makes the whole file unreadable.
    """
    try:
        about = book.getinfo(path)
    except KeyError:
        return b""
    return book.read(about) if about.file_size <= LARGEST_PART else b""


def struck_styles(styles: bytes) -> frozenset[bytes]:
    fonts, formats = FONTS.search(styles), FORMATS.search(styles)
    if not fonts or not formats or not STRIKE.search(fonts[0]):
        return frozenset()
    struck = {n for n, font in enumerate(FONT.findall(fonts[0])) if STRIKE.search(font)}
    used = (int(font) for font in FORMAT.findall(formats[0]))
    return frozenset(str(n).encode() for n, font in enumerate(used) if font in struck)


def sheets_of(book: zipfile.ZipFile) -> dict[str, str]:
    """The name of every sheet and the part that holds it."""
    links = LINK.findall(part(book, "xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
    paths = {attribute(link, "Id"): attribute(link, "Target") for link in links}
    sheets = SHEET.findall(part(book, "xl/workbook.xml").decode("utf-8", "replace"))
    return {
        unescape(attribute(sheet, "name")): in_book(paths.get(attribute(sheet, "r:id"), ""))
        for sheet in sheets
    }


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def in_book(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def lines_in(sheet: bytes, styles: frozenset[bytes]) -> list[int]:
    filled, struck = Counter[int](), Counter[int]()
    for cell in CELL.finditer(sheet):
        line = int(cell[1])
        filled[line] += 1
        struck[line] += cell[2] in styles
    return sorted(
        line - 1 for line, n in struck.items() if n >= LEAST_CELLS and n * 2 > filled[line]
    )
