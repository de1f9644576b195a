"""Applications and corrections: taken once per operation number, decided by the clock."""

import json
from datetime import datetime, timedelta
from typing import Any

from tests.simulators.base.clock import plain, read_time
from tests.simulators.base.habits import Habits
from tests.simulators.base.ledger import Ledger
from tests.simulators.base.store import Store
from tests.simulators.employment import tables

ACCEPTED, REVIEWED, PASSED, RETURNED, DONE = "受理", "审核中", "通过", "退回", "办结"
STATES = (ACCEPTED, REVIEWED, PASSED, RETURNED, DONE)
SUBSIDY, CORRECTION = "subsidy", "correction"
MONTHLY = 745.0


class NotTaken(Exception):
    """A sentence why the bureau does not take it."""


class Applications:
    """Filing, reading back, deciding."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self.store = store
        self.ledger = ledger

    def file(self, kind: str, op_no: str, said: dict[str, Any], now: datetime) -> dict[str, Any]:
        """The application of that operation number: a second filing is the first.

        Raises NotTaken.
        """
        with self.store:
            known = self.by_operation(op_no)
            if known is None:
                self.take(kind, op_no, said, now)
                known = self.by_operation(op_no)
        assert known is not None
        return known

    def take(self, kind: str, op_no: str, said: dict[str, Any], now: datetime) -> None:
        person = str(said.get("aac002") or "")
        if not person:
            raise NotTaken("证件号码不能为空")
        if kind == SUBSIDY and not self.store.one("select 1 from ac01 where aac002 = ?", (person,)):
            raise NotTaken("查无此人")
        if kind == CORRECTION:
            self.check_correction(person, said)
        count = self.store.value("select count(*) from application")
        biz_no = f"YW{now:%Y%m%d}{count + 1:06d}"
        at = plain(now)
        self.store.run(
            "insert into application(biz_no, op_no, kind, aac002, body, state, months, filed_at,"
            " changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (biz_no, op_no, kind, person, json.dumps(said, ensure_ascii=False), ACCEPTED,
             months_asked(said), at, at),
        )  # fmt: skip
        self.ledger.received("apply", kind, op_no, biz_no)

    def by_operation(self, op_no: str) -> dict[str, Any] | None:
        return self.store.one("select * from application where op_no = ?", (op_no,))

    def by_number(self, biz_no: str) -> dict[str, Any] | None:
        return self.store.one("select * from application where biz_no = ?", (biz_no,))

    def correct_phone(self, op_no: str, person: str, phone: str, now: datetime) -> str:
        """Update time of the corrected row; the same operation changes nothing twice.

        Raises NotTaken.
        """
        with self.store:
            before = self.store.one("select answer from operation where op_no = ?", (op_no,))
            if before:
                return before["answer"]
            at = plain(now)
            if not tables.change(self.store, "ac01", person, {"aae005": phone}, at):
                raise NotTaken("查无此人")
            self.store.run(
                "insert into operation values (?, 'updateAc01', ?, ?, ?)", (op_no, at, person, at)
            )
        self.ledger.received("updateAc01", "ac01", op_no, person)
        return at

    def decide(self, biz_no: str, state: str, reason: str, now: datetime) -> dict[str, Any]:
        """Move one application to a state; a passed subsidy counts its months.

        Raises KeyError when there is no such application, ValueError for an unknown state.
        """
        found = self.by_number(biz_no)
        if found is None:
            raise KeyError(biz_no)
        if state not in STATES:
            raise ValueError(state)
        with self.store:
            amount = found["amount"]
            if state == PASSED and found["kind"] == SUBSIDY and found["state"] != PASSED:
                amount = f"{MONTHLY * (found['months'] or 1):.2f}"
                self.count_months(found, now)
            if state == PASSED and found["kind"] == CORRECTION and found["state"] != PASSED:
                self.carry_out(found, now)
            self.store.run(
                "update application set state = ?, reason = ?, amount = ?, changed_at = ?"
                " where biz_no = ?",
                (state, reason, amount, plain(now), biz_no),
            )
        decided = self.by_number(biz_no)
        assert decided is not None
        return decided

    def count_months(self, found: dict[str, Any], now: datetime) -> None:
        drawn = self.store.one(
            "select * from zc where aac002 = ? and acc151 = '020' and aae100 = '1'",
            (found["aac002"],),
        )
        months = found["months"] or 1
        if drawn:
            used = str(int(drawn["acc153"]) + months)
            tables.change(self.store, "zc", drawn["bcc151"], {"acc153": used}, plain(now))
            return
        person = self.store.value("select aac001 from ac01 where aac002 = ?", (found["aac002"],))
        row = {
            "aac001": person, "aac002": found["aac002"], "acc151": "020",
            "acc152": f"{now:%Y%m}", "acc153": str(months),
        }  # fmt: skip
        tables.insert(self.store, "zc", row, plain(now))

    def check_correction(self, person: str, said: dict[str, Any]) -> None:
        """A correction names one of the registration's tables and one of its columns."""
        table, column = said.get("lx"), said.get("lm")
        if table not in tables.KEYS or column not in tables.COLUMNS[str(table)].split():
            raise NotTaken("不受理此项更正")
        if not self.store.one("select 1 from ac01 where aac002 = ?", (person,)):
            raise NotTaken("查无此人")

    def carry_out(self, found: dict[str, Any], now: datetime) -> None:
        """The registration says what was asked for, in a new row where there was none."""
        said, person = json.loads(found["body"]), found["aac002"]
        table, values = said["lx"], {said["lm"]: said["xz"]}
        key = tables.KEYS[table]
        held = self.store.one(
            f"select {key} from {table} where aac002 = ? order by {key} desc", (person,)
        )
        if held:
            tables.change(self.store, table, held[key], values, plain(now))
            return
        number = self.store.value("select aac001 from ac01 where aac002 = ?", (person,))
        tables.insert(self.store, table, {"aac001": number, "aac002": person, **values}, plain(now))

    def do_due(self, habits: Habits, now: datetime) -> None:
        """Carry open applications on: review, decision, end."""
        if not habits.decide_clock_seconds:
            return
        for one in self.store.rows(
            "select * from application where state in ('受理', '审核中', '通过')"
        ):
            age = (now - read_time(one["filed_at"])).total_seconds()
            if one["state"] == PASSED and age >= habits.finish_clock_seconds:
                self.decide(one["biz_no"], DONE, one["reason"], now)
            elif one["state"] != PASSED and age >= habits.decide_clock_seconds:
                self.decide(one["biz_no"], *self.judge(one, now), now)
            elif one["state"] == ACCEPTED and age >= habits.review_clock_seconds:
                self.decide(one["biz_no"], REVIEWED, "", now)

    def judge(self, one: dict[str, Any], now: datetime) -> tuple[str, str]:
        """Pass or send back, with the reason."""
        if one["kind"] != SUBSIDY:
            return PASSED, ""
        person, today = one["aac002"], f"{now:%Y-%m-%d}"
        difficult = self.store.one(
            "select 1 from kn where aac002 = ? and aae100 = '1' and acc363 >= ?", (person, today)
        )
        if not difficult:
            return RETURNED, "未认定为就业困难人员或认定已过期"
        flexible = self.store.one(
            "select 1 from jy where aac002 = ? and aae100 = '1' and acc318 = '022'", (person,)
        )
        return (PASSED, "") if flexible else (RETURNED, "无有效的灵活就业登记")


def months_asked(said: dict[str, Any]) -> int | None:
    """Whole months from `ksny` to `jsny` (YYYYMM), both counted, or `months`."""
    try:
        first, last = str(said["ksny"]).replace("-", ""), str(said["jsny"]).replace("-", "")
        return (int(last[:4]) - int(first[:4])) * 12 + int(last[4:6]) - int(first[4:6]) + 1
    except (KeyError, ValueError):
        return int(said["months"]) if str(said.get("months", "")).isdigit() else None


def expiry(now: datetime) -> str:
    return plain(now + timedelta(minutes=30))
