-- Homes whose address holds every wanted part and number, inside one prefix range. Parts are pairs of
-- characters and know no edge: the numbers keep 3栋 from being found in 43栋. A community or a grid is
-- read as a whole; in a wider area the parts lead.
drop function if exists hub_homes(text[], text, integer);
create function hub_homes(wanted text[], numbers text[], within text, most integer)
returns table (id bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if length(within) >= 12 then
        return query
        with hits as materialized (
            select d.id, d.address_key, d.address_grams from hub_dwelling d
            where d.scope ~>=~ within and d.scope ~<~ (within || '~'))
        select h.id from hits h
        where h.address_grams @> wanted::varchar[] and h.address_key ~ all (numbers)
        order by h.address_key, h.id limit most;
    else
        return query
        with hits as materialized (
            select d.id, d.scope, d.address_key from hub_dwelling d
            where d.address_grams @> wanted::varchar[])
        select h.id from hits h
        where h.scope ~>=~ within and h.scope ~<~ (within || '~')
            and h.address_key ~ all (numbers)
        order by h.address_key, h.id limit most;
    end if;
end $$;
