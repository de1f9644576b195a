-- Homes of the area, and those whose row has moved since.
create temp table report_homes on commit drop as
select d.id as r_dwelling_id, {columns}
from hub_dwelling d {joins}
where d.dwelling_community >= {prefix} and d.dwelling_community < {prefix} || '~'
    or d.id in (select subject_id from report_changed where kind = 'D')
