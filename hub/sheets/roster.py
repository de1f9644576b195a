"""A workbook as a list of persons: every sheet's table found, every line judged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from hub.cleaning import IdNumber
from hub.sheets.above import building_in, building_over, home_named, home_over, put_under
from hub.sheets.beside import parts_of
from hub.sheets.choices import chosen
from hub.sheets.content import first_number_line, from_content, settle_columns, settle_name
from hub.sheets.errors import SheetRefused
from hub.sheets.filling import Filling, filling_of, persons_of, stands_in_order
from hub.sheets.forms import forms_of, table_of_forms
from hub.sheets.header import Header, find_header, header_at, names_persons
from hub.sheets.households import Households, Said, cell_of, name_in
from hub.sheets.joined import list_of_one_column, part_joined
from hub.sheets.lines import HEADING, PERSON, line_of
from hub.sheets.numbered import begin_again, numbered_apart, signs_of, take_no_numbers
from hub.sheets.remarks import settle_remark
from hub.sheets.saying import said_in, taken
from hub.sheets.second_person import head_in, head_told, spouse_in, tells_head
from hub.sheets.stacked import unstacked
from hub.sheets.words import (
    ADDRESS,
    HEAD_ID,
    HOUSEHOLD_KEY,
    OF_A_HEAD,
    label_of,
    squeezed,
    takes,
)
from hub.sheets.workbook import Cell, RawSheet, read_workbook

LOOKED_AT, LOOKED_BELOW = 400, 20


@dataclass(slots=True)
class Table:
    """The table of one sheet; `header` is None where none was found."""

    sheet: RawSheet
    header: Header | None
    filling: Filling | None = None
    in_order: bool = False
    without_numbers: bool = False
    apart: str = ""  # what goes before its household numbers, where every sheet has its own

    @property
    def taken(self) -> dict[str, str]:
        """Column words -> label of the field they are taken as."""
        if self.header is None:
            return {}
        told: dict[str, str] = {}
        for name, column in self.header.columns.items():
            if takes(name) and name != HEAD_ID or self.tells_heads and name in OF_A_HEAD:
                label = self.header.labels[column]
                there = f"{label}第{column + 1}列"
                told[there if not label or label in told else label] = label_of(name)
        for name, columns in self.header.finer.items():
            told |= {self.header.labels[column]: label_of(name) for column in columns}
        return told

    @property
    def tells_heads(self) -> bool:
        """Whether columns of the head's make a person of the head beside each member."""
        header = self.header
        return header is not None and HEAD_ID in header.columns and not header.heads

    @property
    def left_out(self) -> list[str]:
        """Column words that are not taken."""
        if self.header is None:
            return []
        heads = OF_A_HEAD if self.tells_heads else {}
        known = [
            self.header.labels[column]
            for name, column in self.header.columns.items()
            if not takes(name) and name not in heads
        ]
        return [label for label in [*known, *self.header.unknown] if label]


@dataclass(slots=True)
class RosterRow:
    """One person's line: `line` as Excel counts it, the raw cells, what they say.

    `whole` are the cells with the shared ones it stands under, `added` what it is known by beside
    them, `beside` what it says of further persons, `struck` whether it is struck through.
    """

    sheet: str
    line: int
    cells: list[Cell]
    said: dict[str, Cell]
    header: Header
    whole: list[Cell]
    added: dict[str, Cell] = field(default_factory=dict)
    beside: list[dict[str, Cell]] = field(default_factory=list)
    number: IdNumber | None = None
    struck: bool = False

    def label(self, column: int) -> str:
        labels = self.header.labels
        return labels[column].strip() if column < len(labels) else ""


@dataclass(slots=True)
class Roster:
    """A read workbook. Rows are made anew at each pass, so that none are kept."""

    tables: list[Table]
    skipped_lines: int = 0

    def rows(self) -> Iterator[RosterRow]:
        self.skipped_lines = 0
        for table in self.tables:
            if table.header is not None:
                yield from self.rows_of(table, table.header)

    def forget_numbers(self) -> None:
        """Its household numbers are other families' elsewhere: head and home say which is which."""
        for table in self.tables:
            table.apart = ""
            if table.header is not None:
                take_no_numbers(table.header)

    def rows_of(self, table: Table, header: Header) -> Iterator[RosterRow]:
        filling, sheet = (table.filling or Filling()).anew(), table.sheet
        first = words_above(sheet, header)
        households = Households(HOUSEHOLD_KEY in header.columns, table.in_order)
        walk = Walk(sheet, header, filling, households, table.apart)
        for number, line in enumerate(sheet.rows()):
            filling.note(number, line)
            if number <= header.end:
                walk.pass_words(line)
                walk.home = home_named(line) or walk.home
                continue
            for row in unstacked(line, walk.header):
                kind = line_of(row, walk.header)
                if kind == PERSON or tells_head(row, walk.header):
                    yield walk.person(number, row)
                    continue
                walk.pass_words(row)
                told = (cell for c, cell in enumerate(row) if c not in sheet.shared)
                filled = any(cell not in ("", None) for cell in told)
                self.skipped_lines += filled
                if kind == HEADING:
                    same = words_in(row) in first
                    walk.turn_to(header if same else again(row, walk.header, sheet, number))
                elif filled:
                    walk.home = home_over(row)


@dataclass(slots=True)
class Walk:
    """Goes down one table and remembers what was named above."""

    sheet: RawSheet
    header: Header
    filling: Filling
    households: Households
    apart: str = ""
    building: str = ""
    home: str = ""
    columns: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.building = building_in(self.sheet.name)
        self.turn_to(self.header)

    def turn_to(self, header: Header) -> None:
        self.header, self.columns = header, taken(header)

    def pass_words(self, row: list[Cell]) -> None:
        self.building = building_over(row) or self.building

    def person(self, number: int, row: list[Cell]) -> RosterRow:
        header = self.header
        whole = self.filling.filled(row, header)
        said = said_in(whole, header, self.columns)
        settle_remark(said, whole, header)
        under: Said = put_under(said, self.building) if self.building else {}
        if self.home and ADDRESS not in said:
            said[ADDRESS] = under[ADDRESS] = self.home
        if self.apart and HOUSEHOLD_KEY in said:
            said[HOUSEHOLD_KEY] = under[HOUSEHOLD_KEY] = f"{self.apart}/{said[HOUSEHOLD_KEY]}"
        head = head_in(said, head_told(whole, header))
        named = name_in(cell_of(whole, header, "head_name"))
        added = self.households.settle(said, named) | under
        if header.papers:
            added["id_type"] = header.papers
        beside = [one for one in (head, spouse_in(said)) if one]
        cells, whole = self.sheet.own(row), self.sheet.own(whole)
        made = RosterRow(self.sheet.name, number + 1, cells, said, header, whole, added, beside)
        made.struck = number in self.sheet.struck
        return made


def words_above(sheet: RawSheet, header: Header) -> list[list[str]]:
    """The words of the first heading, line by line: where one comes again its columns are known."""
    return [words_in(row) for row in islice(sheet.rows(), max(header.line, 0), header.end + 1)]


def words_in(row: list[Cell]) -> list[str]:
    words = [squeezed(str(cell)) for cell in row]
    return words[: max((n for n, word in enumerate(words, 1) if word), default=0)]


def again(row: list[Cell], header: Header, sheet: RawSheet, line: int) -> Header:
    """A heading below the first one holds from there when it names persons too."""
    plain_sheet = RawSheet(sheet.name)
    found = header_at([[str(cell) for cell in row]], 0, 1, plain_sheet)
    if not names_persons(found) or "id_number" not in found.columns:
        return header
    if "name" not in found.columns:
        below = islice(sheet.rows(), line + 1, line + 1 + LOOKED_BELOW)
        settle_name(found, list(below))
    found.end, found.words = header.end, found.words | header.words
    return found


def read_roster(content: bytes) -> Roster:
    """Read a file and find its tables.

    Raises SheetRefused for a file that cannot be opened or holds no table of persons.
    """
    sheets = read_workbook(content, hidden=True)
    tables: list[Table] = []
    for sheet in sheets:
        if sheet.hidden:
            tables.append(Table(sheet, None))
            continue
        rows = list(islice(sheet.rows(), LOOKED_AT))
        header = header_of(rows, sheet)
        forms = forms_of(sheet, rows, header)
        if forms is not None:
            tables.append(Table(*table_of_forms(forms, sheet)))
            continue
        for part in parts_of(header, sheet) if header else [sheet]:
            tables.append(table_of(part, tables))
    if not any(table.header for table in tables):
        named = any(table.without_numbers for table in tables)
        raise SheetRefused("no_id_column" if named else "no_header")
    part_numbers(tables)
    return Roster(tables)


def part_numbers(tables: list[Table]) -> None:
    """Where sheets number their households each from 1, a number is the sheet's own."""
    sheets: dict[str, list[Table]] = {}
    for table in tables:
        if table.header and HOUSEHOLD_KEY in table.header.columns:
            sheets.setdefault(table.sheet.name, []).append(table)
    if len(sheets) < 2:
        return
    if numbered_apart([signs_of(row.said for row in Roster(s).rows()) for s in sheets.values()]):
        for name, beside in sheets.items():
            for table in beside:
                table.apart = name


def header_of(rows: list[list[Cell]], sheet: RawSheet) -> Header | None:
    return find_header(rows, sheet, first_number_line(rows))


def table_of(sheet: RawSheet, before: list[Table]) -> Table:
    rows = list(islice(sheet.rows(), LOOKED_AT))
    header = header_of(rows, sheet)
    if header is None and continued(rows, before) is None:
        header = list_of_one_column(rows)
    if header is not None:
        sheet = part_joined(header, sheet, rows)
        if header.choices:
            sheet = sheet.laid_out(partial(chosen, choices=header.choices))
        rows = list(islice(sheet.rows(), LOOKED_AT))
        settle_columns(header, rows[header.end + 1 :])
    else:
        header = continued(rows, before)
    if header is None or "id_number" not in header.columns:
        return Table(sheet, None, without_numbers=header is not None)
    persons = persons_of(sheet, header)
    filling = filling_of(sheet, header, persons)
    if begin_again(header, persons):
        take_no_numbers(header)
    return Table(sheet, header, filling, stands_in_order(header, persons))


def continued(rows: list[list[Cell]], before: list[Table]) -> Header | None:
    """A sheet without a heading goes on with the columns of the one before when its numbers do."""
    found = from_content(rows)
    last = next((table.header for table in reversed(before) if table.header), None)
    if found is None or last is None:
        return found
    same = last.columns.get("id_number") == found.columns["id_number"]
    return Header(-1, -1, last.columns, last.labels, [], last.spans, last.words) if same else found


def cells_by_label(row: RosterRow) -> dict[str, Cell]:
    """The raw cells under the words of their columns; a repeated word gets its column's number."""
    told: dict[str, Cell] = {}
    for column, cell in enumerate(row.cells):
        label = row.label(column)
        named = bool(label)
        if not label or label in told:
            label = f"{label}第{column + 1}列"
        if cell not in ("", None) or named:
            told[label] = cell
    return told
