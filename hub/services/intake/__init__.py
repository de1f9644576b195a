"""The one door: everything that enters the hub enters through `take_in`."""

from hub.services.intake.door import take_in
from hub.services.intake.observation import CLEAR, Clear, Happening, Observation
from hub.services.intake.outcome import Outcome, TakenIn, Trouble
from hub.services.intake.ready import Ready, ahead, make_ready

__all__ = [
    "CLEAR",
    "Clear",
    "Happening",
    "Observation",
    "Outcome",
    "Ready",
    "TakenIn",
    "Trouble",
    "ahead",
    "make_ready",
    "take_in",
]
