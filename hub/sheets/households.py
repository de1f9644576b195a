"""Which household a row belongs to, where its sheet gives households no number of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hub.cleaning import clean, clean_name, parse_address
from hub.dictionary import FIELDS
from hub.sealing import keyed_hash
from hub.sheets.content import piece
from hub.sheets.header import Header
from hub.sheets.words import ADDRESS, HOUSEHOLD_KEY
from hub.sheets.workbook import Cell

SELF, HEAD = "01", "02"
HEADS = frozenset({SELF, HEAD})
SPOUSES = frozenset({"10", "11", "12"})
CHILDREN = frozenset({*map(str, range(20, 27)), *map(str, range(30, 37))})
REGISTER = "hk_register_no"
KEY_LENGTH = 24

Said = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Head:
    name: str
    number: str
    home: str

    @property
    def key(self) -> str:
        return key_of(self.name, self.home) if self.home and self.name else number_key(self.number)


@dataclass(slots=True)
class Households:
    """Goes down a table. A household is told by the head's name with the address, by the number
    of the register, or by the order of a table that begins every household with its head.
    """

    numbered: bool = False  # the table has numbers: a row without one is of no household
    in_order: bool = False
    head: Head | None = None

    def settle(self, said: Said, named: str) -> Said:
        """Give the row its household; `named` is the head's name where the sheet has a column.

        Returns what else the row must say to be of that household where it stands alone.
        """
        if HOUSEHOLD_KEY in said:
            return {}
        if REGISTER in said:
            said[HOUSEHOLD_KEY] = keyed_hash(REGISTER, piece(said[REGISTER])).hex()[:KEY_LENGTH]
            return {}
        home = home_of(said)
        if named and home:
            if named == name_in(said.get("name", "")):
                said.setdefault("relation_to_head", "户主")
            said[HOUSEHOLD_KEY] = key_of(named, home)
            return {}
        return {} if self.numbered else self.follow(said, home)

    def follow(self, said: Said, home: str) -> Said:
        relation = relation_in(said.get("relation_to_head", ""))
        if relation in HEADS:
            number = piece(said.get("id_number", "")).upper()
            self.head = Head(name_in(said.get("name", "")), number, home)
        if relation is None or self.head is None or not self.is_with_head(home):
            return {}
        said[HOUSEHOLD_KEY] = self.head.key
        return {"head_name": self.head.name} if home else {HOUSEHOLD_KEY: self.head.key}

    def is_with_head(self, home: str) -> bool:
        """A member lives where the head does, or has no address in a table kept in order."""
        at_home = self.head is not None and home == self.head.home
        return at_home if home else self.in_order


def in_order(persons: Iterable[tuple[str | None, str]]) -> bool:
    """Whether each household of a table (relation and name of its persons) stands behind its head.

    Nobody has two spouses, and children bear the name of somebody before them: in a list of some
    members of many households, or in any other order, they do not.
    """
    names: set[str] = set()
    spouses, children, akin, members, heads = 0, 0, 0, 0, 0
    for relation, name in persons:
        if relation in HEADS:
            names, spouses, heads = set(), 0, heads + 1
        elif relation is None or not heads:
            return False
        else:
            members += 1
            spouses += relation in SPOUSES
            if relation in CHILDREN:
                children, akin = children + 1, akin + (name[:1] in names)
        if spouses > 1:
            return False
        names.add(name[:1])
    return akin * 5 >= children * 4 if children else members * 2 >= heads > 0


def key_of(name: str, home: str) -> str:
    return keyed_hash("head_and_home", f"{name}/{home}").hex()[:KEY_LENGTH]


def number_key(number: str) -> str:
    return keyed_hash("id_number", number).hex()[:KEY_LENGTH]


def home_of(said: Said) -> str:
    """Building, unit and room alone, so that two spellings of one home are one."""
    told = said.get(ADDRESS, "")
    parsed = parse_address("" if isinstance(told, date) else told)
    if parsed.building and parsed.room:
        return f"{parsed.building}-{parsed.unit}-{parsed.room}"
    return parsed.key


@lru_cache(maxsize=4096)
def name_in(cell: Cell) -> str:
    value = clean_name(cell).value
    return value if isinstance(value, str) else ""


@lru_cache(maxsize=4096)
def relation_in(cell: Cell) -> str | None:
    """The code of a word of relation, None for a blank and for a word nobody knows."""
    value = clean(FIELDS["relation_to_head"], cell).value
    return str(value) if value else None


def cell_of(row: list[Cell], header: Header, name: str) -> Cell:
    column = header.columns.get(name)
    return row[column] if column is not None and column < len(row) else ""
