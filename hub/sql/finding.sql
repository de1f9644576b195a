-- Who may be meant by a name or an address: ids only, inside one prefix range, in page order.
-- Row security keeps the array indexes from being used (their operators are not leak-proof), so
-- these run as the owner and give nothing but ids; the rows are then read under the row policy.
-- The fences (materialized) make the gram lead: an area index in front of a common surname, or a
-- name index in front of a small area, is what makes such searches slow.
create function hub_named(
    wanted text[], initials text[], spelled text, contained text,
    within text, after_name text, after_id bigint, most integer
) returns table (id bigint, name varchar)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if wanted is not null then
        return query
        with hits as materialized (
            select r.id, r.name, r.scope, r.record_status from hub_resident r
            where r.name_grams @> wanted::varchar[])
        select h.id, h.name from hits h
        where h.scope ~>=~ within and h.scope ~<~ (within || '~') and h.record_status <> '4'
            and position(contained in h.name) > 0 and (h.name, h.id) > (after_name, after_id)
        order by h.name, h.id limit most;
    elsif initials is not null then
        return query
        with hits as materialized (
            select r.id, r.name, r.scope, r.record_status from hub_resident r
            where r.name_initials @> initials::varchar[])
        select h.id, h.name from hits h
        where h.scope ~>=~ within and h.scope ~<~ (within || '~') and h.record_status <> '4'
            and (h.name, h.id) > (after_name, after_id)
        order by h.name, h.id limit most;
    else
        return query
        with hits as materialized (
            select r.id, r.name, r.scope, r.record_status from hub_resident r
            where r.name_pinyin ~>=~ spelled and r.name_pinyin ~<~ (spelled || '~')
            union
            select r.id, r.name, r.scope, r.record_status from hub_resident r
            where r.name_initials @> array[spelled]::varchar[])
        select h.id, h.name from hits h
        where h.scope ~>=~ within and h.scope ~<~ (within || '~') and h.record_status <> '4'
            and (h.name, h.id) > (after_name, after_id)
        order by h.name, h.id limit most;
    end if;
end $$;
