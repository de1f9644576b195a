"""Whose row it is: by the keyed hash of the cleaned ID number, else by what the source said before."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from hub.services.intake import sql
from hub.services.intake.row import Row

RESIDENTS = """
select m.n, r.id, r.resident_id
from in_match m
join lateral (
    (select coalesce(t.merged_into_id, t.id) as id, 1 as how
     from hub_resident t where t.resident_id = m.told)
    union all
    (select t.id, 2 from hub_resident t
     where t.id_number_hash = m.identity and t.record_status <> '4')
    union all
    (select t.merged_into_id, 3 from hub_resident t
     where t.id_number_hash = m.identity and t.record_status = '4')
    union all
    (select coalesce(t.merged_into_id, t.id), 4
     from hub_source_record s join hub_resident t on t.id = s.subject_id
     where s.source = %(source)s and s.kind = %(kind)s and s.source_key = m.key and m.key <> '')
    order by how limit 1
) found on true
join hub_resident r on r.id = found.id
"""

HOUSEHOLDS = """
select m.n, h.id, h.household_uid
from in_match m
join lateral (
    (select t.id, 1 as how from hub_household t where t.household_uid = m.told)
    union all
    (select t.household_id, 2 from hub_resident t
     where t.id_number_hash = m.identity and t.record_status <> '4' and t.household_id is not null)
    union all
    (select s.subject_id, 3 from hub_source_record s
     where s.source = %(source)s and s.kind = %(kind)s and s.source_key = m.key and m.key <> '')
    order by how limit 1
) found on true
join hub_household h on h.id = found.id
"""

DWELLINGS = """
select m.n, d.id, d.dwelling_uid
from in_match m
join lateral (
    (select t.id, 1 as how from hub_dwelling t where t.dwelling_uid = m.told)
    union all
    (select t.id, 2 from hub_dwelling t
     where t.dwelling_community = m.community and t.address_key = m.address)
    union all
    (select s.subject_id, 3 from hub_source_record s
     where s.source = %(source)s and s.kind = %(kind)s and s.source_key = m.key and m.key <> '')
    order by how limit 1
) found on true
join hub_dwelling d on d.id = found.id
"""

FINDING = {"resident": RESIDENTS, "household": HOUSEHOLDS, "dwelling": DWELLINGS}
NEW_NUMBERS = "select nextval('hub_resident_id_seq') from generate_series(1, %(wanted)s)"


def find_subjects(rows: Sequence[Row], *, entity: str, source: str) -> None:
    """Set `subject` and `uuid` of every row that somebody is known for; the rest keep 0."""
    sql.temporary(
        "in_match",
        "n int, told uuid, identity bytea, key text, community text, address text",
    )
    sql.copy_rows(
        "in_match",
        ("n", "told", "identity", "key", "community", "address"),
        (asked(row, entity) for row in rows),
    )
    by_number = {row.n: row for row in rows}
    for n, subject, uuid in sql.fetch(FINDING[entity], {"source": source, "kind": entity}):
        by_number[n].subject, by_number[n].uuid = subject, uuid


def asked(row: Row, entity: str) -> tuple[object, ...]:
    told: UUID | None = getattr(row.told, entity)
    place = row.place
    return (
        row.n,
        told,
        row.identity,
        row.told.key,
        place.community if place else None,
        place.key if place else None,
    )


def give_birth(rows: Sequence[Row]) -> None:
    """Number the persons met for the first time; rows of one identity become one person."""
    wanted = {row.identity for row in rows if not row.subject and row.identity}
    numbers = iter(sql.fetch(NEW_NUMBERS, {"wanted": len(wanted)}))
    known: dict[bytes, tuple[int, UUID]] = {}
    for row in rows:
        if row.subject or row.identity is None:
            continue
        if row.identity not in known:
            known[row.identity] = (next(numbers)[0], uuid4())
            row.born = True
        row.subject, row.uuid = known[row.identity]


def lock(rows: Sequence[Row], entity: str) -> None:
    """Take the subjects in one order, so that two writers of the same persons wait, not deadlock."""
    sql.run(LOCKING[entity], {"subjects": sorted({row.subject for row in rows})})


LOCKING = {
    "resident": "select 1 from hub_resident where id = any(%(subjects)s) order by id for update",
    "household": "select 1 from hub_household where id = any(%(subjects)s) order by id for update",
    "dwelling": "select 1 from hub_dwelling where id = any(%(subjects)s) order by id for update",
}
