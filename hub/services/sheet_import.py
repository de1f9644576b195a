"""A roster workbook through the one door: seen first, then taken, the rest given back."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import Invalid
from communities.models.area import Level
from communities.permissions import Permission
from communities.rowscope import every_row
from communities.selectors.areas import area_with
from hub.models import SourceRecord
from hub.reasons import sentence
from hub.sealing import keyed_hash
from hub.selectors.names_held import names_held
from hub.selectors.places import names_around
from hub.services.intake import Observation, Ready, TakenIn, Trouble, ahead, make_ready, take_in
from hub.services.intake.holding import hold_out
from hub.services.intake.outcome import QUESTIONED, SET_ASIDE, Outcome
from hub.services.sheet_beside import Beside
from hub.services.sheet_numbers import numbers_are_others
from hub.sheets.errors import SheetRefused
from hub.sheets.giving_back import Columns
from hub.sheets.holders import (
    Holders,
    Tellings,
    belongs_elsewhere,
    key_of_person,
    whole_number_in,
)
from hub.sheets.resources import HeldOut, held_out_workbook
from hub.sheets.roster import RosterRow, cells_by_label, read_roster

SOURCE = "IMPORT"
MAPPING = "roster/1"
FIRST_BATCH, BATCH = 1_000, 10_000  # small ones first, so that reading and writing soon overlap
PURPOSE = "P08"
TAKEN_OVER = """
    select distinct resident_id from hub_event
    where xid = pg_current_xact_id() and member_set = 'RES' and sign = -1
        and unit <> %(community)s and actor = %(actor)s
"""


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
    beside: int = 0  # heads and spouses told on somebody's row; they are no rows
    workbook: bytes = b""

    def add(self, result: TakenIn, held_out: int) -> None:
        self.rows += result.rows + held_out
        self.created += result.created
        self.changed += result.changed
        self.unchanged += result.unchanged + result.skipped
        self.refused += result.set_aside + held_out
        self.questioned += result.questioned
        self.field_questions += result.field_questions

    def counts(self) -> dict[str, int]:
        told = asdict(self)
        del told["workbook"], told["beside"]
        return told


def take_sheet(
    *, content: bytes, community: str, actor: Actor, today: date, operation: str = ""
) -> SheetTaken:
    """Take in every row that can enter, in one transaction; the others come back in a workbook.

    Raises SheetRefused for a file that does not enter at all, Refused without the right.
    """
    allowed(actor=actor, community=community)
    roster = read_roster(content)
    with every_row():
        if numbers_are_others(roster.rows(), community=community, source=SOURCE):
            roster.forget_numbers()
    passing = Passing(community, actor, today, operation)
    names = names_around(community)
    with (
        transaction.atomic(),
        every_row(),
        closing(ahead(passing.ready(roster.rows(), names))) as batches,
    ):
        for batch in batches:
            passing.take(batch)
        passing.take_beside()
        trail.note(
            actor, action="import", purpose=PURPOSE, count=passing.taken.rows, detail=community
        )
        note_taken_over(community=community, actor=actor)
    taken = passing.taken
    if not taken.rows:
        raise SheetRefused("no_rows")
    taken.skipped_lines = roster.skipped_lines
    taken.workbook = held_out_workbook(passing.refused, passing.questioned)
    return taken


def note_taken_over(*, community: str, actor: Actor) -> None:
    """Who left another community by this file: reached beyond the own area, as on the page, and
    shown to the secretary."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_OVER, {"community": community, "actor": actor.name[:60]})
        residents = [row[0] for row in cursor.fetchall()]
    if residents:
        trail.note(actor, action="reach", purpose=PURPOSE, residents=residents,
                   count=len(residents), detail=community)  # fmt: skip


@dataclass(slots=True)
class Batch:
    """Rows as the file tells them: some enter, made ready for the door, others stay out because
    the file gave their number to somebody else or struck them through.
    """

    told: list[RosterRow]
    entering: list[RosterRow]
    ready: Ready
    others: list[RosterRow]


@dataclass(slots=True)
class Passing:
    """One file on its way through the door, batch by batch."""

    community: str
    actor: Actor
    today: date
    operation: str
    taken: SheetTaken = field(default_factory=SheetTaken)
    refused: list[HeldOut] = field(default_factory=list)
    questioned: list[HeldOut] = field(default_factory=list)
    holders: Holders = field(default_factory=Holders)
    tellings: Tellings = field(default_factory=Tellings)
    beside: Beside = field(default_factory=Beside)
    columns: Columns = field(default_factory=Columns)

    def ready(self, rows: Iterator[RosterRow], names: tuple[str, ...]) -> Iterator[Batch]:
        """The file in batches that touch no table, so that a thread may make them."""
        for told in batches(rows):
            entering: list[RosterRow] = []
            others: list[RosterRow] = []
            for row in told:
                another = row.struck or self.holders.another(whole_number_in(row), row)
                (others if another else entering).append(row)
                if not another:
                    self.beside.note(row)
            said = [observation_of(row, self.community, self.tellings) for row in entering]
            ready = make_ready(said, mapping=MAPPING, names=lambda _: names)
            yield Batch(told, entering, ready, others)

    def let_in(self, observations: Iterable[Observation] | Ready) -> TakenIn:
        return take_in(
            observations,
            source=SOURCE,
            actor=self.actor,
            operation=self.operation,
            creates=True,
            mapping=MAPPING,
            today=self.today,
        )

    def take_beside(self) -> None:
        """After all rows: none of them is a row of the file."""
        told = make_ready(self.beside.observations(self.community), mapping=MAPPING)
        self.taken.beside = self.let_in(told.without(held_by_others(told))).created

    def take(self, batch: Batch) -> None:
        entering, ready, others = parted_from_others(batch)
        result = self.let_in(ready)
        others.sort(key=lambda row: row.struck)
        held = [
            *self.keep_out([row for row in others if not row.struck], "id_other_person"),
            *self.keep_out([row for row in others if row.struck], "struck_out"),
        ]
        self.taken.add(result, len(held))
        came = zip([*entering, *others], [*result.outcomes, *held], strict=True)
        outcomes = {id(row): outcome for row, outcome in came}
        for row in batch.told:
            self.give_back(row, outcomes[id(row)])

    def keep_out(self, rows: list[RosterRow], reason: str) -> list[Outcome]:
        return hold_out(
            [of_another(row, self.community) for row in rows],
            reason=reason,
            field="id_number",
            source=SOURCE,
            actor=self.actor,
        )

    def give_back(self, row: RosterRow, outcome: Outcome) -> None:
        if outcome.state not in (SET_ASIDE, QUESTIONED):
            return
        reason = "；".join(dict.fromkeys(sentence(one.reason) for one in main_troubles(outcome)))
        held = HeldOut(row.sheet, row.line, reason, self.columns.cells(row))
        (self.refused if outcome.state == SET_ASIDE else self.questioned).append(held)


def parted_from_others(batch: Batch) -> tuple[list[RosterRow], Ready, list[RosterRow]]:
    """The rows that enter, and those whose number is somebody else's in the file or in the hub."""
    held = held_by_others(batch.ready)
    if not held:
        return batch.entering, batch.ready, batch.others
    others = [*batch.others, *(batch.entering[n] for n in sorted(held))]
    entering = [row for n, row in enumerate(batch.entering) if n not in held]
    return entering, batch.ready.without(held), others


def held_by_others(ready: Ready) -> set[int]:
    """The rows whose number the hub holds by quite another name, and that say it for the first
    time: what was taken before is no news whatever the person is called since."""
    names = names_held(row.identity for row in ready.rows.values() if row.identity)
    strangers = {
        n
        for n, row in ready.rows.items()
        if row.identity in names
        and belongs_elsewhere(names[row.identity], row.told.said.get("name"))
    }
    keys = [ready.told[n].key for n in strangers]
    said = SourceRecord.objects.filter(source=SOURCE, kind="resident", source_key__in=keys)
    before = {key: bytes(digest) for key, digest in said.values_list("source_key", "digest")}
    return {n for n in strangers if before.get(ready.told[n].key) != ready.digests[n]}


def allowed(*, actor: Actor, community: str) -> None:
    if area_with(community).level != Level.COMMUNITY:
        raise Invalid("请选择社区。", "Choose a community.", fields={"community": "level"})
    require(actor, Permission.IMPORT_SHEET, area=community)


def batches(rows: Iterator[RosterRow]) -> Iterator[list[RosterRow]]:
    size = FIRST_BATCH
    while batch := list(islice(rows, size)):
        yield batch
        size = min(2 * size, BATCH)


def observation_of(row: RosterRow, community: str, tellings: Tellings | None = None) -> Observation:
    """One row as an observation, keyed by the hash of its number within the community."""
    number = whole_number_in(row)
    if number is None:
        return kept_whole(row, community)
    key = key_of_person(community, number)
    turn = tellings.turn(number, row) if tellings else 1
    return Observation(row.said, key if turn == 1 else f"{key}:{turn}", community=community)


def kept_whole(row: RosterRow, community: str, key: str = "") -> Observation:
    """A row that will stay out, with all its cells."""
    number_cell = isinstance(row.said.get("id_number"), (int, float))
    return Observation(
        said=row.said,
        key=key,
        community=community,
        raw={"工作表": row.sheet, "行号": row.line, **cells_by_label(row)},
        number_cells=frozenset({"id_number"}) if number_cell else frozenset(),
    )


def of_another(row: RosterRow, community: str) -> Observation:
    """A row that is struck or whose number is another's; its key is a hash of what it says."""
    said = repr(sorted((name, str(cell)) for name, cell in row.said.items()))
    return kept_whole(row, community, f"{community}:{keyed_hash('raw_row', said).hex()[:40]}")


def main_troubles(outcome: Outcome) -> list[Trouble]:
    """The troubles that keep the row out; those of single cells only where there are no others."""
    main = [trouble for trouble in outcome.reasons if trouble.field in ("", "id_number")]
    return main or list(outcome.reasons)


def summary(taken: SheetTaken) -> str:
    """One sentence for a person."""
    told = (
        _(
            "共 %(rows)d 行：新建 %(created)d，修改 %(changed)d，未变 %(unchanged)d，"
            "未导入 %(refused)d，待核 %(questioned)d；跳过非人员行 %(skipped_lines)d。"
        )
        % taken.counts()
    )
    if taken.beside:
        told += _("另按户主、配偶栏建档 %(beside)d 人。") % {"beside": taken.beside}
    return told
