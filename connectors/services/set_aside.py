from uuid import UUID

import orjson

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import NotFound
from communities.permissions import Permission
from hub.models import SetAside
from hub.sealing import unseal

RAW, NOBODY = "raw_row", UUID(int=0)
PURPOSE = "P08"  # data quality work on what a source sent


def raw_of_set_aside(*, number: int, actor: Actor) -> dict[str, object]:
    """The raw cells of a row that stayed out, opened with an access row. Raises NotFound."""
    row = SetAside.objects.filter(pk=number).first()
    if row is None:
        raise NotFound("没有这一行。", "There is no such row.")
    if row.community:
        require(actor, Permission.SET_ASIDE_SEE, area=row.community)
    else:  # of no known place: only who looks after the systems
        require(actor, Permission.SET_ASIDE_SEE)
        require(actor, Permission.SYSTEMS_SEE)
    told = orjson.loads(unseal(RAW, NOBODY, bytes(row.raw_sealed)))
    trail.note(actor, action="raw_row", purpose=PURPOSE, fields=[row.field] if row.field else [])
    return told if isinstance(told, dict) else {"": told}
