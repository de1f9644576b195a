"""Which monthly files lie on the file server and have not been taken as they are now."""

import re
from dataclasses import dataclass

from connectors.errors import FileRefused
from connectors.transport.file_book import is_refused, last_taken, was_seen
from connectors.transport.files import OpenStore, fingerprint, md5_in

SYSTEM = "SI"
NAME = re.compile(r"AC02_(\d{6})_(\d{6})_(\d{3})(?:_R(\d+))?\.txt", re.IGNORECASE)
FOLDER = "/out"
OURS = "ac02"
BESIDE = (".md5", ".part", ".filepart", ".tmp", ".temp", ".swp")  # manifests and half uploads


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a month: the highest correction of one district and number."""

    name: str
    manifest: str  # the name of the file beside it, "" while there is none
    seal: str  # the fingerprint of the MD5 it names
    revision: int

    @property
    def book_name(self) -> str:
        return f"{self.name}.md5"

    @property
    def is_new(self) -> bool:
        """A file of the same name that was replaced is new again: its MD5 is another."""
        held = last_taken(system=SYSTEM, name=self.book_name)
        return held != self.seal if held else not last_taken(system=SYSTEM, name=self.name)

    @property
    def is_refused(self) -> bool:
        """Refused as it lies there now; under another MD5 it may have been mended."""
        same = was_seen(system=SYSTEM, name=self.book_name, sha256=self.seal)
        return same and is_refused(system=SYSTEM, name=self.name)


@dataclass(frozen=True, slots=True)
class Month:
    """All files of a month, read as one; `order` grows with every correction."""

    month: str
    parts: tuple[Part, ...]
    order: int


def month_in(watermark: str) -> str:
    return watermark.partition("_R")[0]


def month_of(name: str) -> str:
    return _agreed(name)[2]


def revision_of(name: str) -> int:
    return int(_agreed(name)[4] or 0)


def months_waiting(place: OpenStore, watermark: str, this_month: str) -> list[Month]:
    """Months that hold something new since the watermark, in their order.

    Each file tells everything: the first load is the newest month, and a month whose file was
    refused is passed over once a later one is there. A month still ahead is a slip of the pen: as
    told, it would be newer than every true one. Raises FileRefused when nothing waits but a file
    under such a name, or under one nobody agreed on.
    """
    waiting, strange = [], []
    since, held = month_in(watermark), watermark.partition("_R")[2]
    for month in (name for name in place.names(FOLDER) if re.fullmatch(r"\d{6}", name)):
        if month < since:
            continue
        names = place.names(f"{FOLDER}/{month}")
        if month > this_month:
            strange += [name for name in names if NAME.fullmatch(name)]
            continue
        strange += [name for name in names if _is_strange(name, month)]
        parts = parts_of(place, month, names)
        if any(part.is_new for part in parts):
            order = sum(part.revision for part in parts)
            order = max(order, int(held) + 1) if month == since and held.isdigit() else order
            waiting.append(Month(month, parts, order))
    if strange and not waiting:
        raise FileRefused(
            f"文件名不合约定，或者月份还没到，没有读取：{'、'.join(strange[:3])}",
            f"Files under names nobody agreed on, or of months to come: {', '.join(strange[:3])}",
        )
    later = [one for one in waiting[:-1] if not any(part.is_refused for part in one.parts)]
    return [*later, *waiting[-1:]] if watermark else waiting[-1:]


def parts_of(place: OpenStore, month: str, names: list[str]) -> tuple[Part, ...]:
    """Of each district and number the highest correction."""
    best: dict[tuple[str, str], tuple[int, str]] = {}
    for name in names:
        found = NAME.fullmatch(name)
        if found and found[2] == month:
            which, candidate = (found[1], found[3]), (int(found[4] or 0), name)
            best[which] = max(best.get(which, (-1, "")), candidate)
    return tuple(
        _part(place, month, name, revision, names)
        for _which, (revision, name) in sorted(best.items())
    )


def part_now(place: OpenStore, name: str) -> Part:
    """A file as it lies there now."""
    month = month_of(name)
    return _part(place, month, name, revision_of(name), place.names(f"{FOLDER}/{month}"))


def _part(place: OpenStore, month: str, name: str, revision: int, names: list[str]) -> Part:
    wanted = {f"{name}.md5".lower(), f"{name[:-4]}.md5".lower()}
    manifest = next((one for one in names if one.lower() in wanted), "")
    told = md5_in(place.read(f"{FOLDER}/{month}/{manifest}")) if manifest else ""
    return Part(name, manifest, fingerprint(told.encode()), revision)


def _is_strange(name: str, month: str) -> bool:
    if not name.lower().startswith(OURS) or name.lower().endswith(BESIDE):
        return False
    found = NAME.fullmatch(name)
    return found is None or found[2] != month


def _agreed(name: str) -> re.Match[str]:
    found = NAME.fullmatch(name)
    if found is None:
        raise FileRefused(f"文件名不合约定：{name}", f"Not an agreed file name: {name}")
    return found
