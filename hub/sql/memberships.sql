-- A membership is the sum of its events: a row that says otherwise cannot be committed.
-- The door checks whole rounds itself (intake_check.sql) and says so by hub.door; every other writer is
-- checked row by row when its transaction ends.
create function hub_membership_has_its_events() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    reg int; reg_here int; res int; res_here int;
begin
    select coalesce(sum(sign) filter (where member_set = 'REG'), 0),
           coalesce(sum(sign) filter (where member_set = 'REG' and unit = r.member_reg), 0),
           coalesce(sum(sign) filter (where member_set = 'RES'), 0),
           coalesce(sum(sign) filter (where member_set = 'RES' and unit = r.member_res), 0)
    into reg, reg_here, res, res_here
    from hub_resident r left join hub_event e on e.resident_id = r.id and e.kind = 'membership'
    where r.id = new.id group by r.id;
    if found and (
        reg <> (select count(member_reg) from hub_resident where id = new.id) or reg <> reg_here
        or res <> (select count(member_res) from hub_resident where id = new.id) or res <> res_here
    ) then
        raise exception 'membership of resident % does not equal its events', new.id
            using errcode = 'check_violation', constraint = 'resident_membership_is_its_events';
    end if;
    return null;
end $$;

create constraint trigger membership_of_new after insert on hub_resident
    deferrable initially deferred for each row
    when (coalesce(current_setting('hub.door', true), '') <> 'checks'
          and (new.member_reg is not null or new.member_res is not null))
    execute function hub_membership_has_its_events();
create constraint trigger membership_of_changed after update of member_reg, member_res on hub_resident
    deferrable initially deferred for each row
    when (coalesce(current_setting('hub.door', true), '') <> 'checks'
          and (new.member_reg is distinct from old.member_reg or new.member_res is distinct from old.member_res))
    execute function hub_membership_has_its_events();

create function hub_management_has_its_events() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    counted int; here int; held varchar;
begin
    select member_ret into held from hub_c08_retiree where subject_id = new.subject_id;
    select coalesce(sum(sign), 0), coalesce(sum(sign) filter (where unit = held), 0)
    into counted, here
    from hub_event where resident_id = new.subject_id and member_set = 'RET';
    if counted <> (held is not null)::int or counted <> here then
        raise exception 'management of resident % does not equal its events', new.subject_id
            using errcode = 'check_violation', constraint = 'retiree_membership_is_its_events';
    end if;
    return null;
end $$;

create constraint trigger management_of_changed after insert or update of member_ret on hub_c08_retiree
    deferrable initially deferred for each row
    when (coalesce(current_setting('hub.door', true), '') <> 'checks')
    execute function hub_management_has_its_events();

create function hub_event_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'events are append-only';
end $$;
create trigger event_append_only before update or delete on hub_event
    for each row execute function hub_event_is_final();

-- At most one living head per household, looked at when the transaction ends: heads may change places.
alter table hub_resident add constraint household_head_is_one
    exclude using btree (household_id with =)
    where (relation_to_head = '02' and record_status in ('1', '5') and household_id is not null)
    deferrable initially deferred;
