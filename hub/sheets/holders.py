"""Who holds a number within one file: a child entered with a parent's number is another person."""

import re
from collections.abc import Iterable

from hub.cleaning import IdNumber, clean, clean_id_number, clean_name, name_search
from hub.dictionary import FIELDS
from hub.sealing import identity_hash, keyed_hash
from hub.sheets.roster import RosterRow


def number_in(row: RosterRow) -> IdNumber:
    """The row's own number, by the kind of its document where the sheet names one."""
    if row.number is None:
        row.number = clean_id_number(row.said.get("id_number"), id_type=papers_of(row))
    return row.number


def papers_of(row: RosterRow) -> str:
    told = row.said.get("id_type")
    return str((clean(FIELDS["id_type"], told).value if told else None) or "111")


def identity_in(row: RosterRow) -> bytes | None:
    """What the hub knows the row's person by."""
    number = whole_number_in(row)
    return identity_hash(papers_of(row), number) if number else None


def whole_number_in(row: RosterRow) -> str | None:
    """The row's number where it is a person's."""
    cleaned = number_in(row)
    return None if cleaned.problem else cleaned.number


def key_of_person(community: str, number: str) -> str:
    """By what a sheet's person is known again: the hash of the number within the community."""
    return f"{community}:{keyed_hash('id_number', number).hex()[:40]}"


class Holders:
    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def another(self, number: str | None, row: RosterRow) -> bool:
        """Whether this file has already given the number to somebody of another name."""
        cleaned = clean_name(row.said.get("name"))
        if not number or not isinstance(cleaned.value, str):
            return False
        held = self.names.setdefault(number, cleaned.value)
        return held != cleaned.value and not alike(held, cleaned.value)


class Tellings:
    """How often a file has told of somebody in other words: each telling is known again by itself,
    so that a file whose lines disagree changes nothing the second time."""

    def __init__(self) -> None:
        self.first: dict[str, int] = {}
        self.more: dict[str, dict[int, int]] = {}

    def turn(self, number: str, row: RosterRow) -> int:
        """1 for the first telling and its repeats, 2 for the next that differs."""
        told = hash(frozenset(row.said.items()))
        if self.first.setdefault(number, told) == told:
            return 1
        turns = self.more.setdefault(number, {})
        return turns.setdefault(told, len(turns) + 2)


def alike(held: str, told: str) -> bool:
    """The same letters but for those that were lost on the way ('王?' is 王玥)."""
    if len(held) != len(told):
        return False
    return all(one == other or "?" in (one, other) for one, other in zip(held, told, strict=True))


HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
NO_NAME = frozenset({"Q06", "Q07"})  # 王阿姨, 王?: what they are called is not known


def belongs_elsewhere(held: Iterable[str], raw: object) -> bool:
    """Whether a number held by these names is told with quite another."""
    told = clean_name(raw)
    value = str(told.value or "")
    if not NO_NAME.isdisjoint(told.flags) or not HAN_NAME.fullmatch(value):
        return False
    return all(is_another(name, value) for name in held if name)


def is_another(held: str, told: str) -> bool:
    """Neither a letter of what comes after the surname nor the sound is the same: no correction."""
    if not NO_NAME.isdisjoint(clean_name(held).flags) or not HAN_NAME.fullmatch(held):
        return False
    if not set(held[1:]).isdisjoint(told[1:]):
        return False
    return name_search(held).pinyin != name_search(told).pinyin
