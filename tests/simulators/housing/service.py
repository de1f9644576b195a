"""The housing office as a whole: exchange database, share, inbox, workbook on Fridays."""

import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from psycopg import sql

from tests.simulators.base.habits import presets
from tests.simulators.base.http import Answer, Request, json_answer
from tests.simulators.base.simulator import Options, Refusal, Simulator
from tests.simulators.base.store import keep, kept
from tests.simulators.housing.exchange import COLUMNS, OUT, SCHEMA, Exchange
from tests.simulators.housing.office import Office
from tests.simulators.housing.workbook import WaitingList

FRIDAY = 4
LOCKS_FROM, LOCKS_TO = 1, 2


class Housing(Simulator):
    system = "HOUSING"
    presets = presets(rate=0.0)

    def __init__(self, options: Options, share: Path | None = None) -> None:
        super().__init__(options)
        self.share = share or options.store / "share"
        self.exchange = Exchange(options.store / "postgres")
        self.guard = threading.Lock()
        self.locked = False
        fresh = self.exchange.open()
        self.office = Office(self.exchange, self.store, self.ledger, options.world, options.seed)
        self.workbook = WaitingList(self.share, self.faults)
        if fresh:
            self.office.first_load(self.clock.now(), self.habits.messy)
        self.write_due_workbook(self.clock.now())

    def ready(self) -> dict[str, Any]:
        address = f"http://127.0.0.1:{self.port}/_sim"
        return {
            "url": address, "dsn": self.exchange.dsn, "schema": SCHEMA, "share": str(self.share),
        }  # fmt: skip

    def call(self, request: Request) -> Answer:
        return json_answer({"error": "only the admin desk answers here"}, 404)

    # -- what falls due ------------------------------------------------------------------------

    def due(self, now: datetime) -> None:
        self.write_due_workbook(now)
        self.hold_lock(now)
        if self.locked:
            return
        looked = kept(self.store, "looked")
        age = (now - datetime.fromisoformat(looked)).total_seconds() if looked else None
        if age is None or age >= self.habits.look_clock_seconds or age < 0:
            keep(self.store, "looked", now.isoformat())
            self.office.look_at_inbox(now, self.habits)
        self.office.decide_due(now, self.habits)

    def write_due_workbook(self, now: datetime) -> None:
        """The list of the last Friday, unless it lies there already."""
        friday = (now - timedelta(days=(now.weekday() - FRIDAY) % 7)).date()
        if not self.workbook.path(friday).exists():
            self.write_workbook(friday)

    def write_workbook(self, day: date) -> Path:
        path, families = self.workbook.write(day, self.office.waiting())
        rows = [("workbook", one["lhh"], f"{day:%Y%m%d}") for one in families]
        self.ledger.served("share", rows, path.name)
        return path

    def hold_lock(self, now: datetime) -> None:
        """Tables are locked from 01:00 to 02:00, and as long as the fault is on."""
        night = self.habits.closes and LOCKS_FROM <= now.hour < LOCKS_TO
        wanted = night or bool(self.faults.is_on("table_locked"))
        with self.guard:
            if wanted and not self.locked:
                names = sql.SQL(", ").join(sql.Identifier(SCHEMA, table) for table in OUT)
                self.exchange.run("BEGIN")
                self.exchange.run(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
            elif self.locked and not wanted:
                self.exchange.run("ROLLBACK")
            self.locked = wanted

    # -- the admin desk ------------------------------------------------------------------------

    def admin_fault(self, said: dict[str, Any]) -> dict[str, Any]:
        answer = super().admin_fault(said)
        self.do_what_is_due()
        return answer

    def on_fault(self, said: dict[str, Any]) -> None:
        table = sql.Identifier(SCHEMA, said.get("table", "hs_guarantee_out"))
        if said["name"] == "new_column":
            statement = sql.SQL("ALTER TABLE {} ADD COLUMN IF NOT EXISTS bz text").format(table)
            self.exchange.run(statement)
        elif said["name"] == "missing_column" and "table" in said:
            column = sql.Identifier(said["column"])
            renamed = sql.Identifier(said["column"] + "_old")
            self.exchange.run(
                sql.SQL("ALTER TABLE {} RENAME COLUMN {} TO {}").format(table, column, renamed)
            )

    def edit(self, said: dict[str, Any]) -> dict[str, Any]:
        """Insert a row as a batch of its own (`kind` I, U or D), or change one by its xlh."""
        table = said["table"]
        if table not in COLUMNS:
            raise Refusal(f"table: one of {', '.join(COLUMNS)}")
        values = said.get("insert") or said["set"]
        if unknown := set(values) - set(COLUMNS[table]):
            raise Refusal(f"columns: {', '.join(sorted(unknown))}")
        now = self.clock.now()
        if "insert" in said:
            pch = self.office.next_batch(now)
            count = self.office.send(table, said.get("kind", "I"), [values], pch, now)
            self.exchange.finish(pch, count, now)
            return {"batch": pch}
        sets = sql.SQL(", ").join(
            sql.SQL("{} = %s").format(sql.Identifier(name)) for name in values
        )
        statement = sql.SQL("UPDATE {} SET {} WHERE xlh = %s").format(
            sql.Identifier(SCHEMA, table), sets
        )
        return {"changed": self.exchange.run(statement, [*values.values(), said["key"]])}

    def decide(self, said: dict[str, Any]) -> dict[str, Any]:
        number = said.get("lsh") or said["bizNo"]
        return self.office.decide(number, said["state"], said.get("reason", ""), self.clock.now())

    def publish(self, said: dict[str, Any]) -> dict[str, Any]:
        now = self.clock.now()
        if said.get("what") == "batch":
            pch = self.office.send_changes(
                int(said.get("rows", 10)), now, half=bool(said.get("half"))
            )
            return {"batch": pch}
        day = date.fromisoformat(said["day"]) if "day" in said else now.date()
        return {"path": str(self.write_workbook(day))}

    def close(self) -> None:
        self.exchange.close()
        super().close()
