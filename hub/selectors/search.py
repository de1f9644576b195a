"""Finding people: whole numbers with a purpose, names and addresses inside the own area only.

Keyset paging by (name, id); nothing is counted for paging. Reads under the caller's row scope.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection
from psycopg import sql

from communities.access import visible_prefixes
from communities.actor import Actor
from communities.models.area import Level
from communities.selectors.areas import areas_within
from hub.cleaning import parse_address, plain
from hub.cleaning.pinyin import grams_of
from hub.dictionary import FIELDS
from hub.fields import IMPORT, PSB_HJ
from hub.masking import mask
from hub.sealing import identity_hash, keyed_hash
from hub.selectors.asked import MOST_INITIALS, Asked, Kind
from hub.selectors.codes import codes_of
from hub.selectors.profile import SEEN_RIGHTS
from hub.selectors.sight import Shows, Sight
from hub.selectors.value_text import text_of

PAGE = 50
MOST_HOMES = 400
MOST_MATES = 5  # named in a line of a list; the person's page names the whole household
CITIZEN = "111"
CITIZEN_DIGITS = 18
UNDER = 14  # below this age the whole row is masked
START = ("", 0)
EVERYWHERE_IN_ADDRESSES = frozenset({"小区", "单元", "社区", "街道"})  # they narrow nothing
WHOLE_NUMBER = re.compile(r"(?<![0-9A-Z])[A-Z]?\d+[\u4e00-\u9fff]")
ROWS = sql.SQL("""
    select r.id, r.resident_id, r.name, r.sex, r.birth_date, hub_age(r.birth_date, %(day)s) as age,
        right(r.id_number_mask, 4) as id_tail, r.mobile_mask, r.residence_address, r.scope,
        r.record_status, r.residence_type, h.household_no,
        (select coalesce(jsonb_agg(jsonb_build_object('resident_id', m.resident_id,
            'name', m.name, 'relation_to_head', m.relation_to_head, 'birth_date', m.birth_date,
            'scope', m.scope, 'age', hub_age(m.birth_date, %(day)s))
            order by m.relation_to_head, m.birth_date), '[]')
         from (select * from hub_resident m where m.household_id = r.household_id
            and m.id <> r.id and m.record_status not in ('3', '4')
            order by m.relation_to_head, m.birth_date limit %(mates)s) m) as members
    from hub_resident r left join hub_household h on h.id = r.household_id
    where {condition} order by coalesce(r.name, ''), r.id limit %(most)s
""")
BY_NAME = sql.SQL("""r.id in (
    select n.id from unnest(%(within)s::text[]) w(prefix), lateral hub_named(
        %(grams)s, %(initials)s, %(spelled)s, %(contained)s, w.prefix,
        %(name)s, %(id)s, %(most)s) n)
""")
FURTHER = sql.SQL(
    " and (coalesce(r.name, ''), r.id) > (%(name)s, %(id)s) and r.record_status <> '4'"
    " and hub_sees(r.scope)"
)
BY_NUMBER = sql.SQL("r.id_number_hash = any(%(hashes)s)") + FURTHER
BY_PHONE = sql.SQL("(r.mobile_hash = %(hash)s or r.phone_alt_hash = %(hash)s)") + FURTHER
# The police's number of the household, the register's number, or the one a roster gave it.
BY_HOUSEHOLD = (
    sql.SQL("""r.id in (
        select m.id from hub_resident m where m.household_id in (
            select id from hub_household where household_no = %(text)s
            union all
            select subject_id from hub_source_record where source = any(%(sources)s)
                and kind = 'household' and source_key = any(%(keys)s))
        union all
        select subject_id from hub_c01_hukou where hk_register_no_hash = %(hash)s)
    and exists (select 1 from unnest(%(within)s::text[]) w(prefix)
        where starts_with(r.scope, w.prefix))""")
    + FURTHER
)
BY_HOME = (
    sql.SQL("""r.dwelling_id in (
    select o.id from unnest(%(within)s::text[]) w(prefix),
        lateral hub_homes(%(grams)s, %(numbers)s, w.prefix, %(homes)s) o)
    and (%(contained)s = '' or position(%(contained)s in r.name) > 0
        or r.name_initials @> array[%(contained)s]::varchar[])""")
    + FURTHER
)


@dataclass(frozen=True, slots=True)
class Housemate:
    resident_id: str
    name: str
    relation: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a list: already masked for its reader."""

    id: int
    resident_id: str
    name: str
    sex: str
    age: int | None
    id_tail: str
    mobile: str
    address: str
    residence: str
    household_no: str
    housemates: tuple[Housemate, ...]
    more_mates: bool
    outside: bool  # reached by a whole number beyond the reader's own area


@dataclass(frozen=True, slots=True)
class FoundPage:
    rows: tuple[Found, ...]
    more: bool = False
    after: int = 0


def number_hashes(number: str) -> list[bytes]:
    """The identity hashes a whole document number may have: one per type of document."""
    if len(number) == CITIZEN_DIGITS:
        return [identity_hash(CITIZEN, number)]
    return [identity_hash(kind, number) for kind in codes_of("id_type")]


def found(
    asked: Asked, *, actor: Actor, day: date, after: int = 0, reached: bool = False
) -> FoundPage:
    """One page of the people meant, in order of name; `after` is the last id of the page before."""
    within = list(visible_prefixes(actor)) or ["-"]
    start = (name_of(after), after) if after else START
    page = look(asked, within, start, actor, day, reached)
    if not page.rows and asked.may_be_a_household and not after:
        return look(Asked(Kind.HOUSEHOLD, asked.text), within, start, actor, day, reached)
    if not page.rows and asked.may_be_set_wide and not after:
        name = Asked(Kind.NAME, asked.text + asked.place[0])
        return look(name, within, start, actor, day, reached)
    if not page.rows and asked.may_be_a_place and not after:
        place = Asked(Kind.ADDRESS, asked.text + "".join(asked.place))
        return look(place, within, start, actor, day, reached)
    return page


def name_of(resident: int) -> str:
    """The name a page ended with; it is asked for again so that no page has to carry it."""
    rows = fetch(sql.SQL("select name from hub_resident where id = %(id)s"), {"id": resident})
    return (rows[0]["name"] or "") if rows else ""


def look(
    asked: Asked, within: list[str], after: tuple[str, int], actor: Actor, day: date, reached: bool
) -> FoundPage:
    condition, values = condition_of(asked, within)
    asked_for = {
        "name": after[0],
        "id": after[1],
        "day": day,
        "most": PAGE + 1,
        "mates": MOST_MATES + 1,
        **values,
    }
    rows = fetch(ROWS.format(condition=condition), asked_for)
    shown = tuple(line(row, actor, reached) for row in rows[:PAGE])
    return FoundPage(rows=shown, more=len(rows) > PAGE, after=shown[-1].id if shown else 0)


def condition_of(asked: Asked, within: list[str]) -> tuple[sql.Composable, dict[str, Any]]:
    if asked.kind is Kind.NUMBER:
        return BY_NUMBER, {"hashes": number_hashes(asked.text)}
    if asked.kind is Kind.PHONE:
        return BY_PHONE, {"hash": keyed_hash("phone", asked.text)}
    if asked.kind is Kind.HOUSEHOLD:
        return BY_HOUSEHOLD, household(asked.text, within)
    if asked.kind is Kind.ADDRESS:
        return BY_HOME, home(asked.text, within)
    areas, building = place_of(asked.place, within)
    if building:
        return BY_HOME, home(building, areas, contained=asked.text)
    return BY_NAME, named(asked, areas)


def named(asked: Asked, within: list[str]) -> dict[str, Any]:
    """What the name search asks for: neighbouring characters, initials, or a spelled name."""
    empty = {"grams": None, "initials": None, "spelled": "", "contained": "", "within": within}
    if asked.kind is Kind.NAME:
        letters = [letter for letter in plain(asked.text).lower() if letter.isalnum()]
        pairs = [gram for gram in grams_of(letters) if len(gram) > 1] or letters
        return {**empty, "grams": pairs, "contained": asked.text}
    if len(asked.text) <= MOST_INITIALS:
        return {**empty, "initials": [asked.text]}
    return {**empty, "spelled": asked.text}


def household(text: str, within: list[str]) -> dict[str, Any]:
    """A roster's number is unique in its community: it is asked for in each of the own ones."""
    communities = areas_within(tuple(within), level=Level.COMMUNITY).values_list("code", flat=True)
    return {
        "text": text,
        "sources": [IMPORT, PSB_HJ],
        "keys": [f"{code}/{text}" for code in communities],
        "hash": keyed_hash("hk_register_no", text),
        "within": within,
    }


def home(text: str, within: list[str], contained: str = "") -> dict[str, Any]:
    key = parse_address(text).key or "".join(plain(text).split())
    pairs = [first + second for first, second in zip(key, key[1:], strict=False)] or [key]
    pairs = [pair for pair in pairs if pair not in EVERYWHERE_IN_ADDRESSES] or pairs
    numbers = [f"(^|[^0-9A-Z]){number}" for number in WHOLE_NUMBER.findall(key)]
    narrowed = {"grams": pairs, "numbers": numbers, "contained": contained}
    return {**narrowed, "within": within, "homes": MOST_HOMES}


def place_of(words: Sequence[str], within: list[str]) -> tuple[list[str], str]:
    """Further words of a name search: names of own communities narrow, the rest is a building."""
    building, areas = [], within
    for word in words:
        named_so = areas_within(tuple(within), level=Level.COMMUNITY).filter(
            short_name__contains=word
        )
        prefixes = list(named_so.values_list("prefix", flat=True)[:20])
        if prefixes:
            areas = prefixes
        else:
            building.append(word)
    return areas, "".join(building)


def fetch(query: sql.Composable, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def line(row: Mapping[str, Any], actor: Actor, reached: bool) -> Found:
    mates = as_list(row["members"])
    sight = Sight(actor, row["scope"] or "", reached=reached, under14=is_child(row["age"]))
    return Found(
        id=row["id"],
        resident_id=str(row["resident_id"]),
        name=shown(sight, "name", row["name"]),
        sex=text_of(FIELDS["sex"], row["sex"]),
        age=row["age"],
        id_tail=row["id_tail"] or "",
        mobile=row["mobile_mask"] or "",
        address=shown(sight, "residence_address", row["residence_address"]),
        residence=text_of(FIELDS["residence_type"], row["residence_type"]),
        household_no=shown(sight, "household_no", row["household_no"]),
        housemates=tuple(housemate(one, actor, reached) for one in mates[:MOST_MATES]),
        more_mates=len(mates) > MOST_MATES,
        outside=not (row["scope"] or "").startswith(visible_prefixes(actor)),
    )


def housemate(row: Mapping[str, Any], actor: Actor, reached: bool) -> Housemate:
    sight = Sight(actor, row["scope"] or "", reached=reached, under14=is_child(row["age"]))
    return Housemate(
        resident_id=row["resident_id"],
        name=shown(sight, "name", row["name"]),
        relation=text_of(FIELDS["relation_to_head"], row["relation_to_head"]),
        opens=sight.right("core_resident") in SEEN_RIGHTS,
    )


def shown(sight: Sight, field: str, value: str | None) -> str:
    if not value:
        return ""
    declared = FIELDS[field]
    return value if sight.shows(declared) is Shows.FULL else mask(declared, value)


def as_list(value: Any) -> list[dict[str, Any]]:
    """JSON comes as text through Django's cursor."""
    return orjson.loads(value) if isinstance(value, str | bytes) else value


def is_child(age: int | None) -> bool:
    return age is not None and age < UNDER
