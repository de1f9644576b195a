"""Starts a simulated system for a test, and stops it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.simulators.world.making import World

ROOT = Path(__file__).resolve().parents[2]
MORNING = "2026-11-23T09:00:00+08:00"
GOODBYE_SECONDS = 20


def make_world(folder: Path, residents: int = 2500, seed: int = 7) -> Path:
    """A small street, whole in about a second."""
    World(folder, seed, residents, "2026-10", "420105011").make()
    return folder


@contextmanager
def running(
    name: str,
    *,
    store: Path,
    world: Path,
    clock: str = MORNING,
    habits: str = "off",
    tick: str = "frozen",
    more: Sequence[str] = (),
) -> Iterator[dict[str, Any]]:
    """The ready line of a system that runs as long as the block."""
    command = [
        sys.executable, "-m", f"tests.simulators.{name}", "--store", str(store),
        "--world", str(world), "--clock", clock, "--habits", habits, "--tick", tick,
        "--leave-with-parent", *more,
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield {**json.loads(line), "pid": process.pid}
        finally:
            process.terminate()
            process.wait(GOODBYE_SECONDS)
