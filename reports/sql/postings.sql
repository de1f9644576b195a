insert into reports_posting (run_id, unit, event_id, late)
select %(run)s, unit, id, bool_or(late) from report_posted group by unit, id
