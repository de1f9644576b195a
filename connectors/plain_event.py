"""The dated event a row of a plain file tells beside its values, or why it cannot be counted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from connectors.contract import Cells
from connectors.transport.times import day
from hub.cleaning import NOTHING, Cleaned, plain
from hub.cleaning.codes import clean_code
from hub.cleaning.numbers import clean_decimal, clean_division, clean_int
from hub.services.intake import Happening

WORK_CONTENTS = clean_code("retiree_service_item")
OTHER_SERVICES = frozenset({"child_visit", "job_referral", "training", "visit"})
LONGEST_CODE = 20
AMOUNT = clean_decimal(2, 12)
COMMUNITY = clean_division(12)


@dataclass(frozen=True, slots=True)
class PlainEvent:
    """What the `[event]` of a mapping names: the event's kind, and the column of each part.

    `code_is` stands for a column where every row tells the same code. Source: product rule.
    """

    kind: str
    on: str
    code: str = ""
    code_is: str = ""
    count: str = ""
    persons: str = ""
    amount: str = ""
    text: str = ""
    community: str = ""

    def trouble(self, cells: Cells) -> str:
        """The reason, an id of `hub.reasons`, for which the event cannot be counted; "" when it
        can. A number that cannot be read is no 1 and no nought."""
        return next((one.problem for one in self.read(cells).values() if one.problem), "")

    def happening(self, cells: Cells) -> Happening:
        """The event of a row without trouble; once and one person where no column says."""
        told: dict[str, Any] = {
            part: one.value for part, one in self.read(cells).items() if one.value is not None
        }
        return Happening(kind=self.kind, **told)

    def read(self, cells: Cells) -> dict[str, Cleaned]:
        told = {name: cells.get(getattr(self, name)) for name in ("count", "persons", "amount")}
        return {
            "on": day_of(cells.get(self.on)),
            "code": Cleaned(self.code_is) if self.code_is else self.code_of(cells.get(self.code)),
            "count": times(told["count"]),
            "persons": times(told["persons"]),
            "amount": AMOUNT(told["amount"]),
            "text": Cleaned(str(cells.get(self.text) or "")),
            "community": COMMUNITY(cells.get(self.community)),
        }

    def code_of(self, raw: object) -> Cleaned:
        """A work content by its code or name; of other kinds the word as it is."""
        word = plain(str(raw or ""))
        if self.kind == "service" and word not in OTHER_SERVICES:
            found = WORK_CONTENTS(raw)
            return found if found.value else Cleaned(None, (), "code_unknown")
        return Cleaned(word) if 0 < len(word) <= LONGEST_CODE else Cleaned(None, (), "code_unknown")


def day_of(raw: object) -> Cleaned:
    told: date | None = day(raw)
    return Cleaned(told) if told else Cleaned(None, (), "date_bad_form")


def times(raw: object) -> Cleaned:
    """A number of times or persons; a blank cell says nothing."""
    read = NOTHING if raw is None else clean_int(raw)
    negative = isinstance(read.value, int) and read.value < 0
    return Cleaned(None, (), "number_bad_form") if negative else read
