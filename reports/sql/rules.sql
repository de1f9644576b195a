-- A locked submission is final: it can only be superseded by a new version. Sheets and postings
-- it stands on never change and never go.
create function reports_submission_is_final() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if old.state in ('locked', 'superseded') then
            raise exception 'a locked report is final' using errcode = 'integrity_constraint_violation';
        end if;
        return old;
    end if;
    if old.state = 'superseded' or (old.state = 'locked' and (
            new.state <> 'superseded'
            or (new.report, new.period, new.unit, new.version, new.sheet_id, new.figures,
                new.opening, new.reason, new.confirmed_by, new.confirmed_at)
            is distinct from
            (old.report, old.period, old.unit, old.version, old.sheet_id, old.figures,
                old.opening, old.reason, old.confirmed_by, old.confirmed_at))) then
        raise exception 'a locked report is final' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger submission_final before update or delete on reports_submission
    for each row execute function reports_submission_is_final();

create function reports_sheet_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'the figures of a run are final' using errcode = 'integrity_constraint_violation';
end $$;
create trigger sheet_final before update of figures, unit, run_id on reports_sheet
    for each row execute function reports_sheet_is_final();
create trigger posting_final before update on reports_posting
    for each row execute function reports_sheet_is_final();

-- Where the roles exist: the app role works but owns nothing, the report role reads.
do $$
begin
    if exists (select from pg_roles where rolname = 'hub_app') then
        grant select, insert, update, delete on reports_run, reports_sheet, reports_failure,
            reports_posting, reports_submission, reports_definition to hub_app;
        grant usage on all sequences in schema public to hub_app;
    end if;
    if exists (select from pg_roles where rolname = 'hub_report') then
        grant select on reports_run, reports_sheet, reports_failure, reports_posting,
            reports_submission, reports_definition to hub_report;
    end if;
end $$;
