"""Dwellings and households of a round: found or made, and linked to the people staged."""

from collections.abc import Sequence

from hub.services.intake import sql
from hub.services.intake.matching import find_subjects
from hub.services.intake.passage import Passage
from hub.services.intake.row import Row
from hub.services.intake.scripts import script
from hub.services.intake.staging import stage

# One probe of a unique index per home, whatever the planner believes of tables that just grew.
HOMES = """
create temporary table homes on commit drop as
select h.*, (select w.id from hub_dwelling w
             where w.dwelling_community = h.p_community and w.address_key = h.p_key) as id
from (select p_community, p_key, min(n) as n from stage where p_key is not null group by 1, 2) h
"""
FIND_NEW_HOMES = """
update homes h set id = (select w.id from hub_dwelling w
    where w.dwelling_community = h.p_community and w.address_key = h.p_key)
where h.id is null
"""
HOUSEHOLDS = """
create temporary table households on commit drop as
select h.*, false as made, (select r.subject_id from hub_source_record r
             where r.source = %(source)s and r.kind = 'household'
               and r.source_key = h.household_key) as id
from (select household_key, min(n) as n, min(community) as community
      from stage where household_key is not null group by household_key) h
"""
# A leaving told again has no second effect on who has come back since.
PLACED = """
create temporary table placed on commit drop as
select s.n, case when not a.leaves then h.id end as dwelling_id,
       a.leaves or h.id is not null as tells_dwelling,
       k.id as household_id, k.id is not null as tells_household
from stage s
cross join lateral (
    select s.away and not exists (
        select 1 from hub_event e
        where e.resident_id = s.subject and e.member_set = 'RES' and e.sign = -1
            and e.effective_date = s.res_out) as leaves offset 0) a
left join homes h on h.p_community = s.p_community and h.p_key = s.p_key
left join households k on k.household_key = s.household_key
where a.leaves or h.id is not null or k.id is not null
"""
WHERE_THEY_ARE = """
create temporary table placed on commit drop as
select s.n, r.household_id, r.dwelling_id
from stage s
cross join lateral (
    select household_id, dwelling_id from hub_resident where id = s.subject offset 0) r
"""
NO_HOMES = "p_community text, p_key text, n int, id bigint"
NO_HOUSEHOLDS = "household_key text, n int, community text, made boolean, id bigint"
NOT_PLACED = (
    "n int, dwelling_id bigint, tells_dwelling boolean, household_id bigint,"
    " tells_household boolean"
)
MISSING = "select exists (select 1 from {} where id is null)"


def settle_places(rows: Sequence[Row], passage: Passage) -> bool:
    """Turn addresses and household numbers into links; `placed` says them as the residents' own.

    Whether households are met for the first time: they are made when their members stand.
    """
    homes = any(row.place for row in rows)
    households = any(row.told.said.get("household_key") for row in rows)
    if not homes and not households and not any(row.away for row in rows):
        sql.temporary("placed", NOT_PLACED)
        sql.temporary("households", NO_HOUSEHOLDS)
        return False
    find_homes(homes, passage)
    made = find_households(households, passage)
    sql.run("drop table if exists pg_temp.placed")
    sql.run(PLACED)
    return made


def find_homes(told: bool, passage: Passage) -> None:
    """The table `homes` of told addresses, those named for the first time made."""
    if not told:
        sql.temporary("homes", NO_HOMES)
        return
    sql.run("drop table if exists pg_temp.homes")
    sql.run(HOMES)
    if sql.fetch(MISSING.format("homes"))[0][0]:
        sql.run(script("intake_dwellings"), passage.params())
        sql.run(FIND_NEW_HOMES)


def find_households(told: bool, passage: Passage) -> bool:
    """The table `households` of told household numbers; whether there are new ones to make."""
    if not told:
        sql.temporary("households", NO_HOUSEHOLDS)
        return False
    sql.run("drop table if exists pg_temp.households")
    sql.run(HOUSEHOLDS, passage.params())
    if sql.fetch(MISSING.format("households"))[0][0]:
        sql.run(script("intake_households"), passage.params())
    return bool(sql.fetch("select exists (select from households where made)")[0][0])


def build_homes(rows: Sequence[Row], passage: Passage) -> None:
    """Enter the homes nobody has named yet, for a source that may tell of new ones."""
    unknown = [row for row in rows if not row.subject and row.place]
    if not unknown:
        return
    stage([Row(row.n, row.told, place=row.place) for row in unknown], entity=passage.entity)
    find_homes(True, passage)
    find_subjects(unknown, entity=passage.entity, source=passage.source)
    for row in unknown:
        row.born = bool(row.subject)


def know_the_heads(passage: Passage) -> None:
    sql.run(script("intake_heads_known"), passage.params())


def follow_the_people() -> None:
    """Facts of a home or household told with a person belong to where the person now is."""
    sql.run("drop table if exists pg_temp.placed")
    sql.run(WHERE_THEY_ARE)
