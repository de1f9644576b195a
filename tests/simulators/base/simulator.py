"""The frame of a simulated system: clock, ledger, habits, faults, and the admin desk."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from tests.simulators.base.clock import Clock, read_time
from tests.simulators.base.faults import NAMES, Faults, UnknownFault
from tests.simulators.base.habits import Habits, Rate
from tests.simulators.base.http import Answer, Request, html_answer, json_answer, open_server
from tests.simulators.base.ledger import Ledger
from tests.simulators.base.store import KEPT, Store, keep, kept

ADMIN = "/_sim/"


@dataclass(frozen=True)
class Options:
    store: Path
    world: Path
    clock: datetime
    port: int = 0
    seed: int = 7
    habits: str = "on"
    tick: str = "real"


class Refusal(Exception):
    """The admin desk's answer to a request it cannot do."""


class Simulator:
    """One system; subclasses answer calls and do what is due."""

    system = ""
    presets: dict[str, Habits] = {}
    admin_words = ("state", "clock", "fault", "habits", "ledger", "edit", "decide", "publish")

    def __init__(self, options: Options) -> None:
        self.options = options
        self.store = Store(options.store / "store.sqlite")
        self.store.run(KEPT)
        start = options.clock
        if before := kept(self.store, "clock"):
            start = max(start, read_time(before))
        self.clock = Clock(start, options.tick)
        self.ledger = Ledger(options.store / "ledger.sqlite", self.clock)
        self.habits = self.presets[options.habits]
        self.faults = Faults(options.seed)
        self.rate = Rate()
        self.random = Random(f"{options.seed}:{self.system}").random
        self.due_lock = threading.Lock()

    # -- what a subclass says ------------------------------------------------------------------

    def call(self, request: Request) -> Answer:
        raise NotImplementedError

    def due(self, now: datetime) -> None:
        """Whatever falls due by the clock."""

    def ready(self) -> dict[str, Any]:
        """Addresses and secrets for the ready line, beside those every system has."""
        return {}

    def edit(self, said: dict[str, Any]) -> dict[str, Any]:
        raise Refusal("edit: not here")

    def decide(self, said: dict[str, Any]) -> dict[str, Any]:
        raise Refusal("decide: not here")

    def publish(self, said: dict[str, Any]) -> dict[str, Any]:
        raise Refusal("publish: not here")

    def on_fault(self, said: dict[str, Any]) -> None:
        """For faults that change what is stored."""

    def close(self) -> None:
        keep(self.store, "clock", self.clock.now().isoformat())
        self.store.close()
        self.ledger.store.close()

    # -- answering -----------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(ADMIN):
            return self.admin(request)
        if (spoiled := self.spoil(request)) is not None:
            return spoiled
        answer = self.call(request)
        for manner in ("truncated", "slowloris", "endless"):
            if self.faults.take(manner, request.path):
                answer.manner = manner
        return answer

    def spoil(self, request: Request) -> Answer | None:
        """Faults and bad days that keep the call from the counter."""
        take, path = self.faults.take, request.path
        if take("hang", path):
            return Answer(manner="hang")
        for status in (500, 502, 503):
            if take(f"http_{status}", path):
                return html_answer(f"{status} Error", status)
        if fault := take("rate_limit", path):
            return too_many(fault.get("retry_after", 1))
        if take("maintenance", path):
            return html_answer("系统维护")
        if take("login_page", path):
            return html_answer("用户登录")
        return self.bad_day()

    def bad_day(self) -> Answer | None:
        habits = self.habits
        if self.rate.exceeded(habits.rate):
            return too_many(1)
        value = self.random()
        if value < habits.bad_gateway_share:
            return html_answer("502 Bad Gateway", 502)
        if value > 1 - habits.wait_share:
            time.sleep(habits.wait_seconds)
        return None

    # -- the admin desk ------------------------------------------------------------------------

    def admin(self, request: Request) -> Answer:
        word = request.path.removeprefix(ADMIN)
        if word not in self.admin_words:
            return json_answer({"error": f"one of {', '.join(self.admin_words)}"}, 404)
        try:
            said = request.json() if request.method == "POST" else request.query
            return json_answer(getattr(self, f"admin_{word}")(said))
        except UnknownFault:
            return json_answer({"error": "unknown fault", "names": sorted(NAMES)}, 400)
        except (Refusal, ValueError, KeyError, TypeError) as trouble:
            return json_answer({"error": f"{type(trouble).__name__}: {trouble}"}, 400)

    def admin_state(self, said: dict[str, Any]) -> dict[str, Any]:
        return {
            "system": self.system,
            "now": self.clock.now().isoformat(),
            "tick": self.clock.tick,
            "habits": self.habits.as_dict(),
            "faults": list(self.faults.active.values()),
            "ledger": self.ledger.store.value("select max(n) from ledger") or 0,
        }

    def admin_clock(self, said: dict[str, Any]) -> dict[str, Any]:
        tick = said.get("tick")
        if "now" in said:
            now = self.clock.set(read_time(said["now"]), tick)
        else:
            now = self.clock.step(float(said.get("step", 0)), tick)
        self.do_what_is_due()
        return {"now": now.isoformat()}

    def admin_fault(self, said: dict[str, Any]) -> dict[str, Any]:
        found = self.faults.set(said)
        if not (said.get("clear") or said.get("off")):
            self.on_fault(said)
        return {"faults": found}

    def admin_habits(self, said: dict[str, Any]) -> dict[str, Any]:
        self.habits = self.habits.changed(said)
        return self.habits.as_dict()

    def admin_ledger(self, said: dict[str, Any]) -> dict[str, Any]:
        rows = self.ledger.read(
            int(said.get("after", 0)), said.get("direction", ""), said.get("kind", "")
        )
        return {"rows": rows, "next": rows[-1]["n"] if rows else None}

    def admin_edit(self, said: dict[str, Any]) -> dict[str, Any]:
        return self.edit(said)

    def admin_decide(self, said: dict[str, Any]) -> dict[str, Any]:
        return self.decide(said)

    def admin_publish(self, said: dict[str, Any]) -> dict[str, Any]:
        return self.publish(said)

    def do_what_is_due(self) -> None:
        with self.due_lock:
            now = self.clock.now()
            self.due(now)
            keep(self.store, "clock", now.isoformat())

    # -- running -------------------------------------------------------------------------------

    def open(self) -> dict[str, Any]:
        """Listen; what the ready line says."""
        self.server = open_server(self, self.options.port)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return {
            "system": self.system,
            "admin": f"http://127.0.0.1:{self.port}/_sim",
            "store": str(self.options.store),
            "ledger": str(self.ledger.store.path),
            **self.ready(),
        }


def too_many(seconds: float) -> Answer:
    refusal = {"code": 429, "msg": "访问过于频繁"}
    return json_answer(refusal, 429, **{"Retry_After": f"{seconds:g}"})
