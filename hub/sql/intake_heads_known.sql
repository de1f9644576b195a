-- Who the head is and where the household lives follows from its members; a household met for the
-- first time is made with them. One whose head has left for another has none until somebody is told.
with seen as (
    select r.household_id, r.id, r.relation_to_head, r.record_status, r.dwelling_id, r.scope
    from delta d
    cross join lateral (
        select id, household_id, relation_to_head, record_status, dwelling_id, scope
        from hub_resident where id = d.subject offset 0
    ) r
    where r.household_id is not null
      and (d.fresh or d.k_household_id > 0 or d.k_relation_to_head > 0 or d.k_dwelling_id > 0
           or d.k_community_code > 0 or d.k_grid_code > 0 or d.k_registered_community > 0
           or d.k_record_status > 0)
    union all
    select d.o_household_id, null, null, null, null, null
    from delta d
    cross join lateral (select household_id from hub_resident where id = d.subject offset 0) r
    where d.k_household_id > 0 and not d.fresh and d.o_household_id is distinct from r.household_id
      and d.o_household_id is not null
), told as materialized (
    select household_id,
           min(id) filter (where relation_to_head = '02' and record_status in ('1', '5')) as head,
           min(dwelling_id) filter (where relation_to_head = '02') as head_dwelling,
           min(dwelling_id) as any_dwelling, min(scope) as scope
    from seen
    group by household_id
), made as (
    insert into hub_household (id, household_uid, household_status, head_resident_id, household_dwelling_id,
                               scope, source, source_time, received_at, run_id, told, tags)
    select k.id, :drawn(k.id), '1',
           t.head, coalesce(t.head_dwelling, t.any_dwelling), coalesce(t.scope, k.community),
           %(source)s, null, %(now)s, %(run)s, '{}', '{}'
    from households k
    cross join :chance
    left join told t on t.household_id = k.id
    where k.made
    returning id, scope, head_resident_id, household_dwelling_id
), news as materialized (
    select t.*, o.head_resident_id as o_head, o.household_dwelling_id as o_home, o.deserted
    from told t
    cross join lateral (
        select head_resident_id, household_dwelling_id, scope,
               (select r.household_id is distinct from t.household_id
                from hub_resident r where r.id = head_resident_id) as deserted
        from hub_household where id = t.household_id offset 0
    ) o
    where o.deserted or t.head is not null and o.head_resident_id is distinct from t.head
       or coalesce(t.head_dwelling, o.household_dwelling_id, t.any_dwelling) is distinct from o.household_dwelling_id
       or t.scope is not null and o.scope is distinct from t.scope
), changed as (
    -- by their keys, whatever the planner believes of a table that just grew
    update hub_household h
    set head_resident_id = coalesce(t.head, case when t.deserted is not true then h.head_resident_id end),
        household_dwelling_id = coalesce(t.head_dwelling, h.household_dwelling_id, t.any_dwelling),
        scope = coalesce(t.scope, h.scope)
    from news t
    where h.id = t.household_id and h.id = any(array(select household_id from news))
    returning h.id, h.scope, t.o_head, h.head_resident_id as n_head,
              t.o_home, h.household_dwelling_id as n_home
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id, operation,
                        effective_date, community_before, community_after)
select 'H', id, 'core_household',
       jsonb_build_object('head_resident_id', o_head, 'household_dwelling_id', o_home),
       jsonb_build_object('head_resident_id', n_head, 'household_dwelling_id', n_home),
       %(source)s, %(actor)s, %(run)s::bigint, %(operation)s, %(always)s::date, left(scope, 12), left(scope, 12)
from changed where (o_head, o_home) is distinct from (n_head, n_home)
union all
select 'H', id, 'core_household', '{}',
       jsonb_strip_nulls(jsonb_build_object('household_status', '1', 'head_resident_id', head_resident_id,
                                            'household_dwelling_id', household_dwelling_id)),
       %(source)s, %(actor)s, %(run)s::bigint, %(operation)s, %(always)s::date, null::varchar, left(scope, 12)
from made;
