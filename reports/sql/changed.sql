-- The value of a field at a position and on a day, where it has moved since:
-- `after` of its last change seen and in force, else `before` of its first change.
-- Of people only those laid into report_facts: a figure of one community costs that community.
-- A correction (no day of its own) counts from the day of the value that it corrects.
create temp table report_changed on commit drop as
with moved as materialized (
    select kind, subject_id, category, array_agg(distinct field) as fields
    from hub_change
    cross join lateral jsonb_object_keys(after || before) as field
    where category = any({categories}) and recorded_at >= {since}::date
        and (xid >= {position}::xid8 or effective_date > {day})
        and (kind <> 'R' or subject_id in (select resident_id from report_facts))
        and field = any({fields})
    group by kind, subject_id, category
),
steps as (
    select c.kind, c.subject_id, c.category, field, c.seq, c.xid,
        c.before -> field as before, c.after -> field as after,
        max(coalesce(c.effective_date, '-infinity')) over (
            partition by c.kind, c.subject_id, c.category, field order by c.seq) as effective
    from moved
    join hub_change c using (kind, subject_id, category)
    cross join lateral unnest(moved.fields) as field
    where c.after ? field or c.before ? field
),
chosen as (
    select distinct on (kind, subject_id, category, field) kind, subject_id, category, field,
        case when seen then after else before end as value
    from (select *, xid < {position}::xid8 and effective <= {day} as seen from steps) as known
    order by kind, subject_id, category, field, seen desc,
        case when seen then effective end desc nulls last,
        case when seen then seq end desc nulls last, seq
)
select kind, subject_id, category, jsonb_object_agg(field, value) as held
from chosen group by kind, subject_id, category
