"""What the timetable looks after, in one list."""

import importlib
import importlib.util
from collections.abc import Callable
from datetime import datetime


def found() -> list[Callable[[datetime], object]]:
    sweeps = []
    for room in ("hub", "connectors", "reports"):
        try:
            if importlib.util.find_spec(f"{room}.services.sweep"):
                sweeps.append(importlib.import_module(f"{room}.services.sweep").due)
        except ModuleNotFoundError:
            continue
    return sweeps


SWEEPS = found()
