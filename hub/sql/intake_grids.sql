-- Whoever lives where a grid was redrawn is of the new grid, and so is what is seen by it.
with redrawn as (
    update hub_dwelling w set scope = coalesce(w.dwelling_grid, w.dwelling_community)
    from delta d where w.id = d.subject
      and w.scope is distinct from coalesce(w.dwelling_grid, w.dwelling_community)
    returning w.id, w.dwelling_grid, w.dwelling_community, w.scope
), moved as (
    update hub_resident r
    set grid_code = w.dwelling_grid, scope = coalesce(w.scope, r.scope)
    from redrawn w join hub_resident o on o.dwelling_id = w.id
    where r.id = o.id and r.grid_code is distinct from w.dwelling_grid
    returning r.id, o.grid_code as before, r.grid_code as after, r.community_code
), housed as (
    update hub_household h set scope = w.scope from redrawn w where h.household_dwelling_id = w.id
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id, operation,
                        effective_date, community_before, community_after)
select 'R', id, 'core_resident', jsonb_build_object('grid_code', before), jsonb_build_object('grid_code', after),
       %(source)s, %(actor)s, %(run)s, %(operation)s,
       case when before is null then %(always)s::date else %(today)s end, community_code, community_code
from moved;
