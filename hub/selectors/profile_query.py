"""One person, the household and the dwelling in one prepared statement: a union of to_jsonb."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import connection
from psycopg import sql

from hub.derived.expressions import DERIVED
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import DWELLING, HOUSEHOLD, RESIDENT

LINKS = {RESIDENT: "id", HOUSEHOLD: "household_id", DWELLING: "dwelling_id"}
CORE = {"core_resident": "r", "core_household": "h", "core_dwelling": "d"}
PUBLIC_KEYS = {
    RESIDENT: ("core_resident", "resident_id"),
    HOUSEHOLD: ("core_household", "household_uid"),
    DWELLING: ("core_dwelling", "dwelling_uid"),
}
SEARCH_COLUMNS = ["name_grams", "name_initials", "address_grams"]
MOST_MEMBERS = 30
BY_RESIDENT = "resident"
BY_IDENTITY = "identity"
BY_ID = "id"
PERSON = {
    BY_RESIDENT: sql.SQL(
        "select p.* from hub_resident p where p.id = (select coalesce(k.merged_into_id, k.id)"
        " from hub_resident k where k.resident_id = %(key)s)"
    ),
    BY_ID: sql.SQL("select p.* from hub_resident p where p.id = %(key)s"),
    BY_IDENTITY: sql.SQL(
        "select p.* from hub_resident p where p.id_number_hash = any(%(key)s)"
        " and p.record_status <> '4' limit 1"
    ),
}
BESIDE = {
    "member": """
        select 'member', jsonb_build_object('resident_id', m.resident_id, 'name', m.name,
            'sex', m.sex, 'birth_date', m.birth_date, 'relation_to_head', m.relation_to_head,
            'scope', m.scope, 'record_status', m.record_status, 'alive_status', m.alive_status),
            null::jsonb
        from r join lateral (select * from hub_resident m where m.household_id = r.household_id
            and m.id <> r.id and m.record_status not in ('3', '4')
            order by m.relation_to_head, m.birth_date limit 30) m on true""",
    "dissent": """
        select 'dissent', jsonb_build_object('field', x.field, 'source', x.source,
            'value', x.value - 'sealed' - 'hash', 'asks', x.asks, 'last_seen', x.last_seen),
            null::jsonb
        from r join hub_dissent x on x.state = 'open' and (
            (x.kind = 'R' and x.subject_id = r.id)
            or (x.kind = 'H' and x.subject_id = r.household_id)
            or (x.kind = 'D' and x.subject_id = r.dwelling_id))""",
    "request": """
        select 'request', jsonb_build_object('field', x.field, 'owner', x.owner,
            'made_at', x.made_at, 'due_on', x.due_on), null::jsonb
        from r join hub_request x on x.resident_id = r.id and x.state = 'pending'""",
    "case": """
        select 'case', jsonb_build_object('matter', x.matter, 'state', x.state,
            'opened_on', x.opened_on, 'opened_by', x.opened_by, 'community', x.community,
            'case_id', x.case_id), null::jsonb
        from r join hub_matter_case x on x.resident_id = r.id
            and x.state in ('draft', 'submitted', 'accepted', 'in_review')""",
}


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one person as stored: category to columns, and what stands beside them."""

    rows: Mapping[str, Mapping[str, Any]]
    computed: Mapping[str, Mapping[str, Any]]
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


def derived_names(category: str) -> list[str]:
    return [
        declared.name
        for declared in FIELDS.values()
        if declared.category == category and not declared.stored and declared.name in DERIVED
    ]


def join_of(alias: str) -> sql.Composable:
    """How a table is reached from the person `r`."""
    if alias == "h":
        return sql.SQL(" left join hub_household h on h.id = r.household_id")
    if alias == "d":
        return sql.SQL(" left join hub_dwelling d on d.id = r.dwelling_id")
    category = next(key for key in CATEGORIES if key.startswith(f"{alias}_"))
    return sql.SQL(" left join {table} {alias} on {alias}.subject_id = r.{link}").format(
        table=sql.Identifier(f"hub_{category}"),
        alias=sql.Identifier(alias),
        link=sql.Identifier(LINKS[CATEGORIES[category].entity]),
    )


def alias_of(category: str) -> str:
    return CORE.get(category) or category.split("_", 1)[0]


def branch(category: str) -> sql.Composed:
    own = alias_of(category)
    names = derived_names(category)
    needs = {own, *(alias for name in names for alias in DERIVED[name].needs)} - {"r"}
    pairs = [
        sql.SQL("{}, {}").format(
            sql.Literal(name),
            sql.SQL(DERIVED[name].sql).format(day=sql.SQL("%(day)s::date")),
        )
        for name in names
    ]
    hidden = SEARCH_COLUMNS + [
        f"{declared.column}_hash"
        for declared in FIELDS.values()
        if declared.category == category and declared.sealed
    ]
    return sql.SQL(
        "select {category}, to_jsonb({own}) - {hidden}::text[], {computed} from r{joins}"
    ).format(
        category=sql.Literal(category),
        own=sql.Identifier(own),
        hidden=sql.Literal(hidden),
        computed=sql.SQL("jsonb_build_object({})").format(sql.SQL(", ").join(pairs))
        if pairs
        else sql.SQL("null::jsonb"),
        joins=sql.SQL("").join(join_of(alias) for alias in sorted(needs)),
    )


@cache
def profile_statement(by: str) -> bytes:
    """The statement text; a constant, so that the server keeps its plan."""
    branches = [branch(category) for category in CATEGORIES]
    beside = [sql.SQL(text) for text in BESIDE.values()]  # type: ignore[arg-type]  # constants above
    composed = sql.SQL(
        "with r as materialized ({person}) select u.k, u.held::text, u.computed::text"
        " from ({union}) as u(k, held, computed)"
    ).format(person=PERSON[by], union=sql.SQL(" union all ").join([*branches, *beside]))
    return composed.as_bytes(None)


def run_prepared(statement: bytes, values: Mapping[str, Any]) -> list[tuple]:
    """Run a constant statement with its plan kept by the server, on this thread's connection."""
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = 1
    with psycopg.Cursor(raw) as cursor:
        cursor.execute(statement, values, prepare=True)
        return cursor.fetchall()


def held_of(*, by: str, key: object, day: date) -> Held | None:
    """The rows of the person with that key the row rule lets through; None when there is none."""
    rows: dict[str, Any] = {}
    computed: dict[str, Any] = {}
    beside: dict[str, list] = {name: [] for name in BESIDE}
    for name, held, worked_out in run_prepared(
        profile_statement(by), {"key": key, "day": day}
    ):
        if name in beside:
            beside[name].append(orjson.loads(held))
            continue
        if held is not None:
            rows[name] = orjson.loads(held)
        if worked_out is not None:
            computed[name] = orjson.loads(worked_out)
    if "core_resident" not in rows:
        return None
    return Held(
        rows, computed, beside["member"], beside["dissent"], beside["request"], beside["case"]
    )
