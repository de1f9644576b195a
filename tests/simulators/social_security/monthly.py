"""The monthly file: GBK, no header, amounts in fen, a closing line, a checksum beside it."""

import hashlib
import zlib
from collections.abc import Iterable
from pathlib import Path

from tests.simulators.base.faults import Faults
from tests.simulators.social_security.accounts import Accounts

AREA = "420190"
LINE = [
    "aac001",
    "id_served",
    "aac003",
    "aae140",
    "aac008",
    "aac031",
    "aac049",
    "aae041",
    "aae201",
    "aac040",
    "acc31f",
    "aac008s",
    "ajc112",
    "aac008g",
    "aic160",
    "aac084",
    "aae010",
    "aae008",
    "aaz500",
    "aac086",
]
BASE, LAST, COUNT, START = (LINE.index(name) for name in ("aac040", "aae041", "aae201", "aic160"))


class Monthly:
    """Writes files for a month; what is wrong with them depends on the faults that are on."""

    def __init__(self, folder: Path, accounts: Accounts, faults: Faults) -> None:
        self.folder = folder
        self.accounts = accounts
        self.faults = faults

    def name(self, month: str, correction: int = 0) -> str:
        tail = f"_R{correction}" if correction else ""
        return f"AC02_{AREA}_{month}_001{tail}.txt"

    def path(self, month: str, correction: int = 0) -> Path:
        return self.folder / "out" / month / self.name(month, correction)

    def next_correction(self, month: str) -> int:
        """0 for the first file of a month, then 1, 2, ..."""
        number = 0
        while self.path(month, number).exists():
            number += 1
        return number

    def write(self, month: str, *, slips: bool = False) -> Path:
        """The next file of the month; `slips` puts wrong bases into it, for a later correction."""
        path = self.path(month, self.next_correction(month))
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [as_of(list(row), month) for row in self.accounts.all(LINE)]
        if slips:
            for line in lines[::2500]:
                line[BASE] = str(int(line[BASE] or 0) * 10)
        lines = self.spoil(lines)
        body = self.text(lines).encode("gbk", errors="replace")
        checksum = hashlib.md5(body, usedforsecurity=False).hexdigest()
        if self.faults.take("truncated"):
            body = body[: len(body) * 2 // 3]
        path.write_bytes(body)
        self.write_checksum(path, checksum)
        return path

    def write_checksum(self, path: Path, checksum: str) -> None:
        if self.faults.take("no_manifest"):
            return
        if self.faults.take("bad_checksum"):
            checksum = checksum[::-1]
        path.with_name(path.name + ".md5").write_text(f"{checksum}  {path.name}\n")

    def text(self, lines: list[list[str]]) -> str:
        total = sum(int(line[BASE] or 0) for line in lines if len(line) > BASE)
        count = len(lines) + (7 if self.faults.take("wrong_count") else 0)
        body = "".join("|".join(line) + "\n" for line in lines)
        return f"{body}#END|{count}|{total}\n"

    def spoil(self, lines: list[list[str]]) -> list[list[str]]:
        take = self.faults.take
        if take("zero_rows"):
            return []
        if fault := take("fewer"):
            share = int(fault.get("drop", 0.6) * 1000)
            lines = [line for line in lines if zlib.crc32(line[0].encode()) % 1000 >= share]
        if fault := take("missing_column"):
            place = LINE.index(fault["column"])
            lines = [[*line[:place], *line[place + 1 :]] for line in lines]
        if take("new_column"):
            lines = [[*line, "1"] for line in lines]
        if fault := self.faults.is_on("new_code"):
            place = LINE.index(fault["column"])
            for line in lines:
                if take("new_code"):
                    line[place] = fault.get("value", "X")
        return lines


def as_of(line: list[str], month: str) -> list[str]:
    """The account as it stood at the close of an earlier month."""
    if line[LAST] > month and not line[START]:
        behind = months(month, line[LAST])
        line[LAST], line[COUNT] = month, str(max(0, int(line[COUNT]) - behind))
    return line


def months(earlier: str, later: str) -> int:
    return (int(later[:4]) - int(earlier[:4])) * 12 + int(later[4:]) - int(earlier[4:])


def keys_of(path: Path) -> Iterable[str]:
    """Person numbers in the order of the file, as far as it goes."""
    for line in path.read_bytes().decode("gbk", errors="replace").splitlines():
        if line and not line.startswith("#"):
            yield line.partition("|")[0]
