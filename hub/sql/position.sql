-- Where a row of history stands: at its transaction's id, or as far on as the door has told once it
-- held its persons. Two writers of one person wait for each other, and the one that waited may have
-- begun first: by its own id alone its later word would stand before the earlier one. A place is never
-- beyond what has been given out, so whoever reads below the snapshot's horizon passes nothing by.
create function hub_position() returns xid8 language sql volatile as $$
    select greatest(pg_current_xact_id(), nullif(current_setting('hub.position', true), '')::xid8)
$$;
alter table hub_change alter column xid set default hub_position();
