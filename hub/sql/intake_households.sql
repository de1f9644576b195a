-- A source's own household number: the household its members already share, else a new one.
with shared as (
    select s.household_key, mode() within group (order by r.household_id) as known
    from stage s
    cross join lateral (select household_id from hub_resident where id = s.subject offset 0) r
    where s.household_key is not null and not s.born
    group by s.household_key
), wanted as (
    select k.household_key, k.n, k.community, s.known
    from households k left join shared s using (household_key) where k.id is null
), numbered as (
    select w.*, coalesce(w.known, nextval('hub_household_id_seq')) as id from wanted w
), made as (
    insert into hub_household (id, household_uid, household_status, scope, source, source_time,
                               received_at, run_id, told, tags)
    select id, gen_random_uuid(), '1', community, %(source)s, null, %(now)s, %(run)s, '{}', '{}'
    from numbered where known is null
    returning id, scope
), logged as (
    insert into hub_change (kind, subject_id, category, before, after, source, actor, run_id, operation,
                            effective_date, community_after)
    select 'H', id, 'core_household', '{}', '{"household_status": "1"}', %(source)s, %(actor)s, %(run)s,
           %(operation)s, %(always)s::date, left(scope, 12)
    from made
), noted as (
    insert into hub_source_record (source, kind, source_key, subject_id, version, digest, received_at)
    select %(source)s, 'household', household_key, id, '', '\x'::bytea, %(now)s from numbered
)
update households k set id = numbered.id from numbered where numbered.household_key = k.household_key;
