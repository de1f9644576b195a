"""What the housing office does by itself: sends batches, looks at its inbox, decides."""

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.simulators.base.clock import plain, read_time
from tests.simulators.base.habits import Habits
from tests.simulators.base.ledger import Ledger
from tests.simulators.base.store import Store, keep, kept
from tests.simulators.housing.exchange import BEFORE_QUEUE, Exchange, families_of, members_of

SCHEMA = """
create table case_file(lsh text primary key, sqbh text not null, xlh integer not null,
    filed_at text not null, state text not null, name text, id_number text, mode text);
"""
ACCEPTED, PASSED, RETURNED = "受理", "通过", "退回"
JUNE = 6
NEXT_STATE = {
    "轮候": "保障中",
    "已受理": "公示",
    "公示": "轮候",
    "复核": "保障中",
    "保障中": "复核",
}


class Office:
    def __init__(self, exchange: Exchange, store: Store, ledger: Ledger, world: Path, seed: int):
        self.exchange, self.store, self.ledger, self.world = exchange, store, ledger, world
        self.random = Random(f"{seed}:housing").random
        if not store.value("select count(*) from sqlite_master where name = 'case_file'"):
            store.script(SCHEMA)

    # -- outward -------------------------------------------------------------------------------

    def next_batch(self, now: datetime) -> str:
        number = int(kept(self.store, "batch") or 0) + 1
        keep(self.store, "batch", str(number))
        return f"P{now:%Y%m%d}{number:04d}"

    def send(
        self, table: str, kind: str, rows: list[dict[str, Any]], pch: str, now: datetime
    ) -> int:
        numbers = self.exchange.write(table, kind, rows, pch, now)
        self.ledger.served("table", [(table, str(xlh), pch) for xlh in numbers], kind)
        return len(numbers)

    def first_load(self, now: datetime, messy: bool) -> None:
        """Everything as inserts, in three batches, with the slips of such loads."""
        families, members = families_of(self.world), members_of(self.world)
        queued = [one for one in families if one["bzzt"] not in BEFORE_QUEUE]
        pch = self.next_batch(now)
        self.exchange.finish(pch, self.send("hs_apply_out", "I", families, pch, now), now)
        pch = self.next_batch(now)
        early = queued[:: max(1, len(queued) // 5)] if messy else []
        count = self.send("hs_guarantee_out", "U", early, pch, now)
        count += self.send("hs_guarantee_out", "I", queued, pch, now)
        strangers = [{"jtbh": f"JT99{n:05d}"} for n in range(3)] if messy else []
        count += self.send("hs_guarantee_out", "D", strangers, pch, now)
        self.exchange.finish(pch, count, now)
        pch = self.next_batch(now)
        self.exchange.finish(pch, self.send("hs_member_out", "I", members, pch, now), now)
        if messy:
            again = self.send("hs_member_out", "I", members[:20], pch, now)
            self.exchange.finish(pch, again, now)

    def send_changes(self, count: int, now: datetime, *, half: bool = False) -> str:
        """Some families move one state on; `half` leaves the batch unfinished."""
        families = [one for one in self.newest_guarantees() if one["bzzt"] in NEXT_STATE]
        chosen = [families[int(self.random() * len(families))] for _ in range(count)]
        for one in chosen:
            one["bzzt"] = NEXT_STATE[one["bzzt"]]
        pch = self.next_batch(now)
        sent = self.send("hs_guarantee_out", "U", chosen, pch, now)
        if not half:
            self.exchange.finish(pch, sent, now)
        return pch

    def newest_guarantees(self) -> list[dict[str, Any]]:
        return self.exchange.rows(
            "SELECT DISTINCT ON (jtbh) * FROM qzk.hs_guarantee_out WHERE sqr_sfzh IS NOT NULL"
            " ORDER BY jtbh, xlh DESC"
        )

    def waiting(self) -> list[dict[str, Any]]:
        """Families on the waiting list, with how many they are."""
        counts = {
            row["jtbh"]: row["persons"]
            for row in self.exchange.rows(
                "SELECT jtbh, count(DISTINCT sfzh) AS persons FROM qzk.hs_member_out GROUP BY jtbh"
            )
        }
        return [
            {**one, "persons": counts.get(one["jtbh"], 1)}
            for one in self.newest_guarantees()
            if one["bzzt"] == "轮候" and one["lhrq"]
        ]

    # -- inward --------------------------------------------------------------------------------

    def look_at_inbox(self, now: datetime, habits: Habits) -> int:
        """Read what the hub wrote; a row that cannot be taken gets its reason."""
        rows = self.exchange.rows("SELECT * FROM qzk.hs_apply_in WHERE zt = 0 ORDER BY xlh")
        for row in rows:
            reason = refusal(row, now, habits)
            state = 2 if reason else 1
            self.exchange.run(
                "UPDATE qzk.hs_apply_in SET zt = %s, cwxx = %s WHERE xlh = %s",
                (state, reason or None, row["xlh"]),
            )
            self.ledger.received("hs_apply_in", "apply", row["lsh"], reason)
            if not reason:
                self.accept(row, now)
        return len(rows)

    def accept(self, row: dict[str, Any], now: datetime) -> None:
        number = f"SQ9{row['xlh']:06d}"
        self.store.run(
            "insert into case_file values (?, ?, ?, ?, ?, ?, ?, ?)",
            (row["lsh"], number, row["xlh"], plain(now), ACCEPTED, row["sqr_xm"],
             row["sqr_sfzh"], row["bzfs"]),
        )  # fmt: skip
        self.answer(row["lsh"], number, ACCEPTED, "", now)

    def answer(self, lsh: str, number: str, result: str, reason: str, now: datetime) -> None:
        pch = self.next_batch(now)
        row = {"lsh": lsh, "sqbh": number, "jg": result, "yy": reason}
        self.exchange.finish(pch, self.send("hs_result_out", "I", [row], pch, now), now)

    def decide(self, lsh: str, result: str, reason: str, now: datetime) -> dict[str, Any]:
        """Raises KeyError when nobody filed that."""
        found = self.store.one("select * from case_file where lsh = ? or sqbh = ?", (lsh, lsh))
        if found is None:
            raise KeyError(lsh)
        self.store.run("update case_file set state = ? where lsh = ?", (result, found["lsh"]))
        self.answer(found["lsh"], found["sqbh"], result, reason, now)
        if result == PASSED:
            self.open_file(found, now)
        return {**found, "state": result, "reason": reason}

    def open_file(self, found: dict[str, Any], now: datetime) -> None:
        """A passed application appears among what the office sends."""
        pch = self.next_batch(now)
        row = {
            "sqbh": found["sqbh"], "jtbh": f"JT9{found['xlh']:06d}", "sqr_xm": found["name"],
            "sqr_sfzh": found["id_number"], "sqrq": found["filed_at"][:10],
            "bzfs": found["mode"], "bzzt": "轮候",
        }  # fmt: skip
        self.exchange.finish(pch, self.send("hs_apply_out", "I", [row], pch, now), now)

    def decide_due(self, now: datetime, habits: Habits) -> None:
        if not habits.decide_clock_seconds:
            return
        for one in self.store.rows("select * from case_file where state = ?", (ACCEPTED,)):
            age = (now - read_time(one["filed_at"])).total_seconds()
            if age >= habits.decide_clock_seconds:
                self.decide(one["lsh"], PASSED, "", now)


def refusal(row: dict[str, Any], now: datetime, habits: Habits) -> str:
    """Empty when the application can be taken."""
    if habits.closes and now.month == JUNE:
        return "复核月暂停受理"
    if not row["sqr_sfzh"]:
        return "缺少申请人证件号码"
    if len(row["sqr_sfzh"]) != 18:
        return "证件号码长度不符"
    return ""
