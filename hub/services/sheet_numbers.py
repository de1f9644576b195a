"""Whether a roster's household numbers are those its community's former files gave: two grids that
each number from 1 mean other families by the same number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from communities.prepared import run_prepared
from hub.cleaning import parse_address
from hub.services.intake.staging import key_of_household
from hub.sheets.holders import identity_in
from hub.sheets.households import HEADS, relation_in
from hub.sheets.roster import RosterRow
from hub.sheets.words import ADDRESS, HOUSEHOLD_KEY

LOOKED_AT = 400
NUMBERED = """
select k.source_key, h.head_resident_id is not null, w.building_no, w.room_no,
    array(select r.id_number_hash from hub_resident r
          where r.household_id = h.id and r.record_status not in ('3', '4')
              and r.id_number_hash is not null)
from hub_source_record k
join hub_household h on h.id = k.subject_id
left join hub_dwelling w on w.id = h.household_dwelling_id
where k.source = %(source)s and k.kind = 'household' and k.source_key = any(%(keys)s::text[])
"""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The household a number stands for in the hub: its living members by the hash of their number,
    building and room of its home.
    """

    has_head: bool
    home: tuple[str, str]
    members: frozenset[bytes]

    def is_another(self, told: list[RosterRow]) -> bool:
        """Whether none of these is a member and head or home is another's."""
        identities = {identity: row for row in told if (identity := identity_in(row))}
        if not self.members or not self.members.isdisjoint(identities):
            return False
        if self.has_head and any(map(is_head, identities.values())):
            return True
        homes = {home for row in told if (home := home_in(row))}
        return bool(homes) and all(self.home) and self.home not in homes


def numbers_are_others(rows: Iterable[RosterRow], *, community: str, source: str) -> bool:
    """Whether most of the numbers told that are known stand for other families. The caller sees
    every row."""
    told: dict[str, list[RosterRow]] = {}
    for row in islice(rows, LOOKED_AT):
        number = row.said.get(HOUSEHOLD_KEY)
        if number and HOUSEHOLD_KEY in row.header.columns:
            told.setdefault(key_of_household(community, number), []).append(row)
    verdicts = [held.is_another(told[key]) for key, held in numbered(told, source)]
    return sum(verdicts) * 2 > len(verdicts)


def numbered(keys: Iterable[str], source: str) -> list[tuple[str, Numbered]]:
    asked = {"keys": list(keys), "source": source}
    return [
        (key, Numbered(has_head, (building or "", room or ""), frozenset(map(bytes, members))))
        for key, has_head, building, room, members in run_prepared(NUMBERED, asked)
    ]


def is_head(row: RosterRow) -> bool:
    return relation_in(row.said.get("relation_to_head", "")) in HEADS


def home_in(row: RosterRow) -> tuple[str, str] | None:
    told = row.said.get(ADDRESS, "")
    home = parse_address("" if isinstance(told, date) else told)
    return (home.building, home.room) if home.building and home.room else None
