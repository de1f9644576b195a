-- The change feed in order of commit: (xid, seq), below the snapshot's horizon, so that nothing that
-- commits late is ever passed by. Runs as the owner because a person who has left the caller's area
-- is still to be named once, by the public key alone; `hub_sees` is asked of both ends of the move.
create function hub_feed(
    after_xid xid8, after_seq bigint, wanted text[], most integer
) returns table (
    seq bigint, xid xid8, at timestamptz, kind char, category varchar, after jsonb,
    resident bigint, resident_id uuid, merged_into uuid, household_uid uuid, dwelling_uid uuid,
    was_seen boolean, is_seen boolean
)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query
    with page as materialized (
        select c.*, hub_sees(c.community_before) as was_here, hub_sees(c.community_after) as is_here
        from hub_change c
        where (c.xid, c.seq) > (after_xid, after_seq)
            and c.xid < pg_snapshot_xmin(pg_current_snapshot())
            and (c.after ?| wanted or c.after ? 'record_status'
                or c.community_before is distinct from c.community_after)
            and (hub_sees(c.community_before) or hub_sees(c.community_after)
                or (c.community_before is null and c.community_after is null))
        order by c.xid, c.seq
        limit most
    )
    select p.seq, p.xid, p.recorded_at, p.kind, p.category, p.after, r.id, r.resident_id,
        k.resident_id, h.household_uid, d.dwelling_uid,
        case when p.community_before is not null then p.was_here
            when p.community_after is null then hub_sees(r.scope) else false end,
        case when p.community_after is null then hub_sees(r.scope) else p.is_here end
    from page p
    left join hub_resident r on case p.kind when 'R' then r.id = p.subject_id
        when 'H' then r.household_id = p.subject_id else r.dwelling_id = p.subject_id end
    left join hub_resident k on k.id = r.merged_into_id
    left join hub_household h on p.kind = 'H' and h.id = p.subject_id
    left join hub_dwelling d on p.kind = 'D' and d.id = p.subject_id
    order by p.xid, p.seq, r.id;
end $$;

-- Which history the cursors belong to: another cluster or a restore to a point in time is another.
create function hub_feed_epoch() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select s.system_identifier::text || '.' || c.timeline_id::text
    from pg_control_system() s, pg_control_checkpoint() c
$$;
