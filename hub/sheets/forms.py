"""Forms of labels and values, one to a person or a household, read as the rows of one table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hub.cleaning import parse_address
from hub.sheets.content import looks_like_number, piece
from hub.sheets.filling import SHARED
from hub.sheets.header import Header, header_at, names_persons
from hub.sheets.households import HEADS, name_in, relation_in
from hub.sheets.lines import PERSON, is_name, line_of
from hub.sheets.pairs import Pair, label_field, pairs_in
from hub.sheets.words import ADDRESS, HEAD_ID, OF_A_HEAD, label_of
from hub.sheets.workbook import Cell, RawSheet

NAMES = ("name", "head_name")
A_NAME = "姓名"
LEAST_FIELDS = 3
MOST_PERSONS = 30
NO_COLUMN = frozenset({"not_taken", "photo", "signature", "serial"})

Row = list[Cell]
Told = dict[str, Cell]


@dataclass(slots=True)
class Forms:
    """What the first forms of a sheet show of all: the label they begin with, how many lines of
    pairs stand above it, and the columns of the table they make.
    """

    start: Pair
    above: int
    ends: dict[int, dict[int, int]]
    fields: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    def begins(self, line: int, row: Row) -> bool:
        start = self.start
        return any(
            (pair.column, pair.label) == (start.column, start.label) and pair.value is not None
            for pair in self.pairs(line, row)
        )

    def pairs(self, line: int, row: Row) -> list[Pair]:
        return list(pairs_in(row, self.ends.get(line, {})))

    def blocks(self, rows: Iterator[Row]) -> Iterator[tuple[int, list[Row]]]:
        """The line each form begins at, and its lines; those before the first come first."""
        at, block = 0, list[Row]()
        for line, row in enumerate(rows):
            if self.begins(line, row):
                keep = min(self.above, len(block))
                yield at, block[: len(block) - keep]
                at, block = line - keep, block[len(block) - keep :]
            block.append(row)
        yield at, block

    def laid(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Every person where their line was, in the columns of one table; other words alone."""
        for at, block in self.blocks(rows):
            persons = self.persons(at, block)
            for n, row in enumerate(block):
                told = persons.get(n)
                if told:
                    yield [told.get(name, "") for name in self.fields]
                else:
                    used = persons and (heading(row) or self.pairs(at + n, row))
                    yield [] if used else only_words(row)

    def persons(self, at: int, block: list[Row]) -> dict[int, Told]:
        """The persons of one form by their line in it."""
        own, line, head = Told(), 0, False
        members: dict[int, Told] = {}
        table: Header | None = None
        for n, row in enumerate(block):
            header = heading(row)
            if header is not None:
                table = header
            elif table is not None and is_member(row, table):
                members[n] = told_in(row, table)
            elif table is None:
                for pair in self.pairs(at + n, row):
                    head = head or pair.field == "head_name"
                    line = n if pair.field in NAMES and not own.keys() & set(NAMES) else line
                    if pair.value not in (None, ""):
                        own.setdefault(pair.field, pair.value or "")
                        self.labels.setdefault(pair.field, pair.label)
        own = as_head(own) if "name" not in own else own
        return household(own, line, members, is_head=head and "head_name" not in own)


def forms_of(sheet: RawSheet, rows: Sequence[Row], header: Header | None) -> Forms | None:
    """The forms of a sheet, where the first stands above any heading of a table."""
    ends = ends_of(sheet)
    last = header.line if header is not None and header.names_numbers else len(rows) - 1
    for line, row in enumerate(rows[: last + 1]):
        if stands_over_numbers(rows, line, header):
            return None
        pairs = list(pairs_in(row, ends.get(line, {})))
        start = next((pair for pair in pairs if begins_form(pair)), None)
        if start is not None:
            return settled(Forms(start, lines_above(rows, line, ends), ends), rows)
    return None


def stands_over_numbers(rows: Sequence[Row], line: int, header: Header | None) -> bool:
    """Whether a line is the heading of a table: 姓名 | 特长 | 身份证号 is no form of somebody
    called 特长 where the numbers of persons stand below, before any other label.
    """
    end, found = line, heading(rows[line])
    if found is None and header is not None and header.line == line:
        end, found = header.end, header
    if found is None or not found.names_numbers:
        return False
    at = found.columns["id_number"]
    below = (row[at] for row in rows[end + 1 :] if at < len(row))
    first = next((cell for cell in below if is_number(cell) or label_field(piece(cell))), "")
    return is_number(first)


def begins_form(pair: Pair) -> bool:
    return pair.field in NAMES and pair.value is not None and is_name(pair.value)


def settled(forms: Forms, rows: Sequence[Row]) -> Forms | None:
    """The forms with their columns; None where none of them tells a person with a number, or
    where what stands below one is a list, or the persons stand in columns.
    """
    told = [forms.persons(at, block) for at, block in forms.blocks(iter(rows))]
    if any(len(block) > MOST_PERSONS for block in told):
        return None
    if any(of_several(forms, line, row) for line, row in enumerate(rows)):
        return None
    persons = [person for block in told for person in block.values()]
    if not any(tells_person(list(block.values()), forms.start) for block in told):
        return None
    forms.fields = list(dict.fromkeys(name for person in persons for name in person))
    return forms


def tells_person(block: list[Told], start: Pair) -> bool:
    """Whether the first of a form has a number, or is called the head of somebody who has."""
    who = block if start.field == "head_name" else block[:1]
    numbered = any(looks_like_number(told.get("id_number", "")) for told in who)
    return numbered and len(block[0]) >= LEAST_FIELDS


def is_member(row: Row, table: Header) -> bool:
    """A person's line; 备注 | 低保户 and 走访人： | 王某 are none."""
    if any(map(looks_like_number, row)):
        return True
    first = next((piece(cell).strip() for cell in row if cell not in ("", None)), "")
    return (
        not first.endswith((":", "：")) and not label_field(first) and line_of(row, table) == PERSON
    )


def of_several(forms: Forms, line: int, row: Row) -> bool:
    """Whether a line has two persons' own numbers: forms beside each other, persons in columns."""
    pairs = forms.pairs(line, row)
    own = sum(1 for pair in pairs if pair.field == "id_number" and is_number(pair.value))
    told = sum(1 for pair in pairs if is_number(pair.value))
    return own > 1 or (own == 1 and sum(1 for cell in row if is_number(cell)) > told)


def is_number(cell: Cell | None) -> bool:
    return cell is not None and looks_like_number(cell)


def table_of_forms(forms: Forms, sheet: RawSheet) -> tuple[RawSheet, Header]:
    columns = {name: column for column, name in enumerate(forms.fields)}
    labels = [forms.labels.get(name, label_of(name)) for name in forms.fields]
    header = Header(-1, -1, columns, labels, told=list(forms.fields))
    return sheet.laid_out(forms.laid), header


def heading(row: Row) -> Header | None:
    """The heading of a form's members: words for a name and a number, and no values between."""
    if sum(1 for cell in row if cell not in ("", None)) < LEAST_FIELDS:
        return None
    words = [str(cell).strip() for cell in row]
    if A_NAME in words:  # 家庭成员 beside it is the words over the table
        words = [word if word == A_NAME or label_field(word) != "name" else "" for word in words]
    found = header_at([words], 0, 1, RawSheet(""))
    if not names_persons(found) or not {"name", "id_number"} <= set(found.columns):
        return None
    return None if any(map(looks_like_number, row)) else found


def told_in(row: Row, table: Header) -> Told:
    cells = ((name, row[at]) for name, at in table.columns.items() if at < len(row))
    return {name: cell for name, cell in cells if cell != "" and name not in NO_COLUMN}


def as_head(own: Told) -> Told:
    """What a form tells of the head is told of its person, who is that head."""
    return {OF_A_HEAD.get(name, name): cell for name, cell in own.items()}


def household(own: Told, line: int, members: dict[int, Told], *, is_head: bool) -> dict[int, Told]:
    """The form's person and the members by line, each with the home and head of them all."""
    own = {name: cell for name, cell in own.items() if name not in NO_COLUMN}
    if not {"name", "id_number"} & own.keys():
        return members
    shared = {name: cell for name, cell in own.items() if name in SHARED}
    for told in members.values():
        for name, cell in shared.items():
            told.setdefault(name, cell)
    heads = [told for told in members.values() if leads(told)]
    if is_head or (members and not heads and any(map(relation_of, members.values()))):
        own.setdefault("relation_to_head", "户主")
    same = [n for n, told in members.items() if is_same(told, own)]
    for n in same:
        members[n] = own | members[n]
    persons = members if same else {line: own, **members}
    head = next((told for told in persons.values() if leads(told)), None)
    if head is not None:
        name_head(persons, head)
    return dict(sorted(persons.items()))


def is_same(told: Told, own: Told) -> bool:
    """Whether a member is the form's own person, who may be told there without a number."""
    if number_of(own):
        return number_of(told) == number_of(own)
    return name_in(own.get("name", "")) == name_in(told.get("name", "")) != ""


def name_head(persons: dict[int, Told], head: Told) -> None:
    """By name where the home is told, by the number elsewhere: so a sheet tells of households."""
    at_home = parse_address(str(head.get(ADDRESS, ""))).room or "room_no" in head
    for told in persons.values():
        told.setdefault("head_name", head.get("name", ""))
        if not at_home:
            told.setdefault(HEAD_ID, head.get("id_number", ""))


def leads(told: Told) -> bool:
    return relation_of(told) in HEADS


def relation_of(told: Told) -> str | None:
    return relation_in(told.get("relation_to_head", ""))


def number_of(told: Told) -> str:
    return piece(told.get("id_number", "")).upper()


def only_words(row: Row) -> Row:
    words = [piece(cell) for cell in row if cell not in ("", None)]
    return [" ".join(words)] if words else []


def lines_above(rows: Sequence[Row], line: int, ends: dict[int, dict[int, int]]) -> int:
    """How many lines of pairs stand between the form's name and what is no pair above it."""
    above = 0
    while above < line and any(
        pair.value is not None
        for pair in pairs_in(rows[line - above - 1], ends.get(line - above - 1, {}))
    ):
        above += 1
    return above


def ends_of(sheet: RawSheet) -> dict[int, dict[int, int]]:
    """By line and first column, the last column of every cell merged over several."""
    ends: dict[int, dict[int, int]] = {}
    for top, left, bottom, right in sheet.merged:
        if right > left:
            for line in range(top, bottom + 1):
                ends.setdefault(line, {})[left] = right
    return ends
