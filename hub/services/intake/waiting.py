"""A fact dated in the future waits for its day: kept whole, told again when the day has come."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from hub.sealing import unseal
from hub.services.intake import sql
from hub.services.intake.asides import NOBODY, RAW
from hub.services.intake.observation import Happening, Observation
from hub.services.intake.outcome import Trouble
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row
from hub.services.intake.said import clean_row

WAITS = "waits_for_day"
ANY_WAITS = """
select exists (select 1 from hub_set_aside
               where source = %(source)s and state = 'open' and reason = 'waits_for_day')
"""
TOLD_ANEW = """
select a.id, a.raw_sealed, s.version from hub_set_aside a join stage s on s.key = a.source_key
where a.source = %(source)s and a.field = '' and a.reason = 'waits_for_day' and a.state = 'open'
"""
WAITS_NO_MORE = """
update hub_set_aside set state = 'replayed', settled_by = %(actor)s where id = any(%(ids)s)
"""


def is_early(row: Row, today: date) -> bool:
    """Whether any day this row dates something with has not come yet."""
    return any(day > today for day in days_of(row))


def says_early(told: Observation, today: date) -> bool:
    """The same of what is only looked at."""
    return is_early(clean_row(0, told, entity="resident"), today)


def days_of(row: Row) -> list[date]:
    days = row.days
    told = [row.told.on, days.reg_in, days.reg_out, days.res_in, days.res_out, days.died]
    if row.told.event:
        told.append(row.told.event.on)
    return [day for day in told if day]


def let_wait(rows: Iterable[Row], passage: Passage) -> None:
    """Keep the whole observation as the raw value, with whom its source may speak of, so that it
    can be told again."""
    for row in rows:
        row.troubles = [Trouble(WAITS, "", None)]
        row.told.raw = {
            WAITS: as_kept(row.told),
            "day": max(days_of(row)).isoformat(),
            "entity": passage.entity,
            "creates": passage.creates,
        }


def wait_no_more(passage: Passage) -> None:
    """What a source tells anew under the same key takes the place of what waited of it, unless
    that was the newer version."""
    params = passage.params()
    if not sql.fetch(ANY_WAITS, params)[0][0]:
        return
    told = sql.fetch(TOLD_ANEW, params)
    older = [key for key, sealed, version in told if version_kept(sealed) <= version]
    if older:
        sql.run(WAITS_NO_MORE, params | {"ids": older})


def version_kept(sealed: bytes) -> str:
    kept = orjson.loads(unseal(RAW, NOBODY, bytes(sealed)))
    return str(kept[WAITS]["version"])


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
