-- Retirees counted where they are managed: whoever's management or life changed in this round.
-- `last` is the step before: who comes back is no more counted from the day of the first time.
with now_managed as (
    select c.subject_id, c.member_ret as before,
           case when c.rt_status = '1' and r.alive_status is distinct from '2' and r.record_status <> '4'
                then c.managing_community end as after,
           r.alive_status = '2' as dead, r.death_date, r.sex, r.birth_date, c.rt_in_date, s.died, s.on_day,
           coalesce(case when s.vals->'c08_retiree' ? 'rt_in_date' then c.rt_in_date end,
                    s.on_day, %(today)s) as taken_over
    from stage s
    cross join lateral (
        select * from hub_c08_retiree where subject_id = s.subject offset 0) c
    cross join lateral (select * from hub_resident where id = s.subject offset 0) r
), stepped as (
    select n.*, last.code as last_code, last.effective_date as last_day
    from now_managed n
    left join lateral (
        select code, max(effective_date) over () as effective_date from hub_event h
        where h.resident_id = n.subject_id and h.member_set = 'RET' order by h.id desc limit 1
    ) last on true
    where before is distinct from after
), written as (
    update hub_c08_retiree c set member_ret = t.after from stepped t where c.subject_id = t.subject_id
)
insert into hub_event (kind, resident_id, member_set, sign, unit, code, effective_date, recorded_at,
                       sex, birth_date, facts, count, persons, text, source, source_key, actor, run_id, operation)
select 'membership', e.subject_id, 'RET', e.sign, e.unit, e.cause,
       greatest(e.effective, coalesce(e.last_day, %(always)s::date)), %(now)s,
       coalesce(e.sex, ''), e.birth_date, '{}', 1, 1, '', %(source)s, '', %(actor)s, %(run)s, %(operation)s
from (
    select subject_id, sex, birth_date, last_day, -1 as sign, before as unit,
           case when dead then 'death' else 'transfer_out' end as cause,
           coalesce(case when dead then coalesce(died, death_date) when after is not null then taken_over end,
                    on_day, %(today)s) as effective
    from stepped where before is not null
    union all
    select t.subject_id, t.sex, t.birth_date, t.last_day, 1, t.after, c.cause,
           case when c.cause = 'opening' then %(always)s::date
                when c.cause = 'correct' then %(today)s
                when t.last_code is null then coalesce(t.rt_in_date, t.taken_over)
                else t.taken_over end
    from stepped t left join hub_opened_unit o on o.unit = t.after
    cross join lateral (
        select case when t.rt_in_date is null and o.unit is null then 'opening'
                    when t.last_code = 'death' then 'correct'
                    else 'transfer_in' end as cause) c
    where t.after is not null
) e
order by e.sign, e.subject_id;
