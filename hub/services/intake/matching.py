"""Whose row it is: by the keyed hash of the ID number, else by what the source said before."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from hub.services.intake import sql
from hub.services.intake.row import Row

# Ways of knowing a subject, the surest first; each probes one unique index for rows still nobody's.
BY_SOURCE = """
update in_match m set subject = (
    select s.subject_id from hub_source_record s
    where s.source = %(source)s and s.kind = %(kind)s and s.source_key = m.key)
where m.key <> '' and m.subject is null
"""
RESIDENT_WAYS = (
    """
update in_match m set subject = (
    select r.id from hub_resident r where r.resident_id = m.told)
where m.told is not null
""",
    """
update in_match m set subject = (
    select r.id from hub_resident r where r.id_number_hash = m.identity and r.record_status <> '4')
where m.identity is not null and m.subject is null
""",
    BY_SOURCE,
    """
update in_match m set subject = (
    select r.id from hub_identity_link l join hub_resident r on r.id = l.gone_id
    where r.id_number_hash = m.identity and l.state = 'merged' limit 1)
where m.identity is not null and m.subject is null
  and exists (select 1 from hub_identity_link where state = 'merged')
""",
    """
update in_match m set subject = r.merged_into_id from hub_resident r
where r.id = m.subject and r.merged_into_id is not null
""",
)
HOUSEHOLD_WAYS = (
    """
update in_match m set subject = (
    select h.id from hub_household h where h.household_uid = m.told)
where m.told is not null
""",
    """
update in_match m set subject = (
    select r.household_id from hub_resident r
    where r.id_number_hash = m.identity and r.record_status <> '4')
where m.identity is not null and m.subject is null
""",
    BY_SOURCE,
)
DWELLING_WAYS = (
    """
update in_match m set subject = (
    select d.id from hub_dwelling d where d.dwelling_uid = m.told)
where m.told is not null
""",
    """
update in_match m set subject = (
    select d.id from hub_dwelling d
    where d.dwelling_community = m.community and d.address_key = m.address)
where m.address is not null and m.subject is null
""",
    BY_SOURCE,
)
WAYS = {"resident": RESIDENT_WAYS, "household": HOUSEHOLD_WAYS, "dwelling": DWELLING_WAYS}
FOUND = {
    "resident": "select m.n, r.id, r.resident_id from in_match m"
    " join hub_resident r on r.id = m.subject",
    "household": "select m.n, h.id, h.household_uid from in_match m"
    " join hub_household h on h.id = m.subject",
    "dwelling": "select m.n, d.id, d.dwelling_uid from in_match m"
    " join hub_dwelling d on d.id = m.subject",
}
NEW_NUMBERS = "select nextval('hub_resident_id_seq') from generate_series(1, %(wanted)s)"


def find_subjects(rows: Sequence[Row], *, entity: str, source: str) -> None:
    """Set `subject` and `uuid` of every row that somebody is known for; the rest keep 0."""
    sql.temporary(
        "in_match",
        "n int, told uuid, identity bytea, key text, community text, address text, subject bigint",
    )
    sql.copy_rows(
        "in_match",
        ("n", "told", "identity", "key", "community", "address"),
        (asked(row, entity) for row in rows),
    )
    sql.run("analyze in_match")
    for way in WAYS[entity]:
        sql.run(way, {"source": source, "kind": entity})
    by_number = {row.n: row for row in rows}
    for n, subject, uuid in sql.fetch(FOUND[entity]):
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
    """Take the subjects in one order: two writers of the same persons wait, not deadlock."""
    sql.run(LOCKING[entity], {"subjects": sorted({row.subject for row in rows})})


LOCKING = {
    "resident": "select 1 from hub_resident where id = any(%(subjects)s) order by id for update",
    "household": "select 1 from hub_household where id = any(%(subjects)s) order by id for update",
    "dwelling": "select 1 from hub_dwelling where id = any(%(subjects)s) order by id for update",
}
