"""Flags every simulator shares, the ready line, and running until told to stop."""

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from tests.simulators.base.clock import TICKS, read_time
from tests.simulators.base.simulator import Options, Simulator

LOOK_SECONDS = 1.0


def flags(name: str, about: str) -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog=f"tests.simulators.{name}", description=about)
    words.add_argument("--store", type=Path, required=True)
    words.add_argument("--world", type=Path, required=True)
    words.add_argument("--clock", type=read_time, required=True)
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--seed", type=int, default=7)
    words.add_argument("--habits", choices=("off", "demo", "on", "wild"), default="on")
    words.add_argument("--tick", choices=TICKS, default="real")
    words.add_argument("--leave-with-parent", action="store_true")
    return words


def options_of(chosen: argparse.Namespace) -> Options:
    return Options(
        store=chosen.store, world=chosen.world, clock=chosen.clock, port=chosen.port,
        seed=chosen.seed, habits=chosen.habits, tick=chosen.tick,
    )  # fmt: skip


def run(make: Callable[[], Simulator], *, leave_with_parent: bool = False) -> None:
    """Open, say so in one line of JSON, do what is due each second, leave on a signal."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    simulator = make()
    line = simulator.open()
    print(json.dumps(line, ensure_ascii=False), flush=True)
    parent = os.getppid()
    while not stop.wait(LOOK_SECONDS):
        if leave_with_parent and os.getppid() != parent:
            break
        simulator.do_what_is_due()
    simulator.server.shutdown()
    simulator.close()
    sys.exit(0)
