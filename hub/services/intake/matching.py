"""Whose row it is: by the keyed hash of the ID number, else by what the source said before."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from communities.arrays import array, byte_array, number_array
from communities.prepared import run_prepared
from hub.services.intake import sql
from hub.services.intake.row import Row

# Ways of knowing a subject, the surest first; each probes one unique index, and only when no
# surer way has found anybody.
ASKED = """
unnest(%(told)s::uuid[], %(identities)s::bytea[], %(keys)s::text[], %(communities)s::text[],
    %(addresses)s::text[]) with ordinality as m(told, identity, key, community, address, n)
"""
BY_SOURCE = """
case when m.key <> '' then (
    select s.subject_id from hub_source_record s
    where s.source = %(source)s and s.kind = %(kind)s and s.source_key = m.key) end
"""
RESIDENT = """
select f.n, r.id, r.resident_id, coalesce(r.id_number_hash = f.identity, false) from (
    select m.n, m.identity, coalesce(
        case when m.told is not null then (
            select r.id from hub_resident r where r.resident_id = m.told) end,
        case when m.identity is not null then (
            select r.id from hub_resident r
            where r.id_number_hash = m.identity and r.record_status <> '4') end,
        {by_source},
        case when m.identity is not null
             and exists (select 1 from hub_identity_link where state = 'merged') then (
            select l.gone_id from hub_identity_link l join hub_resident r on r.id = l.gone_id
            where r.id_number_hash = m.identity and l.state = 'merged' limit 1) end) as subject
    from {asked} offset 0) f
cross join lateral (
    select coalesce(merged_into_id, id) as id from hub_resident where id = f.subject offset 0) k
cross join lateral (
    select id, resident_id, id_number_hash from hub_resident where id = k.id offset 0) r
"""
HOUSEHOLD = """
select f.n, h.id, h.household_uid, false from (
    select m.n, coalesce(
        case when m.told is not null then (
            select h.id from hub_household h where h.household_uid = m.told) end,
        case when m.identity is not null then (
            select r.household_id from hub_resident r
            where r.id_number_hash = m.identity and r.record_status <> '4') end,
        {by_source}) as subject
    from {asked} offset 0) f
cross join lateral (
    select id, household_uid from hub_household where id = f.subject offset 0) h
"""
DWELLING = """
select f.n, d.id, d.dwelling_uid, false from (
    select m.n, coalesce(
        case when m.told is not null then (
            select d.id from hub_dwelling d where d.dwelling_uid = m.told) end,
        case when m.address is not null then (
            select d.id from hub_dwelling d
            where d.dwelling_community = m.community and d.address_key = m.address) end,
        {by_source}) as subject
    from {asked} offset 0) f
cross join lateral (
    select id, dwelling_uid from hub_dwelling where id = f.subject offset 0) d
"""
FOUND = {
    entity: query.format(asked=ASKED, by_source=BY_SOURCE)
    for entity, query in (("resident", RESIDENT), ("household", HOUSEHOLD), ("dwelling", DWELLING))
}
NOBODY = "{}"  # unnest fills the shorter arrays up with nothing
NEW_NUMBERS = """
select string_agg(nextval('hub_resident_id_seq')::text, ' ') from generate_series(1, %(wanted)s)
"""


def find_subjects(rows: Sequence[Row], *, entity: str, source: str) -> None:
    """Set `subject` and `uuid` of every row that somebody is known for; the rest keep 0.

    A row is `numbered` when its number is the one already held of its person.
    """
    if not rows:
        return
    named = [getattr(row.told, entity) for row in rows]
    places = [row.place for row in rows] if entity == "dwelling" else []
    asked = {
        "source": source,
        "kind": entity,
        "told": array(str(one) if one else None for one in named) if any(named) else NOBODY,
        "identities": byte_array(row.identity for row in rows),
        "keys": array(row.told.key for row in rows),
        "communities": array(place.community if place else None for place in places),
        "addresses": array(place.key if place else None for place in places),
    }
    for place, subject, uuid, numbered in run_prepared(FOUND[entity], asked):
        row = rows[place - 1]
        row.subject, row.uuid, row.numbered = subject, uuid, numbered


def give_birth(rows: Sequence[Row]) -> None:
    """Number the persons met for the first time; rows of one identity become one person."""
    wanted = {row.identity for row in rows if not row.subject and row.identity}
    if not wanted:
        return
    numbers = iter(sql.fetch(NEW_NUMBERS, {"wanted": len(wanted)})[0][0].split())
    known: dict[bytes, tuple[int, UUID]] = {}
    for row in rows:
        if row.subject or row.identity is None:
            continue
        if row.identity not in known:
            known[row.identity] = (int(next(numbers)), row.promised or uuid4())
            row.born = True
        row.subject, row.uuid = known[row.identity]


def lock(rows: Sequence[Row], entity: str) -> None:
    """Take the subjects in one order: two writers of the same persons wait, not deadlock.

    What is written from here on stands after all that was written of them before. Whose number is
    another by now is `numbered` no longer.
    """
    if entity == "resident":
        lock_residents(rows)
    else:
        sql.run(LOCKING[entity], {"subjects": number_array({row.subject for row in rows})})
    sql.run(STAND_LAST)


def lock_residents(rows: Sequence[Row]) -> None:
    one_each = {row.subject: row for row in rows if not row.born}  # nobody else knows the new
    numbered = [subject for subject, row in one_each.items() if row.numbered]
    asked = {
        "subjects": number_array(one_each),
        "numbered": number_array(numbered),
        "identities": byte_array(one_each[subject].identity for subject in numbered),
    }
    for subject in sql.fetch(LOCK_RESIDENTS, asked)[0][0] or ():
        one_each[subject].numbered = False


LOCK_RESIDENTS = """
select array_agg(locked.id) filter (where told.identity <> locked.id_number_hash)
from (select id, id_number_hash from hub_resident
      where id = any(%(subjects)s::bigint[]) order by id for update) locked
left join unnest(%(numbered)s::bigint[], %(identities)s::bytea[]) as told(id, identity) using (id)
"""
LOCK = """
select count(*) from (
    select 1 from {table} where id = any(%(subjects)s::bigint[])
    order by id for update) locked
"""
LOCKING = {
    entity: LOCK.format(table=table)
    for entity, table in (("household", "hub_household"), ("dwelling", "hub_dwelling"))
}
STAND_LAST = """
select set_config('hub.position', greatest(pg_current_xact_id(),
    (pg_snapshot_xmax(pg_current_snapshot())::text::numeric - 1)::text::xid8)::text, true)
"""
