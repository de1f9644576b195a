-- One step per set and unit for every membership that changed, dated and reasoned as told.
-- Nobody belongs anywhere before being born: a new-born met before the books are opened enters by birth,
-- and so does one met since whose birth is what is told.
with moved as materialized (
    select d.subject, d.fresh, d.on_day, d.reasons, d.reg_in, d.reg_out, d.res_in, d.res_out, d.died,
           d.n_record_status, d.o_residence_type, d.n_residence_type,
           d.o_member_reg, d.n_member_reg, d.o_member_res, d.n_member_res,
           d.fresh and '01' in (d.reasons->>'hk_in_reason', d.reasons->>'move_reason') as by_birth,
           r.sex, r.birth_date
    from delta d
    cross join lateral (select sex, birth_date from hub_resident where id = d.subject offset 0) r
    where d.n_member_reg is distinct from d.o_member_reg or d.n_member_res is distinct from d.o_member_res
)
insert into hub_event (kind, resident_id, member_set, sign, unit, code, effective_date, recorded_at,
                       sex, birth_date, facts, count, persons, text, source, source_key, actor, run_id, operation)
select 'membership', e.subject, e.member_set, e.sign, e.unit,
       case when not born.lately then e.cause when e.member_set = 'REG' then 'register' else 'arrive' end,
       greatest(case when born.lately then e.birth_date else e.effective end,
                coalesce(last.effective_date, %(always)s::date)), %(now)s,
       coalesce(e.sex, ''), e.birth_date,
       case when born.lately then e.facts || '{"move_reason": "01"}' else e.facts end, 1, 1, '', %(source)s, '', %(actor)s, %(run)s, %(operation)s
from (
    -- leaving the register
    select d.subject, d.fresh, d.sex, d.birth_date, 'REG' as member_set, -1 as sign, d.o_member_reg as unit,
           case when d.n_record_status = '3' then 'cancel'
                when d.reasons ? 'hk_cancel_reason' then 'cancel' else 'hk_out' end as cause,
           coalesce(case when d.n_record_status = '3' then d.died end, d.reg_out, d.reg_in, d.on_day, %(today)s) as effective,
           jsonb_strip_nulls(jsonb_build_object(
               'reason', case when d.n_record_status = '3' then '1' else d.reasons->>'hk_cancel_reason' end,
               'move_reason', case when d.n_record_status = '3' then '11'
                                   else coalesce(d.reasons->>'hk_out_reason', d.reasons->>'move_reason') end,
               'residence_type', d.o_residence_type)) as facts,
           1 as step, false as by_birth
    from moved d where d.o_member_reg is not null and d.n_member_reg is distinct from d.o_member_reg
    union all
    -- joining the register
    select d.subject, d.fresh, d.sex, d.birth_date, 'REG', 1, d.n_member_reg, c.cause,
           case c.cause when 'opening' then %(always)s::date when 'correct' then %(today)s
                else coalesce(d.reg_in, d.on_day, %(today)s) end,
           jsonb_strip_nulls(jsonb_build_object(
               'move_reason', coalesce(d.reasons->>'hk_in_reason', d.reasons->>'move_reason'),
               'residence_type', d.n_residence_type)),
           2, d.by_birth
    from moved d
    left join hub_opened_unit o on o.unit = d.n_member_reg
    cross join lateral (select case when d.reg_in is not null or d.o_member_reg is not null then 'register'
                                    when o.unit is null then 'opening' else 'correct' end as cause) c
    where d.n_member_reg is not null and d.n_member_reg is distinct from d.o_member_reg
    union all
    -- ceasing to live here
    select d.subject, d.fresh, d.sex, d.birth_date, 'RES', -1, d.o_member_res, 'leave',
           coalesce(case when d.n_record_status = '3' then d.died end, d.res_out, d.res_in, d.on_day, %(today)s),
           jsonb_strip_nulls(jsonb_build_object(
               'move_reason', case when d.n_record_status = '3' then '11' else d.reasons->>'move_reason' end,
               'residence_type', d.o_residence_type)),
           3, false
    from moved d where d.o_member_res is not null and d.n_member_res is distinct from d.o_member_res
    union all
    -- coming to live here
    select d.subject, d.fresh, d.sex, d.birth_date, 'RES', 1, d.n_member_res, c.cause,
           case c.cause when 'opening' then %(always)s::date when 'correct' then %(today)s
                else coalesce(d.res_in, d.on_day, %(today)s) end,
           jsonb_strip_nulls(jsonb_build_object(
               'move_reason', d.reasons->>'move_reason', 'residence_type', d.n_residence_type)),
           4, d.by_birth
    from moved d
    left join hub_opened_unit o on o.unit = d.n_member_res
    cross join lateral (select case when d.res_in is not null or d.o_member_res is not null then 'arrive'
                                    when o.unit is null then 'opening' else 'correct' end as cause) c
    where d.n_member_res is not null and d.n_member_res is distinct from d.o_member_res
) e
left join lateral (
    select max(h.effective_date) as effective_date from hub_event h
    where h.resident_id = e.subject and h.member_set = e.member_set and not e.fresh
) last on true
cross join lateral (
    select coalesce((e.cause = 'opening' or e.cause = 'correct' and e.by_birth)
                    and e.birth_date > %(today)s::date - 92, false) as lately
) born
order by e.step, e.subject;
