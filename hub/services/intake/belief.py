"""Who is believed, field by field: the ranks of voices as Python and as the same SQL."""

from psycopg import sql

from hub.fields import COUNTER, HUB, IMPORT, Declared

CORRECTED = frozenset({"sex", "birth_date", "id_number"})
OWNER_RANK, CONFIRMED_RANK, SYSTEM_RANK, IMPORT_RANK, HUB_COUNTER_RANK = 4, 3, 2, 1, 5


def rank(field: Declared, source: str) -> int:
    """The weight of a source's voice for a field; the higher overwrites, the lower dissents.

    The owner, then a confirmed counter entry, then any other system, then a sheet. For what the
    hub itself owns the counter speaks before a bulk load in the hub's name. Product rule.
    """
    if source == COUNTER:
        return HUB_COUNTER_RANK if field.owner == HUB else CONFIRMED_RANK
    if source == field.owner:
        return OWNER_RANK
    return IMPORT_RANK if source == IMPORT else SYSTEM_RANK


def rank_of_voice(field: Declared, voice: sql.Composable) -> sql.Composable:
    """The same ranks over a column expression; no voice at all has rank 0."""
    return sql.SQL(
        "case when {voice} is null then 0 when {voice} = 'COUNTER' then {counter}"
        " when {voice} = {owner} then {owned} when {voice} = 'IMPORT' then {sheet}"
        " else {system} end"
    ).format(
        voice=voice,
        counter=sql.Literal(rank(field, COUNTER)),
        owner=sql.Literal(field.owner),
        owned=sql.Literal(OWNER_RANK),
        sheet=sql.Literal(IMPORT_RANK),
        system=sql.Literal(SYSTEM_RANK),
    )


def may_clear(field: Declared, source: str) -> bool:
    """Only the field's owner and a person at work may say that a value is gone."""
    return source in (COUNTER, field.owner)
