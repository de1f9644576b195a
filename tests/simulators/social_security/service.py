"""The desk of social insurance: signature, quota, month close, services, files."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.simulators.base.habits import presets
from tests.simulators.base.http import Answer, Request
from tests.simulators.base.simulator import Options, Refusal, Simulator
from tests.simulators.social_security import soap
from tests.simulators.social_security.accounts import Accounts, NobodyThere
from tests.simulators.social_security.monthly import Monthly, keys_of, months
from tests.simulators.social_security.sftp import SftpDesk, host_key

BASE = "/hrmis/services"
SERVICES = {
    "QueryAc14ServiceProxy": ("query",),
    "QueryAc15ServiceProxy": ("query",),
    "QueryAc16ServiceProxy": ("query",),
    "QueryAc19ServiceProxy": ("query",),
    "QueryAc21ServiceProxy": ("confirmCert", "enrolResident", "queryResult"),
}
PERSON = [
    "aac001",
    "aac002",
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
SHOWN = {
    "QueryAc14ServiceProxy": PERSON,
    "QueryAc16ServiceProxy": ["aac001", "aac002", "aac003", "ajc112"],
    "QueryAc19ServiceProxy": ["aac001", "aac002", "aac003", "aae140", "aic160", "aac084"],
}
DONE, NOBODY, BAD_SIGNATURE, CLOSED, OVER_QUOTA, BAD_CALL = 1, -1, -2, -5, -9, -3
SIGNATURE_SECONDS = 300
PAYMENT_MONTHS = 12


class SocialSecurity(Simulator):
    system = "SI"
    presets = presets(rate=1.0, quota=2000)

    def __init__(self, options: Options, department: str = "hub", key: str = "si-secret",
                 password: str = "sftp-secret", sftp_port: int = 0) -> None:  # fmt: skip
        super().__init__(options)
        self.department, self.key, self.password = department, key, password
        self.sftp_port = sftp_port
        self.accounts = Accounts(self.store, options.world)
        self.folder = options.store / "sftp"
        self.monthly = Monthly(self.folder, self.accounts, self.faults)
        self.calls: dict[str, int] = {}
        if not self.folder.exists():
            self.first_files()

    def first_files(self) -> None:
        """Last month, with slips, and its correction."""
        last = month_before(f"{self.clock.now():%Y%m}")
        self.monthly.write(last, slips=True)
        self.monthly.write(last)

    def ready(self) -> dict[str, Any]:
        key = host_key(self.options.store / "host_key")
        self.sftp = SftpDesk(self.folder, key, (self.department, self.password), self.faults)
        port = self.sftp.open(self.sftp_port, self.note_file)
        return {
            "url": f"http://127.0.0.1:{self.port}{BASE}",
            "department": self.department,
            "key": self.key,
            "sftp": {
                "host": "127.0.0.1", "port": port, "user": self.department,
                "password": self.password, "host_key": f"{key.get_name()} {key.get_base64()}",
            },
        }  # fmt: skip

    def note_file(self, path: Path) -> None:
        """The whole file was fetched: each of its persons has been told."""
        if path.suffix == ".txt":
            version = path.stem.partition("_001")[0][-6:] + path.stem.partition("_001")[2]
            self.ledger.served("sftp", [("AC02", key, version) for key in keys_of(path)], path.name)

    def due(self, now: datetime) -> None:
        self.accounts.do_due(self.habits.decide_clock_seconds and self.wait_seconds(), now)
        if not self.is_frozen(now):
            self.accounts.let_through()

    def wait_seconds(self) -> float:
        return min(7200.0, self.habits.decide_clock_seconds)

    def is_frozen(self, now: datetime) -> bool:
        """From the 25th, 20:00, to the 1st, 06:00."""
        if not self.habits.closes:
            return False
        after = now.day > 25 or (now.day == 25 and now.hour >= 20)
        return after or (now.day == 1 and now.hour < 6)

    def data_date(self, now: datetime) -> str:
        if not self.is_frozen(now):
            return f"{now:%Y%m%d}"
        month = f"{now:%Y%m}" if now.day > 1 else month_before(f"{now:%Y%m}")
        return f"{month}25"

    # -- calls ---------------------------------------------------------------------------------

    def call(self, request: Request) -> Answer:
        service = request.path.removeprefix(BASE).strip("/")
        if service not in SERVICES:
            return Answer(404, soap.fault("no such service"), soap.KIND)
        if request.method == "GET":
            address = f"http://127.0.0.1:{self.port}{BASE}/{service}"
            return Answer(200, soap.wsdl(service, address, SERVICES[service]), "text/xml")
        if self.faults.take("soap_fault", request.path):
            return Answer(500, soap.fault("java.lang.NullPointerException"), soap.KIND)
        try:
            asked = soap.read_call(request.body)
        except soap.NoCall:
            return Answer(500, soap.fault("bad envelope"), soap.KIND)
        now = self.clock.now()
        code, message, rows = self.decide_call(request, service, asked, now)
        if self.faults.take("lost_answer", request.path):
            return Answer(manner="cut")
        inner = soap.result_text(code, message, self.data_date(now), rows)
        cdata = service in ("QueryAc16ServiceProxy", "QueryAc19ServiceProxy")
        doctype = bool(self.faults.take("dtd", request.path))
        body = soap.envelope(asked.method, inner, cdata=cdata, doctype=doctype)
        return Answer(200, body, soap.KIND)

    def decide_call(
        self, request: Request, service: str, asked: soap.Call, now: datetime
    ) -> tuple[int, str, list[dict[str, str]]]:
        if not self.is_signed(request):
            return BAD_SIGNATURE, "验签失败", []
        if self.over_quota(now):
            return OVER_QUOTA, "超出调用次数", []
        if asked.method not in SERVICES[service]:
            return BAD_CALL, "无此方法", []
        try:
            if asked.method == "query":
                return DONE, "", self.query(service, asked.said.get("aac002", ""))
            return self.write(asked, now)
        except NobodyThere:
            return NOBODY, "查无此人", []

    def is_signed(self, request: Request) -> bool:
        moment, told = request.headers.get("X-Time") or "", request.headers.get("X-Sign") or ""
        fault = self.faults.is_on("skew")
        here = time.time() + (fault.get("seconds", 600) if fault else 0)
        fresh = moment.isdigit() and abs(here - int(moment)) <= SIGNATURE_SECONDS
        right = told.lower() == soap.sign(self.key, moment, request.body)
        return fresh and right and request.headers.get("X-Dept") == self.department

    def over_quota(self, now: datetime) -> bool:
        day = f"{now:%Y%m%d}"
        self.calls = {day: self.calls.get(day, 0) + 1}
        return bool(self.habits.quota) and self.calls[day] > self.habits.quota

    def query(self, service: str, id_number: str) -> list[dict[str, str]]:
        found = self.accounts.of(id_number)
        self.ledger.served("soap", [(service, row["aac001"], "") for row in found])
        if service == "QueryAc15ServiceProxy":
            return [line for row in found for line in payments(row)]
        rows = [{**row, "aac002": row["id_served"]} for row in found]
        return [{name: row[name] or "" for name in SHOWN[service]} for row in rows]

    def write(self, asked: soap.Call, now: datetime) -> tuple[int, str, list[dict[str, str]]]:
        op_no = asked.said.get("opNo", "")
        if asked.method == "queryResult":
            found = self.accounts.result(op_no)
            if found is None:
                return NOBODY, "无此业务", []
            return DONE, "", [{"opNo": op_no, "zt": found["state"], "yy": found["reason"]}]
        if self.habits.closes and year_closes(now):
            return CLOSED, "系统关账", []
        if not op_no:
            return BAD_CALL, "缺少业务流水号", []
        if self.accounts.write(asked.method, op_no, asked.said, now):
            self.ledger.received("soap", asked.method, op_no)
        return DONE, "已受理", [{"opNo": op_no}]

    # -- the admin desk ------------------------------------------------------------------------

    def edit(self, said: dict[str, Any]) -> dict[str, Any]:
        if said.get("table", "account") != "account":
            raise Refusal("table: account")
        if self.is_frozen(self.clock.now()):
            self.accounts.hold_back(said)
            return {"changed": 0, "held_back": True}
        return {"changed": self.accounts.edit(said)}

    def decide(self, said: dict[str, Any]) -> dict[str, Any]:
        number = said.get("opNo") or said["bizNo"]
        return self.accounts.decide(number, said["state"], said.get("reason", ""))

    def publish(self, said: dict[str, Any]) -> dict[str, Any]:
        """The next file of a month (its first, or its next correction)."""
        month = str(said.get("month") or month_before(f"{self.clock.now():%Y%m}"))
        if months(month, f"{self.clock.now():%Y%m}") < 0:
            raise Refusal("month lies ahead")
        path = self.monthly.write(month)
        return {"path": "/" + str(path.relative_to(self.folder)), "bytes": path.stat().st_size}

    def close(self) -> None:
        self.sftp.close()
        super().close()


def year_closes(now: datetime) -> bool:
    """From 20 December to 5 January nothing is written."""
    day = (now.month, now.day)
    return day >= (12, 20) or day <= (1, 5)


def month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[4:])
    return f"{year - 1}12" if number == 1 else f"{year}{number - 1:02d}"


def payments(row: dict[str, Any]) -> list[dict[str, str]]:
    """The last twelve months paid."""
    found, month = [], row["aae041"] or ""
    for _ in range(min(PAYMENT_MONTHS, int(row["aae201"] or 0))):
        found.append({"aac001": row["aac001"], "aae003": month, "aac040": row["aac040"] or ""})
        month = month_before(month)
    return found
