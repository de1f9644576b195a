"""The one writer of the access log: the row is written with the read, or there is no read."""

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest

from communities.actor import Actor
from communities.arrays import number_array
from communities.errors import Unavailable
from communities.prepared import run_prepared
from communities.request_context import current_request, request_id_of, terminal_of

# Written with every look, so it is one plain statement.
WRITE = """
INSERT INTO communities_trailevent (account, account_kind, role, unit, terminal, action, purpose,
    matter, residents, fields, detail, count, result, request_id)
VALUES (%(account)s, %(account_kind)s, %(role)s, %(unit)s, %(terminal)s, %(action)s, %(purpose)s,
    %(matter)s, %(residents)s::bigint[],
    coalesce(string_to_array(nullif(%(fields)s, ''), ','), '{}'), %(detail)s, %(count)s, %(result)s,
    %(request_id)s)
"""


def note(
    actor: Actor,
    *,
    action: str,
    purpose: str,
    residents: Sequence[int] = (),
    fields: Sequence[str] = (),
    result: str = "ok",
    matter: str = "",
    count: int = 0,
    detail: str = "",
    request: HttpRequest | None = None,
) -> None:
    """Write one row of the access log in the transaction of the read it stands for.

    `action` is a short verb ("find", "profile", "unmask", "export", "feed"); `residents` are
    internal ids, `fields` those shown in full, `result` "ok" or "refused",
    `detail` the account, posting or key an act on rights is about. Call it before the
    answer leaves. Raises Unavailable when the row cannot be written: no row, no data.
    """
    asked = request or current_request()
    row: dict[str, Any] = {
        "account": actor.name[:80],
        "account_kind": actor.kind,
        "role": ",".join(actor.roles)[:100],
        "unit": _unit_of(actor)[:200],
        "terminal": terminal_of(asked),
        "action": action,
        "purpose": purpose or actor.purpose,
        "matter": matter,
        "residents": number_array(residents),
        "fields": ",".join(fields),
        "detail": detail[:200],
        "count": count or len(residents),
        "result": result,
        "request_id": request_id_of(asked),
    }
    try:
        with transaction.mark_for_rollback_on_error():
            run_prepared(WRITE, row)
    except DatabaseError as trouble:
        raise Unavailable(
            "访问记录无法写入，按规定暂不提供数据。请稍后再试，并告知系统管理员。",
            "The access record could not be written, so no data is given. Try again later.",
        ) from trouble


def _unit_of(actor: Actor) -> str:
    if actor.is_consumer:
        return ",".join(actor.consumer_areas)
    return ",".join(dict.fromkeys(post.prefix for post in actor.posts))
