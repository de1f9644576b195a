-- Who has a step after the position or the day, and where they were by both clocks.
create temp table report_moved on commit drop as
with moved as materialized (
    select distinct resident_id from hub_event
    where kind = 'membership' and member_set = any({sets}) and resident_id is not null
        and (xid >= {position}::xid8 or effective_date > {day})
),
here as (
    select e.resident_id, e.member_set, e.unit
    from hub_event e join moved on moved.resident_id = e.resident_id
    where e.kind = 'membership' and e.xid < {position}::xid8 and e.effective_date <= {day}
    group by e.resident_id, e.member_set, e.unit
    having sum(e.sign) > 0
)
select moved.resident_id,
    max(unit) filter (where member_set = 'REG') as reg,
    max(unit) filter (where member_set = 'RES') as res,
    max(unit) filter (where member_set = 'RET') as ret
from moved left join here using (resident_id)
group by moved.resident_id
