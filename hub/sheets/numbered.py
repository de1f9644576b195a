"""Sheets that each number their households from 1: one number is then a household to a sheet."""

from collections.abc import Iterable

from hub.sheets.content import piece
from hub.sheets.households import HEADS, Said, home_of, relation_in
from hub.sheets.words import HOUSEHOLD_KEY

Signs = dict[str, str]  # by number whose household it is


def signs_of(rows: Iterable[Said]) -> Signs:
    """By household number its head, else its home where that is told."""
    heads: Signs = {}
    homes: Signs = {}
    for said in rows:
        number = piece(said.get(HOUSEHOLD_KEY, ""))
        if not number:
            continue
        if relation_in(said.get("relation_to_head", "")) in HEADS:
            heads.setdefault(number, piece(said.get("id_number", "")).upper())
        homes.setdefault(number, home_of(said))
    return heads if heads else homes


def numbered_apart(sheets: list[Signs]) -> bool:
    """Whether most numbers that come on two sheets are of two households."""
    others = agreeing = 0
    seen: Signs = {}
    for signs in sheets:
        for number, sign in signs.items():
            held = seen.setdefault(number, sign)
            if signs is not sheets[0] and held and sign:
                agreeing += held == sign
                others += held != sign
    return others > agreeing
