"""What would come of a roster workbook, row by row; nothing is written."""

from dataclasses import dataclass, field
from datetime import date

from communities.actor import Actor
from communities.rowscope import every_row
from hub.cleaning import clean, parse_address
from hub.dictionary import FIELDS
from hub.selectors.names_held import names_held
from hub.selectors.places import names_around
from hub.services.intake import Observation
from hub.services.intake.waiting import WAITS, says_early
from hub.services.sheet_import import allowed, batches
from hub.sheets.errors import SheetRefused
from hub.sheets.holders import Holders, belongs_elsewhere, identity_in, number_in
from hub.sheets.roster import Roster, RosterRow, read_roster

MOST_SHOWN = 300
DAYS = frozenset(name for name, told in FIELDS.items() if told.type == "date") - {"birth_date"}
Names = dict[bytes, tuple[str, ...]]


@dataclass(slots=True)
class RowTrouble:
    """A row that will not enter, or a cell that will not be taken; `reason` is an id."""

    sheet: str
    line: int
    field: str
    reason: str
    raw: str = ""


@dataclass(slots=True)
class TableSeen:
    sheet: str
    header_line: int | None
    taken: dict[str, str]
    left_out: list[str]
    without_numbers: bool = False
    hidden: bool = False


@dataclass(slots=True)
class SheetSeen:
    """What would come of a file; nothing is written. `refused_rows` and `questioned_rows` name
    every row with its reason, `cells` the first cells that would not be taken, `lost` the first
    of those who would enter and whom their community could not find."""

    rows: int = 0
    entering: int = 0
    refused: int = 0
    questioned: int = 0
    skipped_lines: int = 0
    field_questions: int = 0
    tables: list[TableSeen] = field(default_factory=list)
    held_out: list[RowTrouble] = field(default_factory=list)
    cells: list[RowTrouble] = field(default_factory=list)
    lost: list[RowTrouble] = field(default_factory=list)


@dataclass(slots=True)
class Lost:
    """Whoever nobody has told of yet and could not be found once the file is taken in: without a
    home they are in no community, without a name their number alone finds them."""

    around: tuple[str, ...]
    missing: dict[tuple[bytes, str], RowTrouble] = field(default_factory=dict)
    told: set[tuple[bytes, str]] = field(default_factory=set)

    def note(self, row: RosterRow, held: Names) -> None:
        identity = identity_in(row)
        if row.struck or identity is None or identity in held:
            return
        address = row.said.get("address")
        home = parse_address("" if isinstance(address, date) else address, names=self.around)
        for name, reason, has in (
            ("address", "no_home", home.key),
            ("name", "no_name", row.said.get("name")),
        ):
            if has:
                self.told.add((identity, reason))
            else:
                trouble = RowTrouble(row.sheet, row.line, name, reason)
                self.missing.setdefault((identity, reason), trouble)

    def rows(self) -> list[RowTrouble]:
        """One row of each person; another row of the file may have told what this one does not."""
        left = (row for key, row in self.missing.items() if key not in self.told)
        return list(left)[:MOST_SHOWN]


def see_sheet(*, content: bytes, community: str, actor: Actor, today: date) -> SheetSeen:
    """Read a file and say row by row what would come of it.

    Raises SheetRefused for a file that does not enter at all, Refused without the right.
    """
    allowed(actor=actor, community=community)
    roster = read_roster(content)
    seen = SheetSeen(tables=tables_of(roster))
    holders = Holders()
    lost = Lost(names_around(community))
    for told in batches(roster.rows()):
        with every_row():
            held = names_held(filter(None, map(identity_in, told)))
        for row in told:
            look_at(row, seen, why_out(row, holders, held) or early(row, today))
            lost.note(row, held)
    seen.skipped_lines = roster.skipped_lines
    seen.lost = lost.rows()
    if not seen.rows:
        raise SheetRefused("no_rows")
    return seen


def tables_of(roster: Roster) -> list[TableSeen]:
    return [
        TableSeen(
            sheet=table.sheet.name,
            header_line=table.header.end + 1 if table.header and table.header.end >= 0 else None,
            taken=table.taken,
            left_out=table.left_out,
            without_numbers=table.without_numbers,
            hidden=table.sheet.hidden,
        )
        for table in roster.tables
        if table.header or table.sheet.packed
    ]


def look_at(row: RosterRow, seen: SheetSeen, reason: str) -> None:
    """Count a row: one that a `reason` keeps out, or one that enters with its cells."""
    seen.rows += 1
    if reason:
        seen.refused += reason != "no_id"
        seen.questioned += reason == "no_id"
        told = RowTrouble(row.sheet, row.line, "id_number", reason)
        seen.held_out.append(told)
        return
    seen.entering += 1
    for name, raw in row.said.items():
        look_at_cell(row, name, raw, seen)


def why_out(row: RosterRow, holders: Holders, held: Names) -> str:
    """The reason that keeps a row out; "" when it can enter."""
    if row.struck:
        return "struck_out"
    cleaned = number_in(row)
    if cleaned.problem or cleaned.number is None:
        return cleaned.problem or "no_id"
    names = held.get(identity_in(row) or b"")
    elsewhere = names is not None and belongs_elsewhere(names, row.said.get("name"))
    another = holders.another(cleaned.number, row) or elsewhere
    return "id_other_person" if another else ""


def early(row: RosterRow, today: date) -> str:
    """The reason of a row that dates something with a day that has not come yet."""
    if DAYS.isdisjoint(row.said):
        return ""
    return WAITS if says_early(Observation(dict(row.said)), today) else ""


def look_at_cell(row: RosterRow, name: str, raw: object, seen: SheetSeen) -> None:
    declared = FIELDS.get(name)
    if declared is None or name == "id_number":
        return
    problem = clean(declared, raw).problem
    if not problem:
        return
    seen.field_questions += 1
    if len(seen.cells) < MOST_SHOWN:
        told = RowTrouble(row.sheet, row.line, name, problem, str(raw)[:60])
        seen.cells.append(told)
