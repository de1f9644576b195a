-- Who is only registered with a collective household and never lived here is of that kind (6) from when the
-- household is known for one, and of the absent (2) when it is one no more.
with told as materialized (
    select r.id, r.residence_type as before, r.registered_community, d.k_household_type, d.on_day,
           case when h.household_type = '2' and not exists (
               select 1 from hub_event e where e.resident_id = r.id and e.member_set = 'RES') then '6' else '2'
           end as after
    from delta d
    join hub_household h on h.id = d.subject
    join hub_resident r on r.household_id = h.id
    where d.k_household_type in (1, 2, 3) and r.residence_type in ('2', '6') and r.dwelling_id is null
      and r.record_status <> '4'
), retyped as (
    update hub_resident r set residence_type = t.after
    from told t where r.id = t.id and t.after <> t.before
    returning t.*
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id, operation,
                        effective_date, community_before, community_after)
select 'R', id, 'core_resident', jsonb_build_object('residence_type', before),
       jsonb_build_object('residence_type', after), %(source)s, %(actor)s, %(run)s, %(operation)s,
       -- what the household has been from always was so of its member from the day first said of it
       case when k_household_type > 1 then coalesce(on_day, %(today)s) end,
       registered_community, registered_community
from retyped;
