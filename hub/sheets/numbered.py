"""Household numbers that begin again from 1 on every sheet, or in every building of one sheet."""

from collections.abc import Iterable

from hub.sheets.content import piece
from hub.sheets.header import Header
from hub.sheets.households import HEADS, Said, cell_of, home_of, relation_in
from hub.sheets.words import ADDRESS, HOUSEHOLD_KEY, PLACE_PARTS
from hub.sheets.workbook import Cell

Signs = dict[str, tuple[str, str]]  # by number the head and the home of its household


def signs_of(rows: Iterable[Said]) -> Signs:
    """By household number its head and its home as far as they are told."""
    signs: Signs = {}
    for said in rows:
        number = piece(said.get(HOUSEHOLD_KEY, ""))
        if not number:
            continue
        head, home = signs.get(number, ("", ""))
        if not head and relation_in(said.get("relation_to_head", "")) in HEADS:
            head = piece(said.get("id_number", "")).upper()
        signs[number] = head, home or home_of(said)
    return signs


def numbered_apart(sheets: list[Signs]) -> bool:
    """Whether most numbers that come on two sheets are of two households: by their heads, or by
    their homes where one of the sheets tells no head."""
    others = agreeing = 0
    seen: Signs = {}
    for signs in sheets:
        for number, (head, home) in signs.items():
            first = seen.get(number, ("", ""))
            held, told = (first[0], head) if first[0] and head else (first[1], home)
            seen[number] = first[0] or head, first[1] or home
            if held and told:
                agreeing += held == told
                others += held != told
    return others > agreeing


def begin_again(header: Header, persons: list[list[Cell]]) -> bool:
    """Whether the numbers of one sheet come again with other heads in other homes, at least half of
    them: who heads and where says then which household it is, and the number does not.
    """
    if not {HOUSEHOLD_KEY, "relation_to_head", "id_number"} <= header.columns.keys():
        return False
    first: dict[str, tuple[str, tuple[str, ...]]] = {}
    again: set[str] = set()
    for row in persons:
        number = piece(cell_of(row, header, HOUSEHOLD_KEY))
        if not number or relation_in(cell_of(row, header, "relation_to_head")) not in HEADS:
            continue
        head = piece(cell_of(row, header, "id_number"))
        home = tuple(piece(cell_of(row, header, name)) for name in (ADDRESS, *PLACE_PARTS))
        if not any(home):
            continue
        held = first.setdefault(number, (head, home))
        if held[0] != head and held[1] != home:
            again.add(number)
    return len(again) > 1 and len(again) * 2 >= len(first)


def take_no_numbers(header: Header) -> None:
    """The column of household numbers counts lines from now on."""
    if HOUSEHOLD_KEY in header.columns:
        header.columns["serial"] = header.columns.pop(HOUSEHOLD_KEY)
