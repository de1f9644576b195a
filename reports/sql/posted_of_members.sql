-- Events counted where the person was a member on the day of the event: cert in RET.
insert into report_posted
select e.id, u.unit, e.kind, e.resident_id, {member_set}, e.sign, e.code, e.effective_date,
    e.sex, e.birth_date, e.facts, e.count, e.persons, e.amount, e.household_id, e.text,
    e.effective_date <= u.last_day as late
from hub_event e
cross join lateral (
    select m.unit from hub_event m
    where m.resident_id = e.resident_id and m.kind = 'membership' and m.member_set = {member_set}
        and m.xid < {position}::xid8 and m.effective_date <= e.effective_date
    group by m.unit having sum(m.sign) > 0 limit 1
) as here
join report_units u on u.unit = here.unit
where e.kind = {kind} and e.code = {code}
    and e.xid < {position}::xid8 and e.effective_date <= {day}
    and (e.xid >= u.last_position or e.effective_date > u.last_day)
