-- What the deferred checks hold row by row for other writers, the door holds for its whole round.
select s.subject
from (select distinct n from touched where moved) t
join stage s on s.n = t.n
cross join lateral (select * from hub_resident where id = s.subject offset 0) r
left join lateral (select member_ret from hub_c08_retiree where subject_id = s.subject offset 0) c on true
cross join lateral (
    select coalesce(sum(sign) filter (where member_set = 'REG'), 0) as reg,
           coalesce(sum(sign) filter (where member_set = 'REG' and unit = r.member_reg), 0) as reg_here,
           coalesce(sum(sign) filter (where member_set = 'RES'), 0) as res,
           coalesce(sum(sign) filter (where member_set = 'RES' and unit = r.member_res), 0) as res_here,
           coalesce(sum(sign) filter (where member_set = 'RET'), 0) as ret,
           coalesce(sum(sign) filter (where member_set = 'RET' and unit = c.member_ret), 0) as ret_here
    from hub_event e where e.resident_id = s.subject and e.member_set <> ''
) m
where (
    (m.reg, m.res, m.ret) is distinct from
        ((r.member_reg is not null)::int, (r.member_res is not null)::int, (c.member_ret is not null)::int)
    or (m.reg, m.res, m.ret) is distinct from (m.reg_here, m.res_here, m.ret_here))
limit 1;
