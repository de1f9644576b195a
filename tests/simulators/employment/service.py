"""The counter of the employment bureau: sign-in, queries, writes, closing hours."""

import secrets
from datetime import datetime
from typing import Any

from tests.simulators.base.clock import plain
from tests.simulators.base.habits import presets
from tests.simulators.base.http import Answer, Request, html_answer, json_answer
from tests.simulators.base.simulator import Options, Refusal, Simulator
from tests.simulators.employment import tables
from tests.simulators.employment.applications import Applications, NotTaken, expiry
from tests.simulators.employment.delta import Delta, spoil_row
from tests.simulators.employment.manners import dress

BASE = "/emp/api"
COOKIE = "EMPSESSION"
QUERIES = {
    "/queryAc01Page": ("ac01", True),
    "/queryVCc03Ac01jyPage": ("jy", False),
    "/queryVCc02Ac01Page": ("sy", False),
    "/queryCc13Page": ("kn", True),
    "/queryPolicyPage": ("zc", False),
}
"""Path: table, and whether the rows lie under `data` or at top level."""
SATURDAY = 5
NIGHT, MORNING = 22, 6


class Employment(Simulator):
    system = "EMP"
    presets = presets(rate=5.0)

    def __init__(self, options: Options, user: str = "hub", password: str = "hub-secret") -> None:
        super().__init__(options)
        self.user, self.password = user, password
        if not tables.is_filled(self.store):
            tables.fill(self.store, options.world)
        self.applications = Applications(self.store, self.ledger)
        self.delta = Delta(self.store, self.faults)

    def ready(self) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.port}{BASE}"
        first = f"{self.clock.now().year - 1}-01-01 00:00:00"  # the year this office began
        return {"url": url, "user": self.user, "password": self.password, "first_since": first}

    def due(self, now: datetime) -> None:
        self.applications.do_due(self.habits, now)

    # -- the counter ---------------------------------------------------------------------------

    def call(self, request: Request) -> Answer:
        now = self.clock.now()
        path = request.path.removeprefix(BASE)
        if self.habits.closes and maintenance_day(now):
            return html_answer("系统维护")
        if path == "/login":
            return self.sign_in(request, now)
        if not self.signed_in(request, now):
            return self.not_signed_in()
        try:
            return self.route(request, path, now)
        except NotTaken as refused:
            return json_answer({"code": 500, "msg": str(refused)})
        except (ValueError, KeyError):
            return json_answer({"code": 500, "msg": "参数错误"})

    def route(self, request: Request, path: str, now: datetime) -> Answer:
        if path in QUERIES and request.method == "POST":
            return self.query(request, *QUERIES[path])
        if path == "/delta" and request.method == "POST":
            return self.changes(request, now)
        if path == "/updateAc01":
            return self.correct_phone(request, now)
        if path.startswith("/apply") and request.method == "GET":
            return self.read_back(request, path)
        if path.startswith("/apply/") and request.method == "POST":
            return self.apply(request, path.removeprefix("/apply/"), now)
        return json_answer({"code": 404, "msg": "无此服务"}, 404)

    def sign_in(self, request: Request, now: datetime) -> Answer:
        said = request.json()
        if (said.get("user"), said.get("pwd")) != (self.user, self.password):
            return json_answer({"code": 401, "msg": "用户名或密码错误"})
        cookie = secrets.token_hex(16)
        self.store.run("insert into session values (?, ?)", (cookie, expiry(now)))
        return json_answer(
            {"code": 200, "msg": "登录成功"}, Set_Cookie=f"{COOKIE}={cookie}; Path=/; HttpOnly"
        )

    def signed_in(self, request: Request, now: datetime) -> bool:
        expires = self.store.value(
            "select expires from session where cookie = ?", (request.cookie(COOKIE),)
        )
        return bool(expires) and expires > plain(now)

    def not_signed_in(self) -> Answer:
        if self.random() < self.habits.login_page_share:
            return html_answer("用户登录")
        return json_answer({"code": 401, "msg": "登录超时"}, 401)

    # -- reading -------------------------------------------------------------------------------

    def query(self, request: Request, table: str, inside: bool) -> Answer:
        person = str(request.json().get("aac002") or "")
        key = tables.KEYS[table]
        found = self.store.rows(f"select * from {table} where aac002 = ? order by {key}", (person,))
        self.ledger.served("query", [(table, row[key], row["aae036"]) for row in found])
        rows = [spoil_row(dress(row, row[key], self.habits.messy), self.faults) for row in found]
        page = {"total": len(rows), "pageNo": 1, "pageSize": 10, "list": rows}
        return json_answer({"code": 200, "data": page} if inside else {"code": 200, **page})

    def changes(self, request: Request, now: datetime) -> Answer:
        said = {**request.query, **request.json()}
        data = self.delta.page(said, now, self.habits)
        keys = [
            (row["lx"], str(row[tables.KEYS[row["lx"]]]), row["aae036"]) for row in data["list"]
        ]
        self.ledger.served("delta", keys, f"page {data['pageNo']}")
        return json_answer({"code": 200, "data": data})

    # -- writing -------------------------------------------------------------------------------

    def refuse_at_night(self, now: datetime) -> None:
        if self.habits.closes and not MORNING <= now.hour < NIGHT:
            raise NotTaken("非办理时间(06:00-22:00)")

    def operation(self, request: Request, said: dict[str, Any]) -> str:
        found = str(said.get("opNo") or request.headers.get("Idempotency-Key") or "")
        if not found:
            raise NotTaken("缺少业务流水号")
        return found

    def correct_phone(self, request: Request, now: datetime) -> Answer:
        self.refuse_at_night(now)
        said = request.json()
        at = self.applications.correct_phone(
            self.operation(request, said), str(said["aac001"]), str(said["aae005"]), now
        )
        return self.after_write({"code": 200, "data": {"aae036": at}}, request.path)

    def apply(self, request: Request, kind: str, now: datetime) -> Answer:
        self.refuse_at_night(now)
        said = request.json()
        found = self.applications.file(kind, self.operation(request, said), said, now)
        answer = {"bizNo": found["biz_no"], "state": found["state"]}
        return self.after_write({"code": 200, "data": answer}, request.path)

    def after_write(self, answer: dict[str, Any], path: str) -> Answer:
        """The write is done; the answer may be lost on its way."""
        if self.faults.take("lost_answer", path):
            return Answer(manner="cut")
        return json_answer(answer)

    def read_back(self, request: Request, path: str) -> Answer:
        number = path.removeprefix("/apply").strip("/")
        if number:
            found = self.applications.by_number(number)
        else:
            found = self.applications.by_operation(request.query.get("opNo", ""))
        if found is None:
            return json_answer({"code": 404, "msg": "无此业务"})
        return json_answer({"code": 200, "data": shown(found)})

    # -- the admin desk ------------------------------------------------------------------------

    def decide(self, said: dict[str, Any]) -> dict[str, Any]:
        now, reason = self.clock.now(), said.get("reason", "")
        return shown(self.applications.decide(said["bizNo"], said["state"], reason, now))

    def edit(self, said: dict[str, Any]) -> dict[str, Any]:
        table, at = said["table"], said.get("at") or plain(self.clock.now())
        if table not in tables.KEYS:
            raise Refusal(f"table: one of {', '.join(tables.KEYS)}")
        if "insert" in said:
            return {"key": tables.insert(self.store, table, said["insert"], at), "at": at}
        values = {"aae100": "0"} if said.get("delete") else said["set"]
        return {"changed": tables.change(self.store, table, said["key"], values, at), "at": at}

    def on_fault(self, said: dict[str, Any]) -> None:
        if said["name"] == "same_second":
            self.delta.same_second(said)


def shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "bizNo": found["biz_no"],
        "opNo": found["op_no"],
        "kind": found["kind"],
        "state": found["state"],
        "reason": found["reason"],
        "months": found["months"],
        "amount": found["amount"],
        "at": found["changed_at"],
    }


def maintenance_day(now: datetime) -> bool:
    """Third Saturday, 08:00 to 18:00."""
    third = now.weekday() == SATURDAY and 15 <= now.day <= 21
    return third and 8 <= now.hour < 18
