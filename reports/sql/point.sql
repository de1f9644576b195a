-- The pending submission of each unit shows the new sheet.
update reports_submission b
set sheet_id = s.id, opening = %(opening)s,
    state = case when s.failed > 0 then 'draft' else 'checked' end
from reports_sheet s
where s.run_id = %(run)s and b.unit = s.unit and b.report = %(report)s and b.period = %(period)s
    and b.state in ('open', 'draft', 'checked')
