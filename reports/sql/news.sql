-- Has anything that this unit's draft counts come after its position?
select exists (
    select from hub_event e
    where e.xid >= {position}::xid8 and e.effective_date <= {day} and e.unit = {unit}
        and (e.kind = 'membership' and e.member_set = any({sets}) or e.code = any({codes}))
) or exists (
    select from hub_change c
    left join hub_resident r on c.kind = 'R' and r.id = c.subject_id
    left join hub_c08_retiree m on c.kind = 'R' and m.subject_id = c.subject_id
    where c.recorded_at >= {since}::timestamptz - interval '1 day' and c.xid >= {position}::xid8
        and coalesce(c.effective_date, '-infinity') <= {day}
        and c.category = any({categories}) and c.after ?| {fields}
        and {unit} in (c.community_before, c.community_after, r.member_reg, r.member_res, m.member_ret)
)
