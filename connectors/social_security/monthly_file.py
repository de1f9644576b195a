"""The monthly file: the highest corrections of each new month, checked whole before use."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date

from connectors.contract import Reading, RowMap, Standing, Stream, Token
from connectors.errors import FileRefused, TryLater
from connectors.social_security.folder import (
    FOLDER,
    SYSTEM,
    Month,
    Part,
    month_in,
    month_of,
    months_waiting,
    part_now,
    revision_of,
)
from connectors.social_security.lines import checked_lines, rows_of
from connectors.social_security.rows import PERSON
from connectors.transport.file_book import note_file, note_refused, note_taken
from connectors.transport.files import FileStore, OpenStore, check_md5, fingerprint
from connectors.transport.times import LOCAL

LINES = 5_000


class MonthlyFile(Stream):
    """Pages of lines of one month's files after another, which are held while they are read."""

    name = "monthly_file"
    full = True

    def __init__(self, store: FileStore) -> None:
        self.store = store
        self._held: tuple[Sequence[str], list[bytes], str] = ([], [], "")

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (PERSON,)

    def trusts(self, standing: Standing) -> bool:
        return month_in(standing.watermark) <= _this_month(standing)

    def begin(self, standing: Standing) -> Token | None:
        with self.store.opened() as place:
            waiting = months_waiting(place, standing.watermark, _this_month(standing))
        return _token([_asked(month) for month in waiting])

    def fetch(self, token: Token) -> bytes:
        names, start = _names(token), int(str(token["line"]))
        if self._held[0] != names:
            self._held = (names, *self._whole(names))
        _names_held, lines, face = self._held
        end = f"#OF|{len(lines)}|{face}".encode()
        return b"\n".join([*lines[start : start + LINES], end])

    def read(self, raw: bytes, token: Token) -> Reading:
        *lines, last = raw.rstrip(b"\n").split(b"\n")
        told = last.decode().split("|")
        total, face, start = int(told[1]), told[2] if len(told) > 2 else "", int(str(token["line"]))
        if start and token.get("face", face) != face:  # replaced while it was read: from its top
            return Reading([], {**token, "line": 0, "face": face})
        month, order = month_of(str(token["file"])), _order(token)
        ours = {"told_on": _told_on(month, order), "data_day": f"{_month_end(month):%Y-%m-%d}"}
        reached = start + len(lines)
        whole = reached >= total
        return Reading(
            rows_of([line for line in lines if line], ours),
            _token(token["then"]) if whole else {**token, "line": reached, "face": face},
            total=total,
            watermark=f"{month}_R{order:02d}" if whole else "",
            data_date=_month_end(month) if whole else None,
        )

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        for name in _names(token) if reading.watermark else ():
            note_taken(system=SYSTEM, name=name)
            note_taken(system=SYSTEM, name=f"{name}.md5")

    def _whole(self, names: Sequence[str]) -> tuple[list[bytes], str]:
        """The lines of all files together, and one fingerprint of them."""
        lines: list[bytes] = []
        faces = []
        for name in names:
            with self.store.opened() as place:
                part = part_now(place, name)
                content = place.read(f"{FOLDER}/{month_of(name)}/{name}")
                lines += _checked(place, part, content)
            faces.append(fingerprint(content))
        return lines, fingerprint("".join(faces).encode())[:16]


def _checked(place: OpenStore, part: Part, content: bytes) -> list[bytes]:
    """The file's lines, noted. Raises FileRefused, or TryLater while it is still being sent."""
    folder = f"{FOLDER}/{month_of(part.name)}"
    note_file(system=SYSTEM, name=part.name, sha256=fingerprint(content), size=len(content))
    note_file(system=SYSTEM, name=part.book_name, sha256=part.seal, size=0)
    try:
        if not part.manifest:
            raise FileRefused(
                f"{part.name} 旁边没有 MD5 文件，可能没有传完，没有采用。",
                f"There is no MD5 file beside {part.name}; not used.",
            )
        check_md5(content, place.read(f"{folder}/{part.manifest}"))
        return checked_lines(content)
    except FileRefused as trouble:
        if place.is_growing(f"{folder}/{part.name}", len(content)):
            raise TryLater(
                f"{part.name} 还在上传，稍后再读。", f"{part.name} is still being sent."
            ) from trouble
        note_refused(system=SYSTEM, name=part.name, reason=trouble.zh)
        raise


def _this_month(standing: Standing) -> str:
    return f"{standing.now.astimezone(LOCAL):%Y%m}"


def _asked(month: Month) -> Token:
    first, *others = (part.name for part in month.parts)
    return {"file": first, "with": others, "order": month.order}


def _token(waiting: Sequence[Token]) -> Token | None:
    return {**waiting[0], "then": waiting[1:], "line": 0} if waiting else None


def _names(token: Token) -> list[str]:
    return [str(token["file"]), *map(str, token.get("with", ()))]


def _order(token: Token) -> int:
    return int(token.get("order", revision_of(str(token["file"]))))


def _told_on(month: str, order: int) -> str:
    """Sorts after every single answer of the month and before the next month's."""
    return f"{_month_end(month):%Y%m%d}R{order:02d}"


def _month_end(month: str) -> date:
    year, number = int(month[:4]), int(month[4:])
    return date(year, number, monthrange(year, number)[1])
