"""Dwellings and households of a round: found or made, and linked to the people staged."""

from collections.abc import Sequence

from hub.services.intake import sql
from hub.services.intake.matching import find_subjects
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row
from hub.services.intake.scripts import script
from hub.services.intake.staging import stage

# One probe of a unique index per row, whatever the planner believes of tables that just grew.
FIND_DWELLINGS = """
update stage s set dwelling_id = (
    select w.id from hub_dwelling w
    where w.dwelling_community = s.p_community and w.address_key = s.p_key)
where s.p_key is not null and s.dwelling_id is null
"""
FIND_HOUSEHOLDS = """
update stage s set household_id = (
    select r.subject_id from hub_source_record r
    where r.source = %(source)s and r.kind = 'household' and r.source_key = s.household_key)
where s.household_key is not null and s.household_id is null
"""
TELL_PLACES = """
update stage s set vals = jsonb_set(
    s.vals, '{core_resident}',
    coalesce(s.vals->'core_resident', '{}')
    || case when s.away then '{"dwelling_id": null}'::jsonb
            when s.dwelling_id is not null then jsonb_build_object('dwelling_id', s.dwelling_id)
            else '{}' end
    || case when s.household_id is not null then jsonb_build_object('household_id', s.household_id)
            else '{}' end)
where s.away or s.dwelling_id is not null or s.household_id is not null or s.unregistered
"""
WHERE_THEY_ARE = """
update stage s set household_id = r.household_id, dwelling_id = r.dwelling_id
from hub_resident r where r.id = s.subject
  and (r.household_id, r.dwelling_id) is distinct from (s.household_id, s.dwelling_id)
"""


def settle_places(passage: Passage) -> None:
    """Turn addresses and household numbers into links, and say them as the residents' own."""
    params = passage.params()
    homes, households = sql.fetch(TOLD)[0]
    if homes:
        sql.run(FIND_DWELLINGS)
        if sql.fetch(HOMELESS)[0][0]:
            sql.run(script("intake_dwellings"), params)
            sql.run(FIND_DWELLINGS)
    if households:
        sql.run(FIND_HOUSEHOLDS, params)
        if sql.fetch(UNHOUSED)[0][0]:
            sql.run(script("intake_households"), params)
            sql.run(FIND_HOUSEHOLDS, params)
    sql.run(TELL_PLACES)


def build_homes(rows: Sequence[Row], passage: Passage) -> None:
    """Enter the homes nobody has named yet, for a source that may tell of new ones."""
    unknown = [row for row in rows if not row.subject and row.place]
    if not unknown:
        return
    stage([Row(row.n, row.told, place=row.place) for row in unknown], entity=passage.entity)
    sql.run(script("intake_dwellings"), passage.params())
    find_subjects(unknown, entity=passage.entity, source=passage.source)
    for row in unknown:
        row.born = bool(row.subject)


TOLD = """
select coalesce(bool_or(p_key is not null), false),
       coalesce(bool_or(household_key is not null), false)
from stage
"""
HOMELESS = "select exists (select 1 from stage where p_key is not null and dwelling_id is null)"
UNHOUSED = (
    "select exists (select 1 from stage where household_key is not null and household_id is null)"
)


def know_the_heads(passage: Passage) -> None:
    sql.run(script("intake_heads_known"), passage.params())


def follow_the_people() -> None:
    """Facts of a home or household told with a person belong to where the person now is."""
    sql.run(WHERE_THEY_ARE)
