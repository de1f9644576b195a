"""How a system behaves on an ordinary day, as figures that can be set."""

import time
from dataclasses import dataclass, fields, replace
from threading import Lock
from typing import Any


@dataclass(frozen=True)
class Habits:
    """Shares are of calls, seconds are real unless the name says clock."""

    rate: float = 0.0
    quota: int = 0
    wait_share: float = 0.0
    wait_seconds: float = 0.0
    bad_gateway_share: float = 0.0
    login_page_share: float = 0.0
    messy: bool = False
    closes: bool = False
    page_limit: int = 500
    review_clock_seconds: float = 0.0
    decide_clock_seconds: float = 0.0
    finish_clock_seconds: float = 0.0
    look_clock_seconds: float = 1800.0

    def changed(self, said: dict[str, Any]) -> "Habits":
        """Raises TypeError when a figure does not exist."""
        return replace(self, **said)

    def as_dict(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def real_days(rate: float, quota: int = 0) -> Habits:
    """As the domain dictionary describes it."""
    return Habits(
        rate=rate, quota=quota, wait_share=0.01, wait_seconds=8.0, bad_gateway_share=0.003,
        login_page_share=0.3, messy=True, closes=True, review_clock_seconds=3600,
        decide_clock_seconds=3 * 86400, finish_clock_seconds=5 * 86400,
    )  # fmt: skip


def presets(rate: float, quota: int = 0) -> dict[str, Habits]:
    """off, demo, on and wild of a system with that rate and quota."""
    on = real_days(rate, quota)
    return {
        "off": Habits(),
        "demo": replace(
            on, rate=500.0, quota=0, wait_seconds=0.05, review_clock_seconds=15,
            decide_clock_seconds=40, finish_clock_seconds=90, look_clock_seconds=20,
        ),
        "on": on,
        "wild": replace(on, bad_gateway_share=0.08, wait_share=0.05, login_page_share=0.5),
    }  # fmt: skip


class Rate:
    """So many calls in each second of real time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.second = 0
        self.calls = 0

    def exceeded(self, rate: float) -> bool:
        with self.lock:
            second = int(time.monotonic())
            if second != self.second:
                self.second, self.calls = second, 0
            self.calls += 1
            return bool(rate) and self.calls > rate
