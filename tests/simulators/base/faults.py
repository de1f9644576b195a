"""Switches for everything that goes wrong on the other side."""

import threading
from random import Random
from typing import Any

NAMES = frozenset(
    [
        "http_500",
        "http_502",
        "http_503",
        "rate_limit",
        "hang",
        "slowloris",
        "endless",
        "login_page",
        "maintenance",
        "lost_answer",
        "cursor_loop",
        "shuffled",
        "same_second",
        "zero_rows",
        "fewer",
        "new_column",
        "missing_column",
        "new_code",
        "truncated",
        "wrong_count",
        "bad_checksum",
        "no_manifest",
        "dtd",
        "soap_fault",
        "table_locked",
        "skew",
    ]
)


class UnknownFault(Exception):
    """A name that is no fault; answered with the list of names."""


class Faults:
    """Which faults are on, for which share of calls and how many more times."""

    def __init__(self, seed: int) -> None:
        self.lock = threading.Lock()
        self.random = Random(f"{seed}:faults").random
        self.active: dict[str, dict[str, Any]] = {}

    def set(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """Raises UnknownFault."""
        with self.lock:
            if said.get("clear"):
                self.active.clear()
            elif said.get("name") not in NAMES:
                raise UnknownFault(str(said.get("name")))
            elif said.get("off"):
                self.active.pop(said["name"], None)
            else:
                self.active[said["name"]] = {"share": 1.0, "times": None, **said}
            return list(self.active.values())

    def take(self, name: str, path: str = "") -> dict[str, Any] | None:
        """The fault if it strikes this call; counts it."""
        with self.lock:
            fault = self.active.get(name)
            if fault is None or fault.get("path", "") not in path:
                return None
            if fault["share"] < 1 and self.random() >= fault["share"]:
                return None
            if fault["times"] is not None:
                fault["times"] -= 1
                if fault["times"] <= 0:
                    del self.active[name]
            return fault

    def is_on(self, name: str) -> dict[str, Any] | None:
        """The fault whether or not it strikes; counts nothing."""
        with self.lock:
            return self.active.get(name)
