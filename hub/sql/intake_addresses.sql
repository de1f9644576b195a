-- Whoever lives in a home whose address is written anew has the new address.
with moved as (
    update hub_resident r set residence_address = w.std_address
    from delta d join hub_dwelling w on w.id = d.subject join hub_resident o on o.dwelling_id = w.id
    where r.id = o.id and d.k_std_address in (1, 2, 3) and o.record_status <> '4'
      and o.residence_address is distinct from w.std_address
    returning r.id, o.residence_address as before, r.residence_address as after, r.community_code, d.on_day
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id, operation,
                        effective_date, community_before, community_after)
select 'R', id, 'core_resident', jsonb_build_object('residence_address', before),
       jsonb_build_object('residence_address', after), %(source)s, %(actor)s, %(run)s, %(operation)s,
       case when before is null then %(always)s::date else coalesce(on_day, %(today)s) end,
       community_code, community_code
from moved;
