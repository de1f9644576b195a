-- The locked sheets of one period under a prefix, with the rows that the next period reads.
select b.unit, b.sheet_id, r.position, r.cut_off,
    (select coalesce(jsonb_object_agg(key, value), '{}')
     from jsonb_each(s.figures) where key = any(%(rows)s))::text
from reports_submission b
join reports_sheet s on s.id = b.sheet_id
join reports_run r on r.id = s.run_id
where b.report = %(report)s and b.period = %(period)s and b.state = 'locked'
    and b.unit >= %(prefix)s and b.unit < %(prefix)s || '~'
