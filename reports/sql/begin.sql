-- A unit without a pending submission gets one, in the next version.
insert into reports_submission (report, period, unit, version, state, opening, sheet_id, reason,
    confirmed_by)
select %(report)s, %(period)s, s.unit, coalesce(max(b.version), 0) + 1,
    case when s.failed > 0 then 'draft' else 'checked' end, %(opening)s, s.id, %(reason)s, ''
from reports_sheet s
left join reports_submission b
    on b.report = %(report)s and b.period = %(period)s and b.unit = s.unit
where s.run_id = %(run)s
group by s.id
having not coalesce(bool_or(b.state in ('open', 'draft', 'checked')), false)
