"""A mark under one of several words (男 | 女, 未婚 | 已婚 | 离异) chooses that word."""

from collections.abc import Iterator, Sequence

from hub.cleaning import clean
from hub.cleaning.numbers import clean_bool
from hub.dictionary import FIELDS
from hub.sheets.words import field_of, takes
from hub.sheets.workbook import Cell

MARKS = frozenset({"●", "■", "*", "○", "★", "◆"})
SEXES = frozenset({"男", "女"})
LEAST_WORDS = 2

Choices = dict[str, dict[int, str]]


def choices_in(leaf: Sequence[str], groups: Sequence[Sequence[str]]) -> Choices:
    """By field the columns whose word is one of its codes, under the field's own heading."""
    found: Choices = {}
    for column, cell in enumerate(leaf):
        word = cell.strip()
        group = next((row[column] for row in reversed(groups) if row[column]), "")
        field = field_of(group) if group and word and group != word else None
        if field is None and word in SEXES:
            field = "sex"
        if field and chooses(field, word):
            found.setdefault(field, {})[column] = word
    return {field: words for field, words in found.items() if len(words) >= LEAST_WORDS}


def chooses(field: str, word: str) -> bool:
    declared = FIELDS.get(field)
    if declared is None or not declared.code_list or not takes(field):
        return False
    return clean(declared, word).value is not None


def chosen(rows: Iterator[list[Cell]], choices: Choices) -> Iterator[list[Cell]]:
    """The lines with the chosen word in the first of its columns instead of the mark."""
    for row in rows:
        made = row
        for words in choices.values():
            marked = [column for column in words if column < len(row) and row[column] != ""]
            if len(marked) == 1 and is_mark(row[marked[0]]):
                made = list(row) if made is row else made
                made[marked[0]] = ""
                made[min(words)] = words[marked[0]]
        yield made


def is_mark(cell: Cell) -> bool:
    return isinstance(cell, (str, int, float)) and (
        clean_bool(cell).value is True or str(cell).strip() in MARKS
    )
