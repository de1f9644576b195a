-- A source's own household number: the household its members already share, else the number of a new one,
-- which is made when its members stand (intake_heads_known). Who is told in another home than until now
-- has left the former household behind, unless its head is told to come along.
with coming as materialized (
    select s.household_key, o.id as household
    from stage s
    cross join lateral (select id from hub_household where head_resident_id = s.subject offset 0) o
    where s.household_key is not null and not s.born
), shared as (
    select s.household_key, mode() within group (order by r.household_id) as known
    from stage s
    cross join lateral (
        select household_id, dwelling_id from hub_resident where id = s.subject offset 0
    ) r
    left join homes h on h.p_community = s.p_community and h.p_key = s.p_key
    where s.household_key is not null and not s.born
      and (h.id is null or r.dwelling_id is null or r.dwelling_id = h.id
           or (s.household_key, r.household_id) in (select household_key, household from coming))
    group by s.household_key
), numbered as (
    select k.household_key, s.known is null as made,
           coalesce(s.known, nextval('hub_household_id_seq')) as id
    from households k left join shared s using (household_key) where k.id is null
), noted as (
    insert into hub_source_record (source, kind, source_key, subject_id, version, digest, received_at)
    select %(source)s, 'household', household_key, id, '', '\x'::bytea, %(now)s from numbered
)
update households k set id = numbered.id, made = numbered.made
from numbered where numbered.household_key = k.household_key;
