-- Everyone whose current row belongs to the area, with the values the report reads.
create temp table report_facts on commit drop as
select r.id as resident_id, r.member_reg as reg, r.member_res as res, c.member_ret as ret, {columns}
from hub_resident r {retirees} {joins}
where {held}
