-- Households of the area, each where its home is: the community of its dwelling, else the one it
-- was entered in. Those whose row has moved since are taken along until they are put right.
create temp table report_houses on commit drop as
select coalesce(home.dwelling_community, left(h.scope, 12)) as unit, h.id as r_household_id, {columns}
from hub_household h left join hub_dwelling home on home.id = h.household_dwelling_id {joins}
where coalesce(home.dwelling_community, left(h.scope, 12)) >= {prefix}
        and coalesce(home.dwelling_community, left(h.scope, 12)) < {prefix} || '~'
    or h.id in (select subject_id from report_changed where kind = 'H')
