"""An owner's own data that says what was asked of it settles the request."""

from hub.services.intake import sql
from hub.services.intake.passage import Passage

SETTLE = """
update hub_request q set state = 'done', answered_at = %(now)s
from stage s
where q.resident_id = s.subject and q.state = 'pending' and q.owner = %(source)s
  and s.vals->q.category ? q.field
  and coalesce(s.vals->q.category->q.field->>'h', s.vals->q.category->>q.field, '')
      = coalesce(q.value->>'hash', q.value#>>'{}')
"""


def settle_requests(passage: Passage) -> None:
    sql.run(SETTLE, passage.params())
