-- Change rows: append-only, partitioned by month of recording.
create sequence hub_change_seq;
create table hub_change (
    seq bigint not null default nextval('hub_change_seq'),
    xid xid8 not null default pg_current_xact_id(),
    recorded_at timestamptz not null default now(),
    kind char(1) not null,
    subject_id bigint not null,
    category varchar(30) not null,
    before jsonb not null default '{}',
    after jsonb not null default '{}',
    source varchar(12) not null,
    actor varchar(60) not null,
    run_id bigint,
    operation varchar(80) not null default '',
    effective_date date,
    community_before varchar(12),
    community_after varchar(12),
    primary key (recorded_at, seq),
    constraint change_kind_known check (kind in ('R', 'H', 'D'))
) partition by range (recorded_at);
create index change_by_commit on hub_change (xid, seq);
create index change_of_subject on hub_change (kind, subject_id, category, seq);
create index change_by_day on hub_change (effective_date) where effective_date > date '0001-01-01';
create table hub_change_default partition of hub_change default;

-- Months are made ahead of need; a month already there is left alone.
create function hub_make_change_month(first_day date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    part text := 'hub_change_' || to_char(first_day, 'YYYYMM');
begin
    if to_regclass(part) is null then
        execute format(
            'create table %I partition of hub_change for values from (%L) to (%L)',
            part, first_day::timestamp at time zone 'Asia/Shanghai',
            (first_day + interval '1 month')::timestamp at time zone 'Asia/Shanghai');
    end if;
end $$;
select hub_make_change_month(
    (date_trunc('month', now() at time zone 'Asia/Shanghai') + n * interval '1 month')::date)
from generate_series(0, 12) as n;

create function hub_change_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'change rows are append-only';
end $$;
create trigger change_append_only before update or delete on hub_change
    for each row execute function hub_change_is_final();

-- The fold of change rows: each field's last value.
create aggregate hub_fold(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');
