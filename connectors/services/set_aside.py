"""The raw cells of a row that stayed out, as far as the reader may see what they say."""

from collections.abc import Mapping
from decimal import InvalidOperation
from uuid import UUID

import orjson

from communities import trail
from communities.access import may, right_to, visible_prefixes
from communities.actor import Actor
from communities.errors import NotFound, Refused
from communities.permissions import Permission
from communities.rowscope import every_row
from connectors.selectors.systems import of_a_street
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import IMPORT, Declared
from hub.masking import STARS, mask
from hub.models import SetAside
from hub.sealing import unseal
from hub.selectors.sight import CLEAR_RIGHTS, JUDICIAL, NEVER, Shows, Sight
from hub.sheets.words import field_of

RAW, NOBODY = "raw_row", UUID(int=0)
PURPOSE = "P08"  # data quality work on what a source sent
MASKED_RIGHTS = frozenset({"E", "V", "M"})


def raw_of_set_aside(*, number: int, actor: Actor) -> dict[str, object]:
    """The raw cells, opened with an access row.

    In clear to those whose community's sheet it is and to officers of the source's line, else
    masked cell by cell. Raises NotFound for a row of elsewhere as for none, Refused to those who
    see nothing of what the source says.
    """
    with every_row():
        row = SetAside.objects.filter(pk=number).first()
    if row is None or not _is_here(row, actor):
        raise NotFound("没有这一行。", "There is no such row.")
    place = row.community or next(iter(visible_prefixes(actor)))
    rights = {right_to(actor, one, prefix=place) for one in _categories_of(row.source)}
    own_sheet = row.source == IMPORT and may(actor, Permission.IMPORT_SHEET, area=place)
    if not own_sheet and not rights & MASKED_RIGHTS:
        raise Refused("这一行属于其他条线。", "This row is of another line.")
    told = orjson.loads(unseal(RAW, NOBODY, bytes(row.raw_sealed)))
    cells = told if isinstance(told, dict) else {"": told}
    trail.note(
        actor, action="raw_row", purpose=PURPOSE, fields=[row.field] if row.field else [],
        detail=f"{row.source} {row.pk}",
    )  # fmt: skip
    if own_sheet or rights & CLEAR_RIGHTS:
        return {name: cell for name, cell in cells.items() if not _is_never_shown(name)}
    return _masked(cells, Sight(actor, place))


def _is_here(row: SetAside, actor: Actor) -> bool:
    """A row of no known place may be anybody's of the city: not for one community."""
    if not row.community:
        return of_a_street(actor)
    return may(actor, Permission.SET_ASIDE_SEE, area=row.community)


def _categories_of(source: str) -> list[str]:
    """What the source owns; a source that owns nothing speaks of the person alone."""
    owned = [one.key for one in CATEGORIES.values() if one.owner == source]
    return owned or ["core_resident"]


def _is_never_shown(name: str) -> bool:
    return (name if name in FIELDS else field_of(name)) in NEVER | JUDICIAL


def _masked(cells: Mapping[str, object], sight: Sight) -> dict[str, object]:
    """What a profile would show of the same value; a column nobody knows is stars."""
    shown: dict[str, object] = {}
    for name, cell in cells.items():
        declared = FIELDS.get(name) or FIELDS.get(field_of(name) or "")
        how = sight.shows(declared) if declared else Shows.MASKED
        if how is not Shows.HIDDEN and cell not in (None, ""):
            shown[name] = cell if how is Shows.FULL else _mask_of(declared, str(cell))
    return shown


def _mask_of(declared: Declared | None, text: str) -> str:
    try:
        return mask(declared, text) if declared else STARS
    except InvalidOperation:  # an amount that is none
        return STARS
