"""What the timetable looks after, in one list."""

from collections.abc import Callable
from datetime import datetime

from connectors.services.sweep import due as systems_due
from hub.services.sweep import due as hub_due
from reports.services.sweep import due as reports_due

SWEEPS: tuple[Callable[[datetime], object], ...] = (hub_due, systems_due, reports_due)
