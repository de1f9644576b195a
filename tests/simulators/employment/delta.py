"""The change list: windows of 31 days, pages by number, rows at the page edge told again."""

import zlib
from datetime import datetime, timedelta
from typing import Any

from tests.simulators.base.faults import Faults
from tests.simulators.base.habits import Habits
from tests.simulators.base.store import Store
from tests.simulators.employment.manners import dress
from tests.simulators.employment.tables import KEYS

WINDOW = timedelta(days=31)
FORM = "%Y-%m-%d %H:%M:%S"


class Delta:
    """Reads pages of `changed` and the rows behind them."""

    def __init__(self, store: Store, faults: Faults) -> None:
        self.store = store
        self.faults = faults

    def page(self, said: dict[str, Any], now: datetime, habits: Habits) -> dict[str, Any]:
        """The `data` of one answer.

        Raises ValueError when `since` is no time.
        """
        since = datetime.strptime(str(said["since"]), FORM)
        until = min(self.until(said, since, now), since + WINDOW)
        size = max(1, min(int(said.get("pageSize") or 10), habits.page_limit))
        number = max(1, int(said.get("pageNo") or 1))
        window = (since.strftime(FORM), until.strftime(FORM))
        total = self.total(window)
        total, number = self.disturb(total, number, size)
        rows = self.rows(window, (number - 1) * size, size)
        told = self.tell(rows, habits.messy)
        if habits.messy and number % 2 == 0:
            total += 1
        data = {"since": window[0], "until": window[1], "total": total, "pageNo": number}
        return self.spoil({**data, "pageSize": size, "list": told}, said)

    @staticmethod
    def until(said: dict[str, Any], since: datetime, now: datetime) -> datetime:
        if said.get("until"):
            return datetime.strptime(str(said["until"]), FORM)
        return max(since, now.replace(tzinfo=None))

    def total(self, window: tuple[str, str]) -> int:
        return self.store.value(
            "select count(*) from changed where aae036 >= ? and aae036 <= ?", window
        )

    def disturb(self, total: int, number: int, size: int) -> tuple[int, int]:
        """Pages that come twice, in another order, or for ever."""
        if self.faults.take("cursor_loop"):
            return (number + 1) * size, 1
        if self.faults.take("shuffled"):
            pages = -(-total // size)
            if number > pages:
                return total + size, max(1, pages)
            swapped = number + 1 if number % 2 else number - 1
            return total + size, swapped if swapped <= pages else number
        return total, number

    def rows(self, window: tuple[str, str], offset: int, size: int) -> list[dict[str, Any]]:
        rows = self.store.rows(
            "select lx, key, aae036 from changed where aae036 >= ? and aae036 <= ?"
            " order by aae036, lx, key limit ? offset ?",
            (*window, size, offset),
        )
        if not offset or not rows:
            return rows
        edge = self.store.rows(
            "select lx, key, aae036 from (select * from changed where aae036 >= ? and aae036 <= ?"
            " order by aae036, lx, key limit ?) where aae036 ="
            " (select aae036 from changed where aae036 >= ? and aae036 <= ?"
            " order by aae036, lx, key limit 1 offset ?)",
            (*window, offset, *window, offset - 1),
        )
        return edge + rows

    def tell(self, rows: list[dict[str, Any]], messy: bool) -> list[dict[str, Any]]:
        """The rows behind the keys, in the same order, as the bureau writes them."""
        wanted: dict[str, list[str]] = {}
        for row in rows:
            wanted.setdefault(row["lx"], []).append(row["key"])
        held = {lx: self.held(lx, keys) for lx, keys in wanted.items()}
        return [
            {"lx": row["lx"], **dress(held[row["lx"]][row["key"]], row["key"], messy)}
            for row in rows
        ]

    def held(self, lx: str, keys: list[str]) -> dict[str, dict[str, Any]]:
        key, marks = KEYS[lx], ", ".join("?" * len(keys))
        found = self.store.rows(f"select * from {lx} where {key} in ({marks})", keys)
        return {row[key]: row for row in found}

    def spoil(self, data: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
        if self.faults.take("zero_rows"):
            return {**data, "total": 0, "list": []}
        if fault := self.faults.take("fewer"):
            share = int(fault.get("drop", 0.6) * 1000)
            data["list"] = [row for row in data["list"] if bucket(row) >= share]
            data["total"] = int(data["total"] * (1 - share / 1000))
        data["list"] = [spoil_row(row, self.faults) for row in data["list"]]
        return data

    def same_second(self, said: dict[str, Any]) -> None:
        """Ten rows around the edge of the first page get one update second."""
        size = int(said.get("pageSize", 200))
        since = said.get("since") or self.store.value("select min(aae036) from changed")
        rows = self.store.rows(
            "select lx, key, aae036 from changed where aae036 >= ? order by aae036, lx, key"
            " limit 10 offset ?",
            (since, max(0, size - 5)),
        )
        for row in rows:
            second = rows[0]["aae036"]
            values = (second, row["key"])
            self.store.run(f"update {row['lx']} set aae036 = ? where {KEYS[row['lx']]} = ?", values)
            self.store.run(
                "update changed set aae036 = ? where lx = ? and key = ?",
                (second, row["lx"], row["key"]),
            )


def bucket(row: dict[str, Any]) -> int:
    return zlib.crc32(row[KEYS[row["lx"]]].encode()) % 1000


def spoil_row(row: dict[str, Any], faults: Faults) -> dict[str, Any]:
    """Columns that appear, go away, or hold a code nobody knows."""
    if fault := faults.take("missing_column"):
        row = {name: value for name, value in row.items() if name != fault["column"]}
    if faults.take("new_column"):
        row = {**row, "xzd01": "1"}
    if (fault := faults.is_on("new_code")) and fault["column"] in row and faults.take("new_code"):
        row = {**row, fault["column"]: fault.get("value", "XX")}
    return row
