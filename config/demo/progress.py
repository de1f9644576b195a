"""What a person sees while the demo makes itself."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

NOTABLE = 1.0


class Progress:
    """One line per step, numbered, with its time; lines within a step are indented."""

    def __init__(self, steps: int, stream: TextIO = sys.stdout) -> None:
        self.steps = steps
        self.stream = stream
        self.at = 0
        self.times: dict[str, float] = {}
        self.began = time.monotonic()

    @contextmanager
    def step(self, name: str, label: str) -> Iterator[None]:
        self.at += 1
        self.write(f"[{self.at}/{self.steps}] {label} ……")
        started = time.monotonic()
        yield
        self.times[name] = round(time.monotonic() - started, 1)
        if self.times[name] >= NOTABLE:
            self.write(f"      {label} 完成，用时 {self.times[name]:.1f} 秒")

    def tell(self, sentence: str) -> None:
        self.write(f"      {sentence}")

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 1)

    def write(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()
