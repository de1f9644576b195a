from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hub.services.intake.observation import Observation
from hub.services.intake.outcome import Trouble


@dataclass(slots=True)
class Days:
    """The days and reasons of joining and leaving that this observation itself tells."""

    reg_in: date | None = None
    reg_out: date | None = None
    res_in: date | None = None
    res_out: date | None = None
    died: date | None = None
    handed: date | None = None  # a retiree's management, by a service of that day


@dataclass(slots=True)
class Place:
    """A dwelling as an address names it, inside one community."""

    community: str
    key: str
    text: str
    building: str
    unit: str
    floor: int | None
    room: str


@dataclass(slots=True)
class Row:
    """One observation after cleaning, on its way to the staging table.

    `values` is category -> field -> cleaned value; None clears the field. A sealed value is still
    clear here and is sealed when the subject's uuid is known, but for a number that is held of
    its person already (`numbered`). `spelled` is the end of its staged line, sealed for the uuid
    `promised`, which the person gets if born by this row.
    """

    n: int
    told: Observation
    digest: bytes = b""
    values: dict[str, dict[str, object]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    identity: bytes | None = None
    days: Days = field(default_factory=Days)
    reasons: dict[str, str] = field(default_factory=dict)
    place: Place | None = None
    away: bool = False
    unregistered: bool = False
    managing: str | None = None
    subject: int = 0
    uuid: UUID | None = None
    numbered: bool = False
    born: bool = False
    promised: UUID | None = None
    spelled: str = ""

    def say(self, category: str, name: str, value: object) -> None:
        self.values.setdefault(category, {})[name] = value

    def said(self, category: str, name: str) -> object:
        return self.values.get(category, {}).get(name)
