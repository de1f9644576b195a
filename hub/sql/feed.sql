-- The change feed in order of commit: (xid, seq), below the snapshot's horizon, so that nothing that
-- commits late is ever passed by. Runs as the owner because a person who has left the caller's area
-- is still to be named once, by the public key alone; both ends of the move are held against the
-- scope, as `hub_sees` does.
-- A closed record is in nobody's sight: what is still said of it after its tombstone is that again.
-- Nor was it seen before a change that opens it: a record that was closed or merged arrives anew.
-- Whom a change is about is reached by its own index for each kind: one condition over all kinds
-- would read every resident for every change. The page walks the index in order of commit and stops
-- when it is full; a planner that expects few rows of the conditions would sort all that is left.
create or replace function hub_feed(
    after_xid xid8, after_seq bigint, wanted text[], most integer
) returns table (
    seq bigint, xid xid8, at timestamptz, kind char, category varchar, after jsonb,
    resident bigint, resident_id uuid, merged_into uuid, household_uid uuid, dwelling_uid uuid,
    was_seen boolean, is_seen boolean
)
language plpgsql stable security definer set search_path = public, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
#variable_conflict use_column
declare
    everywhere boolean := hub_scope_is_all();
    seen text[] := hub_scope_list();
begin
    return query
    with page as materialized (
        select c.*, everywhere or coalesce(c.community_before ^@ any (seen), false) as was_here,
            everywhere or coalesce(c.community_after ^@ any (seen), false) as is_here
        from hub_change c
        where (c.xid, c.seq) > (after_xid, after_seq)
            and c.xid < pg_snapshot_xmin(pg_current_snapshot())
            and (c.after ?| wanted or c.after ? 'record_status'
                or c.community_before is distinct from c.community_after)
            and (everywhere or c.community_before ^@ any (seen) or c.community_after ^@ any (seen)
                or (c.community_before is null and c.community_after is null))
        order by c.xid, c.seq
        limit most
    )
    select p.seq, p.xid, p.recorded_at, p.kind, p.category, p.after, r.id, r.resident_id,
        k.resident_id, h.household_uid, d.dwelling_uid,
        coalesce(p.before ->> 'record_status', '') not in ('3', '4')
            and case when p.community_before is not null then p.was_here
            when p.community_after is null
                then everywhere or coalesce(r.scope ^@ any (seen), false) else false end,
        r.record_status is distinct from '3' and case when p.community_after is null
            then everywhere or coalesce(r.scope ^@ any (seen), false) else p.is_here end
    from page p
    left join lateral (
        select o.id, o.resident_id, o.scope, o.merged_into_id, o.record_status
        from hub_resident o
        where p.kind = 'R' and o.id = p.subject_id
        union all
        select o.id, o.resident_id, o.scope, o.merged_into_id, o.record_status
        from hub_resident o
        where p.kind = 'H' and o.household_id = p.subject_id
        union all
        select o.id, o.resident_id, o.scope, o.merged_into_id, o.record_status
        from hub_resident o
        where p.kind = 'D' and o.dwelling_id = p.subject_id
    ) r on true
    left join hub_resident k on k.id = r.merged_into_id
    left join hub_household h on p.kind = 'H' and h.id = p.subject_id
    left join hub_dwelling d on p.kind = 'D' and d.id = p.subject_id
    order by p.xid, p.seq, r.id;
end $$;

-- Which history the cursors belong to: another cluster or a restore to a point in time is another.
create or replace function hub_feed_epoch() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.system_identifier::text || '.' || c.timeline_id::text
    from pg_control_system() s, pg_control_checkpoint() c
$$;
