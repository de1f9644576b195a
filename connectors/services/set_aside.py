from uuid import UUID

import orjson

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import NotFound, Refused
from communities.permissions import Permission
from communities.rowscope import every_row
from connectors.selectors.systems import of_a_street
from hub.models import SetAside
from hub.sealing import unseal

RAW, NOBODY = "raw_row", UUID(int=0)
PURPOSE = "P08"  # data quality work on what a source sent


def raw_of_set_aside(*, number: int, actor: Actor) -> dict[str, object]:
    """The raw cells of a row that stayed out, opened with an access row. Raises NotFound."""
    with every_row():
        row = SetAside.objects.filter(pk=number).first()
    if row is None:
        raise NotFound("没有这一行。", "There is no such row.")
    if row.community:
        require(actor, Permission.SET_ASIDE_SEE, area=row.community)
    else:
        require(actor, Permission.SET_ASIDE_SEE)
        _require_a_street(actor)
    told = orjson.loads(unseal(RAW, NOBODY, bytes(row.raw_sealed)))
    trail.note(actor, action="raw_row", purpose=PURPOSE, fields=[row.field] if row.field else [])
    return told if isinstance(told, dict) else {"": told}


def _require_a_street(actor: Actor) -> None:
    """A row of no known place may be anybody's of the city: not for one community."""
    if not of_a_street(actor):
        raise Refused("这一行没有社区，由街道查看。", "A row of no community is for the street.")
