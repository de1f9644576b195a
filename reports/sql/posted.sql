-- Events that post to the period of this run (see reports/README.md): seen at the position and
-- in force by the cut-off, and not already posted to the period before by its own position.
-- `late`: the first period whose cut-off covers the effective day was an earlier one.
create temp table report_posted on commit drop as
select e.id, u.unit, e.kind, e.resident_id, e.member_set, e.sign, e.code, e.effective_date,
    e.sex, e.birth_date, e.facts, e.count, e.persons, e.amount, e.household_id, e.text,
    e.effective_date <= u.last_day as late
from hub_event e
join report_units u on u.unit = e.unit
where e.xid < {position}::xid8 and e.effective_date <= {day}
    and (e.xid >= u.last_position or e.effective_date > u.last_day)
    and (({memberships} and e.kind = 'membership' and e.member_set = any({sets}))
        or (e.kind = 'service' and e.code = any({items}))
        or (e.kind <> 'membership' and e.code = any({kinds})))
