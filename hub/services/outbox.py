"""Change rows that carry no value of their own but news for another system: requests, matters."""

from collections.abc import Mapping

import orjson
from django.db import connection

from communities.actor import Actor
from hub.fields import COUNTER

ANNOUNCE = """
    insert into hub_change (kind, subject_id, category, before, after, source, actor, operation,
        effective_date, community_before, community_after)
    select 'R', r.id, %(category)s, '{}', %(after)s::jsonb, %(source)s, %(actor)s, %(operation)s,
        null, r.community_code, r.community_code
    from hub_resident r where r.id = %(resident)s
    returning seq
"""


def announce(
    *, resident: int, category: str, after: Mapping[str, object], operation: str, actor: Actor
) -> int:
    """Leave one change row that connectors expand into what they send; gives its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            ANNOUNCE,
            {
                "resident": resident,
                "category": category,
                "after": orjson.dumps(dict(after)).decode(),
                "source": COUNTER,
                "actor": actor.name[:60],
                "operation": operation,
            },
        )
        return int(cursor.fetchone()[0])
