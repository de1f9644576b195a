from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


class Clear:
    """The explicit statement that a field is empty; a missing or blank field says nothing."""

    def __repr__(self) -> str:
        return "CLEAR"


CLEAR = Clear()


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated service, benefit or register event of a person.

    `code` is a service item ("01".."15") or the kind of benefit or register event ("cert", ...);
    `community` is the 12-digit unit it is counted in, by default where the person is managed or
    lives. Amounts are in yuan.
    """

    kind: str
    code: str
    on: date
    count: int = 1
    persons: int = 1
    amount: Decimal | None = None
    text: str = ""
    community: str = ""


@dataclass(slots=True)
class Observation:
    """What one source says of one subject at one time, in raw values of the dictionary's fields.

    `said` may also carry "address" (living address as text), "household_key" (the source's own
    household number, unique within `community`) and "managing_community". `key` and `version`
    are the source's own; `on` is the day of the fact where the source names one. One that
    `stays_out` does so whole, for the reason of that id (a damaged line, a day that is none).
    """

    said: Mapping[str, object]
    key: str = ""
    version: str = ""
    at: datetime | None = None
    on: date | None = None
    resident: UUID | None = None
    household: UUID | None = None
    dwelling: UUID | None = None
    community: str = ""
    event: Happening | None = None
    raw: object = None
    number_cells: frozenset[str] = frozenset()
    stays_out: str = ""
