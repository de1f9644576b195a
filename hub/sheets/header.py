"""Where a table begins and which column is what: by the words of its header rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.sheets.choices import Choices, choices_in
from hub.sheets.couples import with_couples
from hub.sheets.finer import names_otherwise, tells_finer
from hub.sheets.owners import own_number, take_owners
from hub.sheets.papers import papers_in
from hub.sheets.words import (
    ADDRESS,
    GROUP_ENDING,
    HEAD_ID,
    OTHER_PERSON,
    PHONE_ALT,
    field_of,
    named,
    squeezed,
)
from hub.sheets.workbook import Cell, RawSheet

DEEPEST = 3
LAST_START = 30
WEIGHTS = {"id_number": 4, "name": 3}
# A second column of the same words is another field.
UNSURE_PHONES = frozenset({"联系人电话", "联系人手机", "联系人联系方式", "联系人手机号"})
GUARDIAN_OF_CHILD = {
    "ds_guardian_name": "ch_guardian_name",
    "ds_guardian_phone": "ch_guardian_phone",
}
WRITER = re.compile("(?:登记|填报)人")
NOT_HEADS_ALONE = frozenset({"name", HEAD_ID, "relation_to_head"})
SECOND = {"mobile": PHONE_ALT, "phone_alt": "emergency_phone"}


@dataclass(slots=True)
class Header:
    """`line` and `end` are the first and last header rows, counted from 0.

    `columns` maps a field to its column, `finer` an address to further columns of it;
    `labels` are the words over every column. `heads` and `owners` are the persons of their tables,
    `papers` the kind of document whose numbers alone are told.
    """

    line: int
    end: int
    columns: dict[str, int]
    labels: list[str]
    unknown: list[str] = field(default_factory=list)
    spans: dict[str, int] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    heads: bool = False
    told: list[str | None] = field(default_factory=list)
    choices: Choices = field(default_factory=dict)
    owners: bool = False
    finer: dict[str, list[int]] = field(default_factory=dict)
    papers: str = ""

    @property
    def names_numbers(self) -> bool:
        return "id_number" in self.columns

    @property
    def score(self) -> int:
        return sum(WEIGHTS.get(name, 1) for name in self.columns) + len(self.choices)


def find_header(
    rows: Sequence[Sequence[Cell]], sheet: RawSheet, first_number: int = LAST_START
) -> Header | None:
    """The best header among the first rows; None when no row names persons.

    A header above the first line that holds a person's number goes before a richer one below it,
    which begins another table.
    """
    filled = with_merged(rows, sheet)
    last = first_number if LAST_START < first_number < len(rows) else LAST_START
    found = [
        header_at(filled, start, depth, sheet)
        for start in range(min(len(filled), last))
        for depth in range(1, min(DEEPEST, len(filled) - start) + 1)
    ]
    known = [header for header in found if names_persons(header)]
    above = [header for header in known if header.end < first_number and header.names_numbers]
    best = max(
        above or known,
        key=lambda header: (header.score, header.line - header.end, -header.line),
        default=None,
    )
    return best and next((h for h in known if parts_others(h, best, filled)), best)


def parts_others(header: Header, best: Header, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a heading is the best one with a line above that gives columns to other people
    (老人信息 | 家属信息), where these have the same words as the persons."""
    if header.end != best.end or header.line != best.line - 1 or not header.names_numbers:
        return False
    groups = {word.strip() for word in rows[header.line] if word.strip()}
    others = {word for word in groups if OTHER_PERSON.search(GROUP_ENDING.sub("", word))}
    return bool(others) and len(groups) > len(others) and best.told.count("name") > 1


def names_persons(header: Header) -> bool:
    return len(header.columns) >= 2 and bool({"name", "id_number"} & set(header.columns))


def with_merged(rows: Sequence[Sequence[Cell]], sheet: RawSheet) -> list[list[str]]:
    """The first rows as text, every merged cell filled with its words."""
    texts = [[cell if isinstance(cell, str) else str(cell) for cell in row] for row in rows]
    for top, left, bottom, right in sheet.merged:
        if bottom >= len(texts):
            continue
        words = texts[top][left] if left < len(texts[top]) else ""
        for row in texts[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = words
    return texts


def header_at(rows: Sequence[Sequence[str]], start: int, depth: int, sheet: RawSheet) -> Header:
    stacked = rows[start : start + depth]
    width = max(len(row) for row in stacked)
    groups = [grouped(row, width, spread=not sheet.merged) for row in stacked[:-1]]
    leaf = [*stacked[-1], *[""] * (width - len(stacked[-1]))]
    header = Header(start, start + depth - 1, {}, [])
    found = [
        meaning(
            leaf[column].strip(),
            [group[column] for group in groups],
            [row[column : column + 1] for row in stacked],
        )
        for column in range(width)
    ]
    covered = covered_by(sheet, header.end)
    for column, (label, name) in enumerate(with_couples(without_writers(found))):
        header.labels.append(label)
        header.told.append(name)
        if column not in covered or label != header.labels[column - 1]:
            place(header, name, label, column)
    header.words = frozenset(squeezed(word) for row in stacked for word in row if word.strip())
    take_choices(header, choices_in(leaf, groups))
    take_heads(header)
    header.owners = take_owners(header.columns, header.labels)
    own = own_number(header.columns, header.told)
    if own is not None:
        header.columns["id_number"] = own
        header.unknown = [label for label in header.unknown if label != header.labels[own]]
    take_papers(header)
    take_guardian(header.columns)
    take_contact(header)
    header.spans = spans_of(header, sheet)
    return header


def without_writers(found: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
    """登记人电话 is the person's where nobody else is named, and the writer's beside 姓名."""
    others = any(name == "name" and not WRITER.match(label) for label, name in found)
    if not others:
        return found
    return [(label, None if WRITER.match(label) else name) for label, name in found]


def take_choices(header: Header, choices: Choices) -> None:
    """The first column of a choice holds the chosen word, the others hold none."""
    for name, words in choices.items():
        if name in header.columns:
            continue
        first = min(words)
        header.columns[name], header.told[first] = first, name
        header.choices[name] = words
        header.unknown = [label for label in header.unknown if label not in words.values()]


def take_heads(header: Header) -> None:
    """A table that names nobody but the heads of households is a table of those heads."""
    columns = header.columns
    told = set(columns)
    if HEAD_ID in told and not {"name", "id_number"} & told:
        columns["id_number"] = columns.pop(HEAD_ID)
    elif "head_name" not in told or "id_number" not in told or NOT_HEADS_ALONE & told:
        return
    if "head_name" in columns:
        columns["name"] = columns.pop("head_name")
    if "head_phone" in columns:
        columns.setdefault("mobile", columns.pop("head_phone"))
    header.heads = True


def take_papers(header: Header) -> None:
    """护照号码 is the person's number where no other is told."""
    found = None if "id_number" in header.columns else papers_in(header.labels)
    if found:
        header.columns["id_number"], header.papers = found
        label = header.labels[found[0]]
        header.unknown = [one for one in header.unknown if one != label]


def take_guardian(columns: dict[str, int]) -> None:
    """监护人 in a list of children and pupils is the child's; among disabled people, theirs."""
    told = {name for name in columns if name not in GUARDIAN_OF_CHILD}
    if any(name.startswith("ds_") for name in told):
        return
    if any(name.startswith(("ch_", "ed_")) for name in told):
        for name, of_child in GUARDIAN_OF_CHILD.items():
            if name in columns and of_child not in columns:
                columns[of_child] = columns.pop(name)


def take_contact(header: Header) -> None:
    """联系人电话 is the person's own where no other telephone and no contact is told."""
    at = header.columns.get("emergency_phone")
    if at is None or {"mobile", "emergency_name"} & set(header.columns):
        return
    if squeezed(header.labels[at]) in UNSURE_PHONES:
        header.columns["mobile"] = header.columns.pop("emergency_phone")


def grouped(row: Sequence[str], width: int, *, spread: bool) -> list[str]:
    """A heading row; without merged cells (a text file) a heading reaches to the next one."""
    words, last = [], ""
    for column in range(width):
        word = row[column].strip() if column < len(row) else ""
        last = word or (last if spread else "")
        words.append(last)
    return words


def meaning(leaf: str, above: list[str], cells: Sequence[Sequence[str]]) -> tuple[str, str | None]:
    """The words over a column and the field they mean."""
    group = next((word for word in reversed(above) if word and word != leaf), "")
    if leaf:
        return leaf, field_of(leaf, group)
    own = next((cell[0].strip() for cell in reversed(cells) if cell and cell[0].strip()), "")
    return own, field_of(own) if own else None


def covered_by(sheet: RawSheet, line: int) -> frozenset[int]:
    """The columns over which a heading of the line is merged from their left."""
    return frozenset(
        column
        for top, left, bottom, right in sheet.merged
        if top <= line <= bottom
        for column in range(left + 1, right + 1)
    )


def place(header: Header, name: str | None, label: str, column: int) -> None:
    if name and name in header.columns:
        if tells_finer(name, header.labels[header.columns[name]], label):
            header.finer.setdefault(name, []).append(column)
            return
        if names_otherwise(name, header.labels[header.columns[name]]):
            header.finer.setdefault(name, []).append(header.columns[name])
            header.columns[name] = column
            return
        if names_otherwise(name, label):
            header.finer.setdefault(name, []).append(column)
            return
        if not beats(name, label):
            header.unknown.append(label)
            return
        if not beats(name, header.labels[header.columns[name]]):
            header.unknown.append(header.labels[header.columns[name]])
            header.columns[name] = column
            return
        name = SECOND.get(name, "")
    if name and name not in header.columns:
        header.columns[name] = column
    elif label:
        header.unknown.append(label)


def beats(name: str, label: str) -> bool:
    """Whether a heading is a known word of its field, and not one that only holds such a word:
    留守人员电话 beside 电话 is not the person's second one."""
    return named(label) == name


def spans_of(header: Header, sheet: RawSheet) -> dict[str, int]:
    """Fields whose heading is merged over several columns: how many."""
    wide: Mapping[int, int] = {
        left: right - left + 1
        for top, left, bottom, right in sheet.merged
        if top <= header.end <= bottom and right > left
    }
    return {
        name: wide[column]
        for name, column in header.columns.items()
        if column in wide and name in ("id_number", ADDRESS)
    }
