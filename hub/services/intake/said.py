"""From what was told to what it says: every cell cleaned, what it implies added."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from hub.cleaning import CITIZEN_TYPES, Cleaned, Cleaner, clean_id_number, cleaner_of, parse_address
from hub.dictionary import FIELDS
from hub.sealing import identity_hash
from hub.selectors.places import names_around
from hub.services.intake.implied import add_what_follows
from hub.services.intake.observation import Clear, Observation
from hub.services.intake.outcome import Trouble
from hub.services.intake.row import Place, Row

APART = frozenset({"id_number", "address", "household_key", "managing_community"})
IDENTITY = frozenset({"id_number", "id_type", "sex", "birth_date"})  # a number says all four
LIVING_CORE = "core_resident"
Names = Callable[[str], tuple[str, ...]]


def clean_row(n: int, told: Observation, *, entity: str, names: Names = names_around) -> Row:
    """The observation as a row of cleaned values; cells that cannot be cleaned become troubles."""
    row = Row(n=n, told=told)
    if told.stays_out:
        row.troubles.append(Trouble(told.stays_out, "id_number", None))
        return row
    for name, raw in told.said.items():
        if name in APART:
            continue
        way = WAYS.get(name) or way_of(name)
        if way.cleaner is None or isinstance(raw, Clear):
            take_unusual(row, name, raw, way)
        elif raw is not None:
            keep_cleaned(row, name, raw, way.category, way.cleaner(raw))
    if entity == "resident":
        take_identity(row)
        add_what_follows(row)
    elif entity == "household":
        take_applicant(row)
    take_place(row, names)
    return row


class Way(NamedTuple):
    """How cells of one name are taken: cleaned into a category, or refused for a reason."""

    category: str
    cleaner: Cleaner | None
    refused: str


WAYS: dict[str, Way] = {}


def way_of(name: str) -> Way:
    declared = FIELDS.get(name)
    if declared is None:
        return Way("", None, "unknown_field")
    if not declared.is_entered:
        return Way("", None, "derived_field")
    way = WAYS[name] = Way(declared.category, cleaner_of(declared), "")
    return way


def take_unusual(row: Row, name: str, raw: object, way: Way) -> None:
    if way.cleaner is None:
        row.troubles.append(Trouble(way.refused, name, raw))
    else:
        row.say(way.category, name, None)


def keep_cleaned(row: Row, name: str, raw: object, category: str, cleaned: Cleaned) -> None:
    if cleaned.problem:
        row.troubles.append(Trouble(cleaned.problem, name, raw))
    if cleaned.flags:
        row.flags.extend(cleaned.flags)
    if cleaned.value is not None:
        row.say(category, name, cleaned.value)


def take_identity(row: Row) -> None:
    """Clean the identity number; sex and birth date follow an 18-digit one, which wins."""
    raw = row.told.said.get("id_number")
    papers = str(row.said(LIVING_CORE, "id_type") or "111")
    number_cell = "id_number" in row.told.number_cells
    number, flag, problem = clean_id_number(raw, number_cell=number_cell, id_type=papers)
    if problem:
        row.troubles.append(Trouble(problem, "id_number", raw))
        return
    if flag:
        row.flags.append(flag)
    if number:
        own_number(row, number, papers)


def take_applicant(row: Row) -> None:
    """A household is found by the number of one of its members, which is not said of it."""
    raw = row.told.said.get("id_number")
    cleaned = clean_id_number(raw, number_cell="id_number" in row.told.number_cells)
    if cleaned.problem:
        row.troubles.append(Trouble(cleaned.problem, "id_number", raw))
    elif cleaned.number:
        row.identity = identity_hash("111", cleaned.number)


def own_number(row: Row, number: str, papers: str) -> None:
    row.identity = identity_hash(papers, number)
    row.say(LIVING_CORE, "id_type", papers)
    row.say(LIVING_CORE, "id_number", number)
    if papers in CITIZEN_TYPES and len(number) == 18:
        follow_number(row, "sex", "1" if int(number[16]) % 2 else "2", "Q05")
        birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        follow_number(row, "birth_date", birth, "Q04")


def follow_number(row: Row, name: str, value: str, flag: str) -> None:
    told = row.said(LIVING_CORE, name)
    if told is not None and str(told) != value:
        row.flags.append(flag)
    row.say(LIVING_CORE, name, value)


def take_place(row: Row, names: Names) -> None:
    """The dwelling an address names; an address outside every community names none."""
    raw = row.told.said.get("address")
    if not raw or not row.told.community:
        return
    if isinstance(raw, date):
        row.troubles.append(Trouble("address_is_day", "address", raw))
        return
    community = row.told.community
    parsed = parse_address(raw, community=community, names=names(community))
    if not parsed.key:
        return
    if parsed.flag:
        row.flags.append(parsed.flag)
    row.place = Place(
        community=row.told.community,
        key=parsed.key[:200],
        text=parsed.text[:200],
        building=parsed.building[:20],
        unit=parsed.unit[:10],
        floor=parsed.floor,
        room=parsed.room[:20],
    )


def refusal(row: Row) -> Trouble | None:
    """The trouble that keeps the whole row out: an identity number that is no person's."""
    return next((t for t in row.troubles if t.field == "id_number"), None)


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """Raw cells as JSON can keep them."""
    return {name: raw if isinstance(raw, int | float) else str(raw) for name, raw in values.items()}
