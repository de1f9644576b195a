"""One round of rows in a temporary table, typed enough for set-based SQL."""

from collections.abc import Sequence
from datetime import date

import orjson

from hub.cleaning import name_search
from hub.dictionary import FIELDS
from hub.masking import mask
from hub.sealing import keyed_hash, seal
from hub.services.intake import sql
from hub.services.intake.row import Row

COLUMNS = (
    "n int primary key, subject bigint, uuid uuid, born boolean, at timestamptz, on_day date,"
    " vals jsonb, flags varchar[], community text, key text, version text, digest bytea,"
    " household_key text, managing text, away boolean, unregistered boolean,"
    " reg_in date, reg_out date, res_in date, res_out date, died date, reasons jsonb,"
    " p_community text, p_key text, p_text text, p_building text, p_unit text, p_floor int,"
    " p_room text, p_grams text[], grams text[], initials text[],"
    " household_id bigint, dwelling_id bigint, changed boolean not null default false,"
    " asks int not null default 0"
)
FILLED = tuple(piece.split()[0] for piece in COLUMNS.split(", "))[:-4]


def stage(rows: Sequence[Row], *, entity: str) -> None:
    """Fill the table `stage` with one row per subject."""
    sql.temporary("stage", COLUMNS)
    sql.copy_rows("stage", FILLED, (staged(row, entity) for row in rows))
    sql.run("analyze stage (n, subject, p_community, p_key, household_key)")


def staged(row: Row, entity: str) -> tuple[object, ...]:
    told, days, place = row.told, row.days, row.place
    search = names_of(row) if entity == "resident" else (None, None)
    return (
        row.n,
        row.subject,
        row.uuid,
        row.born,
        told.at,
        told.on,
        orjson.dumps(sealed_values(row), default=str).decode(),
        sorted(set(row.flags)),
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
        orjson.dumps(row.reasons).decode(),
        *((place.community, place.key, place.text) if place else (None, None, None)),
        *(
            (place.building, place.unit, place.floor, place.room, pairs_of(place.text))
            if place
            else (None,) * 5
        ),
        *search,
    )


def household_key(row: Row) -> str | None:
    """A household's own number at its source, made unique by the community it is numbered in."""
    told = row.told.said.get("household_key")
    return f"{row.told.community}/{str(told).strip()}" if told else None


def pairs_of(text: str) -> list[str]:
    """Every two neighbouring characters, once: what an address is found by."""
    return sorted({text[i : i + 2] for i in range(len(text) - 1)})


def names_of(row: Row) -> tuple[list[str] | None, list[str] | None]:
    name = row.said("core_resident", "name")
    if not name:
        return None, None
    found = name_search(str(name))
    row.say("core_resident", "name_pinyin", found.pinyin[:200])
    return found.grams, found.initials


def sealed_values(row: Row) -> dict[str, dict[str, object]]:
    """The row's values with every sealed field as {"h", "m", "s"}: hash, mask, sealed bytes."""
    return {
        category: {
            name: sealed_value(row, name, value)
            if value is not None and FIELDS[name].sealed
            else spelled(value)
            for name, value in values.items()
        }
        for category, values in row.values.items()
    }


def spelled(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def sealed_value(row: Row, name: str, value: object) -> dict[str, str]:
    clear = str(value)
    hashed = row.identity if name == "id_number" else keyed_hash(name, clear)
    if hashed is None or row.uuid is None:
        raise ValueError(f"{name} cannot be sealed before its subject is known")
    return {
        "h": hashed.hex(),
        "m": mask(FIELDS[name], clear),
        "s": seal(name, row.uuid, clear).hex(),
    }
