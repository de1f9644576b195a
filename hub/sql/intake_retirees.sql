-- Retirees counted where they are managed: whoever's management or life changed in this round.
with now_managed as (
    select c.subject_id, c.member_ret as before,
           case when c.rt_status = '1' and r.alive_status is distinct from '2' and r.record_status <> '4'
                then c.managing_community end as after,
           r.alive_status = '2' as dead, r.death_date, r.sex, r.birth_date, c.rt_in_date, s.died,
           s.on_day, s.vals->'c08_retiree' ? 'rt_in_date' as dated
    from stage s
    cross join lateral (
        select * from hub_c08_retiree where subject_id = s.subject offset 0) c
    cross join lateral (select * from hub_resident where id = s.subject offset 0) r
), stepped as (
    select * from now_managed where before is distinct from after
), written as (
    update hub_c08_retiree c set member_ret = t.after from stepped t where c.subject_id = t.subject_id
)
insert into hub_event (kind, resident_id, member_set, sign, unit, code, effective_date, recorded_at,
                       sex, birth_date, facts, count, persons, text, source, source_key, actor, run_id, operation)
select 'membership', e.subject_id, 'RET', e.sign, e.unit, e.cause,
       greatest(e.effective, coalesce(last.effective_date, %(always)s::date)), %(now)s,
       coalesce(e.sex, ''), e.birth_date, '{}', 1, 1, '', %(source)s, '', %(actor)s, %(run)s, %(operation)s
from (
    select subject_id, sex, birth_date, -1 as sign, before as unit,
           case when dead then 'death' else 'transfer_out' end as cause,
           coalesce(case when dead then coalesce(died, death_date) end, on_day, %(today)s) as effective
    from stepped where before is not null
    union all
    select t.subject_id, t.sex, t.birth_date, 1, t.after,
           case when t.rt_in_date is null and o.unit is null then 'opening' else 'transfer_in' end,
           case when t.rt_in_date is null and o.unit is null then %(always)s::date
                when t.dated or t.before is null then coalesce(t.rt_in_date, t.on_day, %(today)s)
                else coalesce(t.on_day, %(today)s) end
    from stepped t left join hub_opened_unit o on o.unit = t.after
    where t.after is not null
) e
left join lateral (
    select max(h.effective_date) as effective_date from hub_event h
    where h.resident_id = e.subject_id and h.member_set = 'RET'
) last on true
order by e.sign, e.subject_id;
