"""The one door: everything that enters the hub enters through `take_in`."""

from hub.services.intake.door import take_in
from hub.services.intake.observation import CLEAR, Clear, Happening, Observation
from hub.services.intake.outcome import Outcome, TakenIn, Trouble

__all__ = [
    "CLEAR",
    "Clear",
    "Happening",
    "Observation",
    "Outcome",
    "TakenIn",
    "Trouble",
    "take_in",
]
