"""One person, the household and the dwelling, read in one prepared statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from communities.prepared import run_prepared
from hub.fields import DWELLING, HOUSEHOLD, RESIDENT
from hub.selectors.profile_sql import BESIDE, COMPUTED

PUBLIC_KEYS = {
    RESIDENT: ("core_resident", "resident_id"),
    HOUSEHOLD: ("core_household", "household_uid"),
    DWELLING: ("core_dwelling", "dwelling_uid"),
}
BY_RESIDENT = "resident"
BY_IDENTITY = "identity"
BY_ID = "id"
PROFILE = """
    select p.k, p.held::text
    from ({person}) k, lateral hub_profile(k.id, %(day)s) p
"""
STATEMENTS = {
    BY_RESIDENT: PROFILE.replace(
        "{person}",
        "select coalesce(k.merged_into_id, k.id) as id from hub_resident k"
        " where k.resident_id = %(key)s",
    ),
    BY_ID: PROFILE.replace("{person}", "select k.id from hub_resident k where k.id = %(key)s"),
    BY_IDENTITY: PROFILE.replace(
        "{person}",
        "select k.id from hub_resident k where k.id_number_hash = any(%(key)s)"
        " and k.record_status <> '4' limit 1",
    ),
}


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one person as stored: category to columns, what is computed, what is beside."""

    rows: Mapping[str, Mapping[str, Any]]
    computed: Mapping[str, Any]
    members: Sequence[Mapping[str, Any]]
    dissents: Sequence[Mapping[str, Any]]
    requests: Sequence[Mapping[str, Any]]
    cases: Sequence[Mapping[str, Any]]

    @property
    def core(self) -> Mapping[str, Any]:
        return self.rows["core_resident"]

    @property
    def id(self) -> int:
        return self.core["id"]

    def uuid_of(self, entity: str) -> UUID:
        """The public key of the person, the household or the dwelling: what seals are bound to."""
        category, column = PUBLIC_KEYS[entity]
        return UUID(self.rows[category][column])


def held_of(*, by: str, key: object, day: date) -> Held | None:
    """The rows of the person with that key the row rule lets through; None when there is none."""
    rows: dict[str, Any] = {}
    computed: dict[str, Any] = {}
    beside: dict[str, list] = {name: [] for name in BESIDE}
    for name, told in run_prepared(STATEMENTS[by], {"key": key, "day": day}):
        if told is None:
            continue
        held = orjson.loads(told)
        if name in beside:
            beside[name].append(held)
        elif name == COMPUTED:
            computed = held
        else:
            rows[name] = held
    if "core_resident" not in rows:
        return None
    return Held(
        rows, computed, beside["member"], beside["dissent"], beside["request"], beside["case"]
    )
