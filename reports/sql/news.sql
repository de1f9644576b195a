-- Units whose draft does not know everything it counts: something of its period has been written
-- since its position.
with drafts as (
    select unit, position::xid8 as position
    from unnest({units}::text[], {positions}::text[]) as d (unit, position)
),
touched as (
    select c.xid, unnest(array[c.community_before, c.community_after, r.member_reg, r.member_res,
        m.member_ret, coalesce(d.dwelling_community, left(h.scope, 12))]) as unit
    from hub_change c
    left join hub_resident r on c.kind = 'R' and r.id = c.subject_id
    left join hub_c08_retiree m on c.kind = 'R' and m.subject_id = c.subject_id
    left join hub_household h on c.kind = 'H' and h.id = c.subject_id
    left join hub_dwelling d
        on d.id = case c.kind when 'D' then c.subject_id else h.household_dwelling_id end
    where c.recorded_at >= {since}::timestamptz - interval '1 day' and c.xid >= {first}::xid8
        and coalesce(c.effective_date, '-infinity') <= {day}
        and c.category = any({categories}) and c.after ?| {fields}
)
select d.unit from drafts d join touched t on t.unit = d.unit and t.xid >= d.position
union
select d.unit from drafts d join hub_event e on e.unit = d.unit and e.xid >= d.position
where e.effective_date <= {day}
    and (e.kind = 'membership' and e.member_set = any({sets}) or e.code = any({codes}))
union
-- What is counted where the person is a member, wherever it happened: cert in RET.
select d.unit
from hub_event e
join hub_event m on m.resident_id = e.resident_id and m.kind = 'membership'
    and m.effective_date <= e.effective_date
join drafts d on d.unit = m.unit and e.xid >= d.position
where e.xid >= {first}::xid8 and e.effective_date <= {day} and e.code = any({of_members})
    and m.member_set = any({sets})
