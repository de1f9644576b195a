from connectors.models.breaker import Allowance, CallBreaker
from connectors.models.cursor import Cursor
from connectors.models.foreign_file import ForeignFile
from connectors.models.outgoing import Outgoing
from connectors.models.page import Page
from connectors.models.run import Run
from connectors.models.schedule import Schedule

__all__ = [
    "Allowance",
    "CallBreaker",
    "Cursor",
    "ForeignFile",
    "Outgoing",
    "Page",
    "Run",
    "Schedule",
]
