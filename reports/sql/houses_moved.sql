-- A household that has another home since stands where it stood.
update report_houses f set unit = coalesce(
    (select d.dwelling_community from hub_dwelling d where d.id = f.h_household_dwelling_id),
    (select left(h.scope, 12) from hub_household h where h.id = f.r_household_id))
from report_changed o
where o.kind = 'H' and o.category = 'core_household' and o.held ? 'household_dwelling_id'
    and o.subject_id = f.r_household_id
