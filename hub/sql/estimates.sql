-- A table nobody has counted, or counted while empty, is planned as empty whatever one transaction puts in,
-- and then any index looks as good as the right one. Tables believed empty that are not are counted
-- anew; one that somebody else is counting is left to them.
create function hub_count_anew() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    name text;
begin
    for name in
        select c.relname from pg_class c
        where c.oid in ('hub_resident'::regclass, 'hub_household'::regclass, 'hub_dwelling'::regclass,
                        'hub_source_record'::regclass, 'hub_event'::regclass, 'hub_dissent'::regclass)
          and c.reltuples <= 0 and pg_relation_size(c.oid) > 0
    loop
        begin
            execute format('lock table %I in share update exclusive mode nowait', name);
            execute format('analyze %I', name);
        exception when lock_not_available then
            null;
        end;
    end loop;
end $$;
revoke execute on function hub_count_anew() from public;
do $$
begin
    if exists (select from pg_roles where rolname = 'hub_app') then
        grant execute on function hub_count_anew() to hub_app;
    end if;
end $$;
