"""Writes the world's files and counts their rows."""

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Row = Iterable[object]


class Book:
    """A folder of CSV files, each opened once with its header."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: dict[str, int] = {}
        (folder / "inside").mkdir(parents=True, exist_ok=True)

    def write(self, name: str, columns: str, rows: Iterable[Row]) -> None:
        """One file whole; `columns` are names parted by blanks."""
        count = 0

        def counted() -> Iterable[Row]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        with (self.folder / name).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(columns.split())
            writer.writerows(counted())
        self.counts[name] = count

    def finish(self, facts: dict[str, Any]) -> None:
        """world.json last: its presence means that the world is whole."""
        text = json.dumps({**facts, "counts": self.counts}, ensure_ascii=False, indent=1)
        (self.folder / "world.json").write_text(text + "\n", encoding="utf-8")


Stamp = Callable[[int], str]
