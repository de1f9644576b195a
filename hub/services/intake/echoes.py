"""An owner's own data that says what was asked of it settles the request."""

from hub.services.intake import sql
from hub.services.intake.passage import Passage

ASKED = """
select exists (select 1 from hub_request
               where owner = %(source)s and state in ('pending', 'accepted'))
"""
SETTLE = """
update hub_request q set state = 'done', answered_at = %(now)s, answered_by = %(actor)s
from stage s, hub_resident r
where r.id = q.resident_id and q.state in ('pending', 'accepted') and q.owner = %(source)s
  and s.subject = case %(entity)s when 'household' then r.household_id
                                  when 'dwelling' then r.dwelling_id else r.id end
  and s.vals->q.category ? q.field
  and case jsonb_typeof(s.vals->q.category->q.field)
        when 'boolean' then (s.vals->q.category->>q.field)::boolean::int::text
        when 'array' then (select string_agg(x, ',')
                           from jsonb_array_elements_text(s.vals->q.category->q.field) x)
        else coalesce(s.vals->q.category->q.field->>'hash', s.vals->q.category->>q.field, '')
      end = coalesce(q.value->>'hash', q.value#>>'{}')
"""


def settle_requests(passage: Passage) -> None:
    params = passage.params()
    if sql.fetch(ASKED, params)[0][0]:
        sql.run(SETTLE, params | {"entity": passage.entity})
