"""A sign of life given while waiting, so that a slow call does not lose the run's lease."""

import time
from collections.abc import Callable

SLICE = 5.0  # seconds; well under the lease


class Pulse:
    """Calls `beat` at most every few seconds; whoever waits long asks it to."""

    def __init__(self, beat: Callable[[], None] | None = None) -> None:
        self._beat = beat
        self._last = time.monotonic()

    def touch(self) -> None:
        if self._beat is None or time.monotonic() - self._last < SLICE:
            return
        self._last = time.monotonic()
        self._beat()

    def sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, SLICE))
            self.touch()


STILL = Pulse()
