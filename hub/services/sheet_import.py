"""A roster workbook through the one door: seen first, then taken, the rest given back."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.permissions import Permission
from communities.rowscope import every_row
from communities.selectors.areas import area_with
from hub.cleaning import clean, clean_id_number
from hub.dictionary import FIELDS
from hub.reasons import sentence
from hub.sealing import keyed_hash
from hub.services.intake import Observation, Trouble, take_in
from hub.services.intake.outcome import QUESTIONED, SET_ASIDE, Outcome
from hub.sheets.errors import SheetRefused
from hub.sheets.resources import HeldOut, held_out_workbook
from hub.sheets.roster import Roster, RosterRow, cells_by_label, read_roster
from hub.sheets.words import label_of

SOURCE = "IMPORT"
MAPPING = "roster/1"
BATCH = 10_000
MOST_SHOWN = 300
PURPOSE = "P08"


@dataclass(slots=True)
class RowTrouble:
    """A row that will not enter, or a cell that will not be taken."""

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


@dataclass(slots=True)
class SheetSeen:
    """What would come of a file; nothing is written. `refused_rows` and `questioned_rows` name
    every row with its reason, `cells` the first cells that would not be taken."""

    rows: int = 0
    entering: int = 0
    refused: int = 0
    questioned: int = 0
    skipped_lines: int = 0
    field_questions: int = 0
    tables: list[TableSeen] = field(default_factory=list)
    held_out: list[RowTrouble] = field(default_factory=list)
    cells: list[RowTrouble] = field(default_factory=list)


@dataclass(slots=True)
class SheetTaken:
    """What came of a file: the five row counts are disjoint and sum to `rows`."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    questioned: int = 0
    skipped_lines: int = 0
    field_questions: int = 0
    workbook: bytes = b""

    def counts(self) -> dict[str, int]:
        told = asdict(self)
        del told["workbook"]
        return told


def see_sheet(*, content: bytes, community: str, actor: Actor) -> SheetSeen:
    """Read a file and say row by row what would come of it.

    Raises SheetRefused for a file that does not enter at all, Refused without the right.
    """
    allowed(actor, community)
    roster = read_roster(content)
    seen = SheetSeen(tables=tables_of(roster))
    for row in roster.rows():
        look_at(row, seen)
    seen.skipped_lines = roster.skipped_lines
    if not seen.rows:
        raise SheetRefused("no_rows")
    return seen


def take_sheet(
    *, content: bytes, community: str, actor: Actor, today: date, operation: str = ""
) -> SheetTaken:
    """Take in every row that can enter, in one transaction; the others come back in a workbook.

    Raises SheetRefused for a file that does not enter at all, Refused without the right.
    """
    allowed(actor, community)
    roster = read_roster(content)
    taken = SheetTaken()
    refused: list[HeldOut] = []
    questioned: list[HeldOut] = []
    with transaction.atomic(), every_row():
        for batch in batches(roster.rows()):
            told = [observation_of(row, community) for row in batch]
            result = take_in(
                told,
                source=SOURCE,
                actor=actor,
                operation=operation,
                creates=True,
                mapping=MAPPING,
                today=today,
            )
            add_counts(taken, result.counts(), len(batch), result.field_questions)
            for row, outcome in zip(batch, result.outcomes, strict=True):
                keep_held_out(row, outcome, refused, questioned)
        trail.note(actor, action="import", purpose=PURPOSE, count=taken.rows, detail=community)
    if not taken.rows:
        raise SheetRefused("no_rows")
    taken.skipped_lines = roster.skipped_lines
    taken.workbook = held_out_workbook(refused, questioned)
    return taken


def allowed(actor: Actor, community: str) -> None:
    area_with(community)
    require(actor, Permission.IMPORT_SHEET, area=community)


def batches(rows: Iterator[RosterRow]) -> Iterator[list[RosterRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def observation_of(row: RosterRow, community: str) -> Observation:
    """One row as an observation, keyed by the hash of its number within the community."""
    told = row.said.get("id_number")
    cleaned = clean_id_number(told)
    numbers = cleaned.number is not None and not cleaned.problem
    key = keyed_hash("id_number", str(cleaned.number)).hex()[:40] if numbers else ""
    number_cell = isinstance(told, (int, float))
    return Observation(
        said=row.said,
        key=f"{community}:{key}" if key else "",
        community=community,
        raw=None if numbers else cells_by_label(row),
        number_cells=frozenset({"id_number"}) if number_cell else frozenset(),
    )


def add_counts(taken: SheetTaken, counts: dict[str, int], rows: int, field_questions: int) -> None:
    taken.rows += rows
    taken.created += counts["created"]
    taken.changed += counts["changed"]
    taken.unchanged += counts["unchanged"] + counts["skipped"]
    taken.refused += counts["set_aside"]
    taken.questioned += counts["questioned"]
    taken.field_questions += field_questions


def keep_held_out(
    row: RosterRow, outcome: Outcome, refused: list[HeldOut], questioned: list[HeldOut]
) -> None:
    if outcome.state not in (SET_ASIDE, QUESTIONED):
        return
    reason = "；".join(dict.fromkeys(spoken(trouble) for trouble in main_troubles(outcome)))
    held = HeldOut(row.sheet, row.line, reason, dict(cells_by_label(row)))
    (refused if outcome.state == SET_ASIDE else questioned).append(held)


def main_troubles(outcome: Outcome) -> list[Trouble]:
    """The troubles that keep the row out; those of single cells only where there are no others."""
    main = [trouble for trouble in outcome.reasons if trouble.field in ("", "id_number")]
    return main or list(outcome.reasons)


def spoken(trouble: Trouble) -> str:
    return sentence(trouble.reason)


def tables_of(roster: Roster) -> list[TableSeen]:
    return [
        TableSeen(
            sheet=table.sheet.name,
            header_line=table.header.end + 1 if table.header and table.header.end >= 0 else None,
            taken=table.taken,
            left_out=table.left_out,
        )
        for table in roster.tables
        if table.header or table.sheet.packed
    ]


def look_at(row: RosterRow, seen: SheetSeen) -> None:
    seen.rows += 1
    told = row.said.get("id_number")
    cleaned = clean_id_number(told)
    if cleaned.problem or cleaned.number is None:
        reason = cleaned.problem or "no_id"
        seen.refused += bool(cleaned.problem)
        seen.questioned += not cleaned.problem
        seen.held_out.append(
            RowTrouble(row.sheet, row.line, label_of("id_number"), sentence(reason))
        )
        return
    seen.entering += 1
    for name, raw in row.said.items():
        declared = FIELDS.get(name)
        if declared is None or name == "id_number":
            continue
        problem = clean(declared, raw).problem
        if problem:
            seen.field_questions += 1
            if len(seen.cells) < MOST_SHOWN:
                trouble = RowTrouble(
                    row.sheet, row.line, label_of(name), sentence(problem), str(raw)[:60]
                )
                seen.cells.append(trouble)


def summary(taken: SheetTaken) -> str:
    """One sentence for a person."""
    return (
        _(
            "共 %(rows)d 行：新建 %(created)d，修改 %(changed)d，未变 %(unchanged)d，"
            "未导入 %(refused)d，待核 %(questioned)d；跳过非人员行 %(skipped_lines)d。"
        )
        % taken.counts()
    )
