"""Many disagreements of one field and one source answered at once, where that is safe."""

from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import Invalid, Refused
from communities.permissions import ROLES, Permission
from communities.rowscope import row_scope
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import COUNTER, HUB, Declared
from hub.selectors.questions import is_open
from hub.selectors.sight import Sight

MOST = 5000
CHECKING = "P03"  # purpose: information checked and corrected
LETTERS = {"resident": "R", "household": "H", "dwelling": "D"}
KEEP = """
with chosen as (
    select x.id, r.id as resident,
        coalesce(r.community_code, r.registered_community) as community
    from hub_dissent x
    join {table} c on c.{key} = x.subject_id
    join lateral (
        select r.* from hub_resident r where r.{link} = x.subject_id
        order by r.relation_to_head nulls last, r.id limit 1) r on true
    where x.state = 'open' and x.asks and x.kind = {kind}
        and x.field = %(field)s and x.source = %(source)s
        and coalesce(c.told->%(field)s->>'by', c.source) = any(%(owners)s)
    order by x.id limit %(most)s
    for update of x
), kept as (
    update hub_dissent x set state = 'kept', settled_by = %(actor)s, settled_at = %(now)s
    from chosen where x.id = chosen.id
), logged as (
    insert into hub_change (kind, subject_id, category, before, after, source, actor, operation,
        effective_date, community_before, community_after)
    select 'R', resident, 'question', '{{}}',
        jsonb_build_object('field', %(field)s::text, 'dissent', id, 'state', 'kept'),
        'COUNTER', %(actor)s, 'settle:' || id, null, community, community
    from chosen
)
select resident from chosen
"""
LINKS = {"resident": "id", "household": "household_id", "dwelling": "dwelling_id"}


@transaction.atomic
def keep_all(*, field: str, source: str, actor: Actor) -> int:
    """Keep the owner's own value wherever this source differs in this field; gives how many.

    Safe because the owner speaks last of its own field: a value only confirmed at the counter is
    left for a person to judge. Each is one row of the change log. Raises Refused, or Invalid for
    a field that is none.
    """
    require(actor, Permission.QUESTION_SETTLE)
    declared = FIELDS.get(field)
    if declared is None:
        raise Invalid("没有这个字段。", "There is no such field.")
    settler = settling(declared=declared, actor=actor)
    if not settler.is_system and not settler.posts:
        raise Refused("您的岗位看不到这一项。", "Your posting does not show this field.")
    told: dict[str, Any] = {
        "field": field, "source": source, "owners": owners_of(declared), "most": MOST,
        "actor": actor.name[:60], "now": timezone.now(),
    }  # fmt: skip
    with row_scope(settler), connection.cursor() as cursor:
        cursor.execute(statement(declared).as_string(None), told)
        residents = [row[0] for row in cursor.fetchall()]
    trail.note(
        actor, action="settle", purpose=CHECKING, residents=residents, fields=[field],
        detail=f"{source} {len(residents)}",
    )  # fmt: skip
    return len(residents)


def settling(*, declared: Declared, actor: Actor) -> Actor:
    """The actor with those posts alone that settle and are shown the field."""
    posts = (
        post for post in actor.posts
        if Permission.QUESTION_SETTLE in ROLES[post.role]
        and is_open(Sight(replace(actor, posts=(post,)), post.prefix), declared)
    )  # fmt: skip
    return replace(actor, posts=tuple(posts))


def owners_of(declared: Declared) -> list[str]:
    """The voices that speak last of a field: its owner; for the hub's own, the counter too."""
    return [HUB, COUNTER] if declared.owner == HUB else [declared.owner]


def statement(declared: Declared) -> sql.Composed:
    category = CATEGORIES[declared.category]
    return sql.SQL(KEEP).format(
        table=sql.Identifier(category.table),
        key=sql.Identifier(category.key_column),
        link=sql.Identifier(LINKS[category.entity]),
        kind=sql.Literal(LETTERS[category.entity]),
    )
