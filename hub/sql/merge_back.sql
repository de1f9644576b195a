-- The record that comes back: its state, its memberships and its source's keys.
with link as (
    select * from hub_identity_link where id = %(link)s
), held as (
    select r.id, r.sex, r.birth_date, r.residence_type, l.moved,
           coalesce(r.community_code, r.registered_community) as community
    from hub_resident r join link l on l.gone_id = r.id
), units as (
    select e.member_set as name, e.unit from hub_event e
    where e.resident_id = %(gone)s and e.code = 'merge' and e.operation = 'merge:' || %(link)s
), stepped as (
    insert into hub_event (kind, resident_id, member_set, sign, unit, code, effective_date, recorded_at, sex,
        birth_date, facts, count, persons, text, source, source_key, actor, run_id, operation)
    select 'membership', h.id, u.name, 1, u.unit, %(cause)s, %(today)s, %(now)s, coalesce(h.sex, ''), h.birth_date,
           jsonb_strip_nulls(jsonb_build_object('residence_type', h.residence_type)), 1, 1, '', 'COUNTER', '',
           %(actor)s, null, %(operation)s
    from held h cross join units u
), retired as (
    update hub_c08_retiree set member_ret = (select unit from units where name = 'RET')
    where subject_id = %(gone)s and exists (select 1 from units where name = 'RET')
), parted as (
    update hub_resident r
    set record_status = coalesce(h.moved->>'status', '1'), merged_into_id = null,
        member_reg = (select unit from units where name = 'REG'),
        member_res = (select unit from units where name = 'RES')
    from held h where r.id = h.id
), repointed as (
    update hub_source_record s set subject_id = %(gone)s, digest = '\x'
    from link l where s.id in (select jsonb_array_elements_text(l.moved->'records')::bigint)
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, operation, effective_date,
                        community_before, community_after)
select 'R', id, 'core_resident', jsonb_build_object('record_status', '4'),
       jsonb_build_object('record_status', coalesce(moved->>'status', '1')), 'COUNTER', %(actor)s, %(operation)s,
       %(today)s, community, community
from held;
