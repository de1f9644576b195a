-- Everyone of the area with the values the report reads: off the current row where no step came
-- later, else by the summed steps.
create temp table report_facts on commit drop as
select r.id as resident_id, r.member_reg as reg, r.member_res as res, c.member_ret as ret, {columns}
from hub_resident r {retirees} {joins}
where ({held}) and not exists (select from report_moved m where m.resident_id = r.id)
union all
select m.resident_id, m.reg, m.res, m.ret, {columns}
from report_moved m join hub_resident r on r.id = m.resident_id {joins}
where {stepped}
