"""A fact dated in the future waits for its day: kept whole, told again when the day has come."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from hub.services.intake.observation import Happening, Observation
from hub.services.intake.outcome import Trouble
from hub.services.intake.row import Row

WAITS = "waits_for_day"


def is_early(row: Row, today: date) -> bool:
    """Whether any day this row dates something with has not come yet."""
    return any(day > today for day in days_of(row))


def days_of(row: Row) -> list[date]:
    days = row.days
    told = [row.told.on, days.reg_in, days.reg_out, days.res_in, days.res_out, days.died]
    if row.told.event:
        told.append(row.told.event.on)
    return [day for day in told if day]


def let_wait(rows: Iterable[Row]) -> None:
    """Keep the whole observation as the raw value, so that it can be told again."""
    for row in rows:
        row.troubles = [Trouble(WAITS, "", None)]
        row.told.raw = {WAITS: as_kept(row.told), "day": max(days_of(row)).isoformat()}


def as_kept(told: Observation) -> dict[str, Any]:
    kept = asdict(told)
    kept.pop("raw")
    kept["number_cells"] = sorted(told.number_cells)
    return kept


def from_kept(kept: Mapping[str, Any]) -> Observation:
    """The observation as `as_kept` wrote it, read back from JSON."""
    event = kept["event"]
    return Observation(
        said=kept["said"],
        key=kept["key"],
        version=kept["version"],
        at=datetime.fromisoformat(kept["at"]) if kept["at"] else None,
        on=date.fromisoformat(kept["on"]) if kept["on"] else None,
        resident=UUID(kept["resident"]) if kept["resident"] else None,
        household=UUID(kept["household"]) if kept["household"] else None,
        dwelling=UUID(kept["dwelling"]) if kept["dwelling"] else None,
        community=kept["community"],
        event=happening(event) if event else None,
        number_cells=frozenset(kept["number_cells"]),
    )


def happening(kept: Mapping[str, Any]) -> Happening:
    amount = Decimal(str(kept["amount"])) if kept["amount"] is not None else None
    return Happening(**{**kept, "on": date.fromisoformat(kept["on"]), "amount": amount})
