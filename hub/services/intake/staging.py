"""One round of rows in a temporary table, typed enough for set-based SQL."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

import orjson

from communities.arrays import array
from hub.cleaning import name_search
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.sealing import keyed_hash, seal
from hub.services.intake import sql
from hub.services.intake.row import Place, Row

COLUMNS = (
    "n int primary key, subject bigint, uuid uuid, born boolean, at timestamptz, on_day date,"
    " vals jsonb, flags varchar[], community text, key text, version text, digest bytea,"
    " household_key text, managing text, away boolean, unregistered boolean,"
    " reg_in date, reg_out date, res_in date, res_out date, died date, reasons jsonb,"
    " p_community text, p_key text, p_text text, p_building text, p_unit text, p_floor int,"
    " p_room text, grams text[], initials text[]"
)
NAMES = [piece.split()[0] for piece in COLUMNS.split(", ")]
BEGUN = ("n", "subject", "p_key")  # what is known only when the line is staged
PLACE = ("p_community", "p_text", "p_building", "p_unit", "p_floor", "p_room")
TOLD = [name for name in NAMES if name not in (*BEGUN, "uuid", "born", *PLACE)]
FILLED = (*BEGUN, "uuid", "born", *PLACE, *TOLD)
SEALED = frozenset(name for name, declared in FIELDS.items() if declared.sealed)


def stage(rows: Sequence[Row], *, entity: str) -> None:
    """Fill the table `stage` with one row per subject; it is read, never written again.

    What comes of the rows is noted beside it in `touched`: what changed and whether that may move
    memberships, or which fields were not believed (then `moved` is null), those a person is asked
    about apart from those that stand beside the value.
    """
    sql.temporary("stage", COLUMNS)
    sql.copy_lines("stage", FILLED, (staged(row, entity) for row in rows))
    sql.temporary("touched", "n int, moved boolean, asked text, beside text")


def staged(row: Row, entity: str) -> str:
    """A line of the table: whose it is and where, then what it tells."""
    begun = sql.line((row.n, row.subject, row.place.key if row.place else None))
    ahead = row.spelled if row.born and row.uuid == row.promised else ""
    return sql.joined(begun, ahead or spell(row, row.uuid, entity, born=row.born))


def spell(row: Row, uuid: UUID | None, entity: str, *, born: bool) -> str:
    """What a row tells as it is staged, sealed for its subject: the end of the line."""
    told, days = row.told, row.days
    place = in_columns(row.place) if row.place else NO_PLACE
    search = names_of(row) if entity == "resident" else NOT_NAMED
    cells = (
        uuid,
        born,
        *place,
        told.at,
        told.on or days.handed,
        values_of(row, uuid),
        array(sorted(set(row.flags))) if row.flags else NO_FLAGS,
        told.community or None,
        told.key or None,
        told.version,
        row.digest,
        household_key(row),
        row.managing,
        row.away,
        row.unregistered,
        days.reg_in,
        days.reg_out,
        days.res_in,
        days.res_out,
        days.died,
        orjson.dumps(row.reasons).decode() if row.reasons else "{}",
        *search,
    )
    return sql.line(cells)


def in_columns(place: Place) -> tuple[object, ...]:
    return (
        place.community,
        place.text,
        place.building,
        place.unit,
        place.floor,
        place.room,
    )


NO_FLAGS = "{}"
LONGEST_KEY = 120  # of a source's own key; what is longer is kept as its hash
NOT_NAMED = (None, None)
NO_PLACE = (None,) * len(PLACE)


def household_key(row: Row) -> str | None:
    told = row.told.said.get("household_key")
    return key_of_household(row.told.community, told) if told else None


def key_of_household(community: str, number: object) -> str:
    """A household's own number at its source, made unique by the community it is numbered in."""
    key = f"{community}/{str(number).replace(chr(0), '').strip()}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{community}/{keyed_hash('household_key', key).hex()}"


def names_of(row: Row) -> tuple[str | None, str | None]:
    name = row.said("core_resident", "name")
    if not name:
        return NOT_NAMED
    pinyin, grams, initials = spelled_search(str(name))
    row.say("core_resident", "name_pinyin", pinyin)
    return grams, initials


@lru_cache(maxsize=131072)
def spelled_search(name: str) -> tuple[str, str, str]:
    """Pinyin, grams and initials of a name as they are staged."""
    found = name_search(name)
    return found.pinyin[:200], array(found.grams), array(found.initials)


def values_of(row: Row, uuid: UUID | None) -> str:
    """The values as JSON, every sealed field as the change rows keep it."""
    sealed = {key: sealed_among(row, values, uuid) for key, values in row.values.items()}
    return orjson.dumps(sealed, default=str).decode()


def sealed_among(row: Row, values: dict[str, object], uuid: UUID | None) -> dict[str, object]:
    if SEALED.isdisjoint(values):
        return values
    return {
        name: sealed_value(row, name, str(value), uuid)
        if name in SEALED and value is not None
        else value
        for name, value in values.items()
    }


def sealed_value(row: Row, name: str, clear: str, uuid: UUID | None) -> dict[str, str]:
    hashed = row.identity if name == "id_number" else keyed_hash(name, clear)
    if hashed is None or uuid is None:
        raise ValueError(f"{name} cannot be sealed before its subject is known")
    if row.numbered and name == "id_number":
        return {"hash": hashed.hex()}  # held as it is told: neither written nor questioned
    return {
        "hash": hashed.hex(),
        "mask": mask(FIELDS[name], clear),
        "sealed": seal(name, uuid, clear).hex(),
    }
