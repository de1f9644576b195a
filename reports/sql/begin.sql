-- A unit without a pending submission gets one, in the next version. One that was locked while its
-- draft was being made keeps what was locked: a new version begins only when the old is superseded.
insert into reports_submission (report, period, unit, version, state, opening, sheet_id, reason,
    confirmed_by)
select %(report)s, %(period)s, s.unit, coalesce(held.version, 0) + 1,
    case when s.failed > 0 then 'draft' else 'checked' end, %(opening)s, s.id, %(reason)s, ''
from reports_sheet s
cross join lateral (
    select max(b.version) as version,
        bool_or(b.state <> 'superseded') as stands
    from reports_submission b
    where b.report = %(report)s and b.period = %(period)s and b.unit = s.unit
) as held
where s.run_id = %(run)s and not coalesce(held.stands, false)
