"""The simulated day: starts where told, runs on, stands still, or stays inside working hours."""

import threading
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
REAL, WORK, FROZEN = "real", "work", "frozen"
TICKS = (REAL, WORK, FROZEN)
OPENS, CLOSES, SATURDAY = 9, 17, 5


class Clock:
    """A clock of one system; never the machine's own."""

    def __init__(self, start: datetime, tick: str = REAL) -> None:
        self.lock = threading.Lock()
        self.tick = tick
        self.base = start.astimezone(ZONE)
        self.since = time.monotonic()

    def now(self) -> datetime:
        with self.lock:
            return self.read()

    def read(self) -> datetime:
        if self.tick == FROZEN:
            return self.base
        now = self.base + timedelta(seconds=time.monotonic() - self.since)
        if self.tick == WORK and (now.hour >= CLOSES or now.weekday() >= SATURDAY):
            now = next_morning(now)
            self.base, self.since = now, time.monotonic()
        return now

    def set(self, now: datetime, tick: str | None = None) -> datetime:
        with self.lock:
            self.tick = tick or self.tick
            self.base, self.since = now.astimezone(ZONE), time.monotonic()
            return self.read()

    def step(self, seconds: float, tick: str | None = None) -> datetime:
        with self.lock:
            now = self.read() + timedelta(seconds=seconds)
        return self.set(now, tick)


def next_morning(now: datetime) -> datetime:
    """Nine o'clock of the next working day (Monday to Friday)."""
    day = now + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day.replace(hour=OPENS, minute=0, second=0, microsecond=0)


def plain(now: datetime) -> str:
    """`2026-11-23 09:00:00`, as these systems write it."""
    return now.strftime("%Y-%m-%d %H:%M:%S")


def read_time(text: str) -> datetime:
    """ISO, or the plain form, in local time.

    Raises ValueError.
    """
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=ZONE)
