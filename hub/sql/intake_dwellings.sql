-- Homes named for the first time; a home of a known building stands in that building's grid.
with told as materialized (
    select s.* from homes h join stage s on s.n = h.n where h.id is null
), grids as materialized (
    select b.p_community, b.p_building, g.dwelling_grid
    from (select distinct p_community, p_building from told where p_building <> '') b
    cross join lateral (
        select n.dwelling_grid from hub_dwelling n
        where n.dwelling_community = b.p_community and n.building_no = b.p_building
          and n.dwelling_grid is not null limit 1
    ) g
), made as (
    insert into hub_dwelling as w (dwelling_uid, std_address, building_no, unit_no, floor_no, room_no,
        dwelling_community, address_key, address_grams, dwelling_grid, scope,
        source, source_time, received_at, run_id, told, tags)
    select :drawn(t.n), t.p_text, nullif(t.p_building, ''), nullif(t.p_unit, ''), t.p_floor,
        nullif(t.p_room, ''), t.p_community, t.p_key,
        array(select substr(t.p_text, i, 2) from generate_series(1, char_length(t.p_text) - 1) i),
        g.dwelling_grid, coalesce(g.dwelling_grid, t.p_community),
        %(source)s, t.at, %(now)s, %(run)s, '{}', '{}'
    from told t
    cross join :chance
    left join grids g on g.p_community = t.p_community and g.p_building = t.p_building
    on conflict (dwelling_community, address_key) do nothing
    returning w.*
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id, operation,
                        effective_date, community_after)
select 'D', id, 'core_dwelling', '{}',
       jsonb_strip_nulls(jsonb_build_object(
           'std_address', std_address, 'building_no', building_no, 'unit_no', unit_no, 'floor_no', floor_no,
           'room_no', room_no, 'dwelling_community', dwelling_community, 'dwelling_grid', dwelling_grid)),
       source, %(actor)s, run_id, %(operation)s, %(always)s::date, dwelling_community
from made;
