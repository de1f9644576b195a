"""The monthly file: the highest correction of each new month, checked whole before use."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from connectors.contract import Reading, Row, RowMap, Standing, Stream, Token
from connectors.errors import FileRefused
from connectors.social_security.rows import FILE_COLUMNS, PERSON
from connectors.transport.file_book import note_file, note_refused, note_taken
from connectors.transport.files import FileStore, OpenStore, check_md5, fingerprint

NAME = re.compile(r"^AC02_\d{6}_(\d{6})_\d{3}(?:_R(\d+))?\.txt$")
FOLDER = "/out"
LINES = 5_000
BASE = FILE_COLUMNS.index("aac040")


class MonthlyFile(Stream):
    name = "monthly_file"
    full = True

    def __init__(self, store: FileStore) -> None:
        self.store = store
        self._held: tuple[str, list[bytes]] = ("", [])

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (PERSON,)

    def begin(self, standing: Standing) -> Token | None:
        with self.store.opened() as place:
            waiting = _newest_of_each_month(place, after=standing.watermark)
        if not standing.watermark:
            waiting = waiting[-1:]  # each file tells everything, so the newest is the first load
        return self._token(waiting, 0, "") if waiting else None

    def fetch(self, token: Token) -> bytes:
        lines = self._lines(token)
        start = int(str(token["line"]))
        return b"\n".join(lines[start : start + LINES]) + b"\n" + f"#OF|{len(lines)}".encode()

    def read(self, raw: bytes, token: Token) -> Reading:
        *lines, last = raw.rstrip(b"\n").split(b"\n")
        total, start = int(last.split(b"|")[1]), int(str(token["line"]))
        month, revision = _month_and_revision(str(token["file"]))
        ours = {"told_on": _told_on(month, revision), "data_day": f"{_month_end(month):%Y-%m-%d}"}
        rows = [_row(line, ours) for line in lines if line]
        following = self._following(token, start + len(lines), total)
        whole = start + len(lines) >= total
        return Reading(
            rows,
            following,
            total=total,
            watermark=f"{month}_R{revision:02d}" if whole else "",
            data_date=_month_end(month) if whole else None,
        )

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        if reading.watermark:
            note_taken(system="SI", name=str(token["file"]))

    def _following(self, token: Token, line: int, total: int) -> Token | None:
        if line < total:
            return {**token, "line": line}
        waiting = list(token["then"])
        return self._token(waiting, 0, "") if waiting else None

    def _token(self, waiting: list[str], line: int, sha256: str) -> Token:
        return {"file": waiting[0], "then": waiting[1:], "line": line}

    def _lines(self, token: Token) -> list[bytes]:
        name = str(token["file"])
        if self._held[0] != name:
            self._held = (name, self._whole(name))
        return self._held[1]

    def _whole(self, name: str) -> list[bytes]:
        month, _revision = _month_and_revision(name)
        path = f"{FOLDER}/{month}/{name}"
        with self.store.opened() as place:
            content, manifest = place.read(path), place.read(f"{path}.md5")
        note_file(system="SI", name=name, sha256=fingerprint(content), size=len(content))
        try:
            check_md5(content, manifest)
            lines = checked_lines(content)
        except FileRefused as trouble:
            note_refused(system="SI", name=name, reason=trouble.zh)
            raise
        return lines


def checked_lines(content: bytes) -> list[bytes]:
    """The file's rows. Raises FileRefused when count or sum differ from its last line."""
    *lines, last = content.rstrip(b"\r\n").split(b"\n")
    lines = [line.rstrip(b"\r") for line in lines]
    parts = last.strip().split(b"|")
    if parts[0] != b"#END" or len(parts) != 3 or not (parts[1] + parts[2]).isdigit():
        raise FileRefused("文件没有结束行，可能没有传完。", "The file has no end line.")
    if int(parts[1]) != len(lines):
        raise FileRefused(
            f"文件写明 {int(parts[1])} 行，实有 {len(lines)} 行，没有采用。",
            f"The file says {int(parts[1])} rows and holds {len(lines)}.",
        )
    if int(parts[2]) != sum(_fen(line) for line in lines):
        raise FileRefused("文件合计与各行之和不符，没有采用。", "The file's sum does not match.")
    return lines


def _fen(line: bytes) -> int:
    """The line's amount; of a damaged line as its bytes tell it, for the sum is the file's."""
    told = _cells(line)
    raw = line.split(b"|")
    text = (raw[BASE] if len(raw) > BASE else b"") if "line" in told else told["aac040"].encode()
    return int(text) if text.isdigit() else 0


def _cells(line: bytes) -> dict[str, str]:
    """The line's cells by column, parted after it is text: the second byte of a character
    may be the same as the parting line. A line with too few cells names nobody, for half a
    character before a parting line swallows it and moves every cell after it."""
    cells = line.decode("gbk", "replace").split("|")
    if len(cells) < len(FILE_COLUMNS):
        return {**dict.fromkeys(FILE_COLUMNS, ""), "aac001": cells[0], "line": "|".join(cells)}
    return dict(zip(FILE_COLUMNS, cells, strict=False))


def _row(line: bytes, ours: Mapping[str, str]) -> Row:
    return Row("ac02", {**_cells(line), **ours})


def _newest_of_each_month(place: OpenStore, *, after: str) -> list[str]:
    best: dict[str, tuple[int, str]] = {}
    for month in (name for name in place.names(FOLDER) if name.isdigit()):
        for name in place.names(f"{FOLDER}/{month}"):
            if NAME.match(name):
                revision = _month_and_revision(name)[1]
                best[month] = max(best.get(month, (-1, "")), (revision, name))
    return [
        name
        for month, (revision, name) in sorted(best.items())
        if f"{month}_R{revision:02d}" > after
    ]


def _month_and_revision(name: str) -> tuple[str, int]:
    found = NAME.match(name)
    if found is None:
        raise FileRefused(f"文件名不合约定：{name}", f"Not an agreed file name: {name}")
    return found[1], int(found[2] or 0)


def _told_on(month: str, revision: int) -> str:
    """Sorts after every single answer of the month and before the next month's."""
    return f"{_month_end(month):%Y%m%d}R{revision:02d}"


def _month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[4:])
    return date(year, number, monthrange(year, number)[1])
