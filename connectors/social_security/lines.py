"""The lines of a monthly file: counted and summed against its last one, parted into columns."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from connectors.contract import DAMAGED, Row
from connectors.errors import FileRefused
from connectors.social_security.rows import FILE_COLUMNS
from connectors.transport.texts import CHINESE, is_utf8

ENDS = re.compile(rb"\r\n|\n|\r")
FEN = re.compile(r"-?\d+")
WIDTH = len(FILE_COLUMNS)
ENOUGH = 10  # lines from which most of them too short are another layout and not damage
BASE = FILE_COLUMNS.index("aac040")


def checked_lines(content: bytes) -> list[bytes]:
    """The file's rows, in GB 18030. Raises FileRefused when its last line tells otherwise."""
    if is_utf8(content):
        content = content.decode("utf-8-sig").encode(CHINESE)
    lines = [line for line in ENDS.split(content.rstrip(b"\x1a\r\n ")) if line.strip()]
    last = [part.strip() for part in lines.pop().split(b"|")] if lines else [b""]
    while last and not last[-1]:
        last.pop()
    if len(last) != 3 or last[0] != b"#END" or not (last[1] + last[2]).isdigit():
        raise FileRefused("文件没有结束行，可能没有传完。", "The file has no end line.")
    if int(last[1]) != len(lines):
        raise FileRefused(
            f"文件写明 {int(last[1])} 行，实有 {len(lines)} 行，没有采用。",
            f"The file says {int(last[1])} rows and holds {len(lines)}.",
        )
    if int(last[2]) != sum(map(_fen, lines)):
        raise FileRefused("文件合计与各行之和不符，没有采用。", "The file's sum does not match.")
    _check_width(lines)
    return lines


def rows_of(lines: Sequence[bytes], ours: Mapping[str, str]) -> list[Row]:
    """One row a line. A line of fewer or more cells than the others names nobody: a cell may have
    been swallowed or parted, and every cell after it have moved."""
    told = [_cells(line) for line in lines]
    usual = Counter(map(len, told)).most_common(1)[0][0] if told else WIDTH
    width = max(usual, WIDTH)
    return [_row(line, cells, width, ours) for line, cells in zip(lines, told, strict=True)]


def _row(line: bytes, cells: list[str], usual: int, ours: Mapping[str, str]) -> Row:
    if len(cells) == usual:
        return Row("ac02", {**dict(zip(FILE_COLUMNS, cells, strict=False)), **ours})
    whole = {"aac001": cells[0], "line": line.decode(CHINESE, "backslashreplace")}
    return Row("ac02", {**dict.fromkeys(FILE_COLUMNS, ""), **whole, **ours}, stays_out=DAMAGED)


def _check_width(lines: Sequence[bytes]) -> None:
    short = sum(len(_cells(line)) < WIDTH for line in lines)
    if len(lines) >= ENOUGH and 2 * short > len(lines):
        raise FileRefused(
            f"文件有 {short} 行不足约定的 {WIDTH} 列，没有采用。",
            f"{short} lines of the file have fewer than {WIDTH} columns; not used.",
        )


def _fen(line: bytes) -> int:
    """The line's amount; of a damaged line as its bytes tell it, for the sum is the file's."""
    cells = _cells(line)
    if len(cells) >= WIDTH:
        text = cells[BASE].strip()
    else:
        raw = line.split(b"|")
        text = raw[BASE].decode("ascii", "replace").strip() if len(raw) > BASE else ""
    return int(text) if FEN.fullmatch(text) else 0


def _cells(line: bytes) -> list[str]:
    """The line's cells, parted after it is text: the second byte of a character may be the same
    as the parting line."""
    return line.decode(CHINESE, "replace").split("|")
