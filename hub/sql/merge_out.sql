-- The record that goes: out of every membership, a pointer to the one that stays, its keys repointed.
with held as (
    select r.id, r.member_reg, r.member_res, c.member_ret, r.sex, r.birth_date, r.record_status,
           r.residence_type, coalesce(r.community_code, r.registered_community) as community
    from hub_resident r left join hub_c08_retiree c on c.subject_id = r.id where r.id = %(gone)s
), stepped as (
    insert into hub_event (kind, resident_id, member_set, sign, unit, code, effective_date, recorded_at, sex,
        birth_date, facts, count, persons, text, source, source_key, actor, run_id, operation)
    select 'membership', h.id, s.name, -1, s.unit, %(cause)s, %(today)s, %(now)s, coalesce(h.sex, ''), h.birth_date,
           jsonb_strip_nulls(jsonb_build_object('residence_type', h.residence_type)), 1, 1, '', 'COUNTER', '',
           %(actor)s, null, %(operation)s
    from held h
    cross join lateral (values ('REG', h.member_reg), ('RES', h.member_res), ('RET', h.member_ret)) s(name, unit)
    where s.unit is not null
), retired as (
    update hub_c08_retiree set member_ret = null where subject_id = %(gone)s
), pointed as (
    update hub_resident set record_status = '4', merged_into_id = %(kept)s, member_reg = null, member_res = null
    where id = %(gone)s
), repointed as (
    update hub_source_record set subject_id = %(kept)s where subject_id = %(gone)s and kind = 'resident'
)
insert into hub_change (kind, subject_id, category, before, after, source, actor, operation, effective_date,
                        community_before, community_after)
select 'R', id, 'core_resident', jsonb_build_object('record_status', record_status),
       jsonb_build_object('record_status', '4'), 'COUNTER', %(actor)s, %(operation)s, %(today)s, community, community
from held;
