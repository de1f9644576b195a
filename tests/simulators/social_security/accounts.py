"""The accounts of the insured, the writes that wait, and edits held back by the month close."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.simulators.base.clock import plain, read_time
from tests.simulators.base.store import Store

COLUMNS = [
    "aac001",
    "id_number",
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
SCHEMA = f"""
create table account({", ".join(f"{name} text" for name in COLUMNS)}, primary key (aac001));
create index account_id on account(id_number);
create index account_served on account(id_served);
create table written(op_no text primary key, kind text not null, id_number text not null,
    body text not null, filed_at text not null, state text not null,
    reason text not null default '');
create table held_back(n integer primary key, said text not null);
"""
WAITING, PASSED, RETURNED = "处理中", "通过", "退回"


class NobodyThere(Exception):
    """查无此人."""


class Accounts:
    def __init__(self, store: Store, world: Path) -> None:
        self.store = store
        if not store.value("select count(*) from sqlite_master where name = 'account'"):
            store.script(SCHEMA)
            self.fill(world)

    def fill(self, world: Path) -> None:
        marks = ", ".join("?" * len(COLUMNS))
        path = world / "inside" / "social_security.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            next(rows)
            self.store.many(f"insert into account values ({marks})", rows)

    def of(self, id_number: str) -> list[dict[str, Any]]:
        """One row, two for those who moved between districts.

        Raises NobodyThere.
        """
        found = self.store.rows(
            "select * from account where id_number = ? or id_served = ? order by aac001",
            (id_number, id_number),
        )
        if not found:
            raise NobodyThere
        return found

    def all(self, columns: list[str]) -> list[tuple[Any, ...]]:
        """Those columns of everyone, by person number."""
        names = ", ".join(columns)
        return self.store.tuples(f"select {names} from account order by aac001")

    def change(self, key: str, values: dict[str, str]) -> int:
        unknown = set(values) - set(COLUMNS)
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        sets = ", ".join(f"{name} = ?" for name in values)
        return self.store.run(
            f"update account set {sets} where aac001 = ?", (*values.values(), key)
        )

    def edit(self, said: dict[str, Any]) -> int:
        if "insert" in said:
            row = {name: "" for name in COLUMNS} | said["insert"]
            marks = ", ".join("?" * len(COLUMNS))
            return self.store.run(
                f"insert into account values ({marks})", [row[name] for name in COLUMNS]
            )
        if said.get("delete"):
            return self.store.run("delete from account where aac001 = ?", (said["key"],))
        return self.change(said["key"], said["set"])

    def hold_back(self, said: dict[str, Any]) -> None:
        """An edit made while the month is closed: seen after it opens."""
        self.store.run("insert into held_back(said) values (?)", (json.dumps(said),))

    def let_through(self) -> None:
        for row in self.store.rows("select * from held_back order by n"):
            self.edit(json.loads(row["said"]))
            self.store.run("delete from held_back where n = ?", (row["n"],))

    # -- writes that take their time -----------------------------------------------------------

    def write(self, kind: str, op_no: str, said: dict[str, str], now: datetime) -> bool:
        """False when that operation was taken before."""
        if kind == "confirmCert":
            self.of(said["aac002"])
        known = self.store.value("select 1 from written where op_no = ?", (op_no,))
        if known:
            return False
        self.store.run(
            "insert into written(op_no, kind, id_number, body, filed_at, state)"
            " values (?, ?, ?, ?, ?, ?)",
            (op_no, kind, said["aac002"], json.dumps(said), plain(now), WAITING),
        )
        return True

    def result(self, op_no: str) -> dict[str, Any] | None:
        return self.store.one("select * from written where op_no = ?", (op_no,))

    def decide(self, op_no: str, state: str, reason: str) -> dict[str, Any]:
        found = self.result(op_no)
        if found is None:
            raise KeyError(op_no)
        if state == PASSED and found["state"] != PASSED:
            self.carry_out(found)
        self.store.run(
            "update written set state = ?, reason = ? where op_no = ?", (state, reason, op_no)
        )
        return {**found, "state": state, "reason": reason}

    def carry_out(self, found: dict[str, Any]) -> None:
        said = json.loads(found["body"])
        if found["kind"] == "confirmCert":
            day = said.get("rzrq", "").replace("-", "")
            for row in self.of(found["id_number"]):
                self.change(row["aac001"], {"aac084": day})
            return
        if not self.store.value("select 1 from account where id_number = ?", (said["aac002"],)):
            number = self.store.value("select count(*) from account") + 1
            self.edit({"insert": {
                "aac001": f"5{number:09d}", "id_number": said["aac002"],
                "id_served": said["aac002"], "aac003": said.get("aac003", ""), "aae140": "170",
                "aac008": "1", "aac031": "0",
            }})  # fmt: skip

    def do_due(self, seconds: float, now: datetime) -> None:
        if not seconds:
            return
        for row in self.store.rows("select * from written where state = ?", (WAITING,)):
            if (now - read_time(row["filed_at"])).total_seconds() >= seconds:
                self.decide(row["op_no"], PASSED, "")
