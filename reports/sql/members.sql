-- Who belonged to which unit: read off the current row, or summed where a later event exists.
create temp table report_members on commit drop as
with moved as materialized (
    select distinct resident_id from hub_event
    where kind = 'membership' and member_set = any({sets})
        and (xid >= {position}::xid8 or effective_date > {day})
),
held as (
    select r.id as resident_id, r.member_reg as reg, r.member_res as res, c.member_ret as ret
    from hub_resident r {retirees}
    where ({held}) and not exists (select from moved where moved.resident_id = r.id)
),
stepped as (
    select resident_id,
        max(unit) filter (where member_set = 'REG') as reg,
        max(unit) filter (where member_set = 'RES') as res,
        max(unit) filter (where member_set = 'RET') as ret
    from (
        select e.resident_id, e.member_set, e.unit
        from hub_event e join moved on moved.resident_id = e.resident_id
        where e.kind = 'membership' and e.xid < {position}::xid8 and e.effective_date <= {day}
        group by e.resident_id, e.member_set, e.unit
        having sum(e.sign) > 0
    ) as here
    group by resident_id
)
select * from held
union all
select * from stepped where {stepped}
