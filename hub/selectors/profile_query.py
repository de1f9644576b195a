"""One person, the household and the dwelling, read in one prepared statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from communities.arrays import byte_array
from communities.prepared import run_prepared
from hub.fields import DWELLING, HOUSEHOLD, RESIDENT, Declared
from hub.sealing import unseal
from hub.selectors.profile_sql import BESIDE

PUBLIC_KEYS = {
    RESIDENT: ("core_resident", "resident_id"),
    HOUSEHOLD: ("core_household", "household_uid"),
    DWELLING: ("core_dwelling", "dwelling_uid"),
}
BY_RESIDENT = "resident"
BY_IDENTITY = "identity"
BY_ID = "id"
# The scope is told first: whoever is looked for is looked for inside it.
PROFILE = """
    select p.k, p.held, p.computed
    from (select set_config('hub.scope',
            coalesce(%(scope)s::text, current_setting('hub.scope', true), ''), true) as scope
          offset 0) told,
        lateral (select {person} and told.scope <> '' limit 1) k,
        lateral hub_profile(k.id, %(day)s) p
"""
STATEMENTS = {
    BY_RESIDENT: PROFILE.replace(
        "{person}",
        "coalesce(k.merged_into_id, k.id) as id from hub_resident k where k.resident_id = %(key)s",
    ),
    BY_ID: PROFILE.replace("{person}", "k.id from hub_resident k where k.id = %(key)s"),
    BY_IDENTITY: PROFILE.replace(
        "{person}",
        "k.id from hub_resident k where k.id_number_hash = any(%(key)s::bytea[])"
        " and k.record_status <> '4'",
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

    def unsealed(self, declared: Declared, row: Mapping[str, Any]) -> str:
        """The clear value of a sealed field from its stored row, bytea as JSON says it."""
        sealed = bytes.fromhex(row[f"{declared.column}_sealed"][2:])
        return unseal(declared.name, self.uuid_of(declared.entity), sealed)


def held_of(*, by: str, key: object, day: date, scope: str | None = None) -> Held | None:
    """The rows of the person with that key the row rule lets through; None when there is none.

    `scope` sets the row scope for the rest of the transaction; without it the one told holds.
    """
    if isinstance(key, list):
        key = byte_array(key)
    rows: dict[str, Any] = {}
    computed: dict[str, Any] = {}
    beside: dict[str, list] = {name: [] for name in BESIDE}
    for name, told, reckoned in run_prepared(
        STATEMENTS[by], {"key": key, "day": day, "scope": scope}
    ):
        if reckoned is not None:
            computed.update(reckoned)
        if told is None:
            continue
        if name in beside:
            beside[name].append(told)
        else:
            rows[name] = told
    if "core_resident" not in rows:
        return None
    return Held(
        rows, computed, beside["member"], beside["dissent"], beside["request"], beside["case"]
    )
