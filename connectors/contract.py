"""What the folder of one outside system has to say; the engine does everything else.

A system is a `Connector` with streams to read and parcels it can take. A connector never saves a
resident: a stream turns an answer into rows, its row maps say what the columns mean, and the
engine carries the rows through the one door.
"""

import csv
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol
from uuid import UUID

from connectors.errors import BadMapping
from connectors.transport.pulse import Pulse
from hub.services.intake import Happening

Token = dict[str, Any]  # what the next page is asked with; JSON, without a person's number
Cells = Mapping[str, object]  # one row as the other system tells it: column -> value

DAMAGED = "line_damaged"
APPLIED, SKIPPED, SET_ASIDE = "applied", "skipped", "set_aside"


@dataclass(frozen=True, slots=True)
class Pull:
    """Their column `theirs` says our field `ours`.

    `codes` names a code map of the connector's folder; `turn` changes the raw value (fen to yuan)
    before cleaning. A column that is not `optional` must be present or the run stops.
    """

    ours: str
    theirs: str
    codes: str = ""
    turn: Callable[[object], object] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Push:
    """One kind of message this system takes, from changes of `fields` or from a `matter`."""

    kind: str
    fields: tuple[str, ...] = ()
    matter: str = ""


@dataclass(frozen=True, slots=True)
class RowMap:
    """What the columns of one kind of row mean.

    `key` are the columns of the row's own key; `at` its time there; `on` the day of the fact;
    `version` a column that sorts as text. `valid` names the column that withdraws a row and the
    values that do. With `newest_by` several rows of one person (or of one `group_by`) count as one:
    the valid one with the greatest value there; the others lie beside it, asking nobody, and take
    its turn when it is withdrawn. `ledger` are the columns that tell every row apart where `key`
    does not (an exchange table tells one key many times).
    """

    kind: str
    match_on: Pull
    fields: tuple[Pull, ...]
    key: tuple[str, ...]
    at: str = ""
    on: str = ""
    version: str = ""
    valid: tuple[str, frozenset[str]] | None = None
    newest_by: str = ""
    group_by: tuple[str, ...] = ()
    creates: bool = False
    folder: Path | None = None
    community: str = ""
    entity: str = "resident"
    ledger: tuple[str, ...] = ()

    def columns(self) -> frozenset[str]:
        """Columns without which this kind of row cannot be understood."""
        needed = {pull.theirs for pull in (self.match_on, *self.fields) if not pull.optional}
        needed.update(self.key, (c for c in (self.at, self.on, self.version) if c))
        if self.valid:
            needed.add(self.valid[0])
        return frozenset(needed)

    def known_columns(self) -> frozenset[str]:
        return self.columns() | {pull.theirs for pull in self.fields}

    def fingerprint(self) -> str:
        """Changes whenever the meaning does, so that unchanged rows are read anew once."""
        said = [(p.ours, p.theirs, p.codes) for p in (self.match_on, *self.fields)]
        maps = [sorted(self.codes(p.codes).items()) for p in self.fields if p.codes]
        told = repr((self.kind, said, self.key, self.on, self.newest_by, maps))
        return f"{self.kind}:{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    def codes(self, name: str) -> Mapping[str, str]:
        if self.folder is None:
            raise BadMapping(f"{self.kind} 没有代码表目录。", f"{self.kind} has no code folder.")
        return code_map(self.folder / "codes" / f"{name}.csv")


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the kind that says how to read it.

    One that `stays_out` does so whole, whatever it seems to say, for the reason of that id in
    `hub.reasons`: a line that cannot be parted into its columns. `face` is how the source's own
    row looked when it was read, where the source is marked.
    """

    kind: str
    cells: Cells
    stays_out: str = ""
    face: str = ""


@dataclass(slots=True)
class Reading:
    """One page, read: its rows, the next token, and what the source says about the whole.

    `total` is given by streams that load everything; `watermark` sorts as text.
    """

    rows: list[Row]
    following: Token | None = None
    total: int | None = None
    watermark: str = ""
    data_date: date | None = None


class RunNow(Protocol):
    """What a connector may know of the run: full, delta or person, and whom a question is about."""

    mode: str
    subject: UUID | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stream stands when a run begins."""

    mode: str
    now: datetime
    watermark: str = ""
    data_date: date | None = None
    subject: UUID | None = None


class Stream(ABC):
    """One sequence of pages. `read` is pure, so a saved page can be read again."""

    name: str
    full: bool = False  # this run tells everything: the shrink guard watches it
    keeps_raw: ClassVar[bool] = True  # the answer is saved before anything is done with it

    @property
    @abstractmethod
    def maps(self) -> tuple[RowMap, ...]: ...

    def trusts(self, standing: Standing) -> bool:
        """Whether the watermark can be true; from one that cannot nothing would be read again."""
        return True

    @abstractmethod
    def begin(self, standing: Standing) -> Token | None:
        """The first token, or None when there is nothing to read now."""

    @abstractmethod
    def fetch(self, token: Token) -> bytes:
        """The answer as it came. Raises TryLater or NeedsPerson."""

    def measure(self, token: Token) -> int | None:
        """How many rows a full reading from this token will bring, where the source can say."""
        return None

    @abstractmethod
    def read(self, raw: bytes, token: Token) -> Reading:
        """Rows of a saved answer. Raises NeedsPerson when it cannot be understood."""

    def say(self, row: Row, said: dict[str, object]) -> dict[str, object]:
        """A last word on one row's values, for what no column map can express."""
        return said

    def happening(self, row: Row) -> Happening | None:
        """The dated event a row tells beside its values, where it tells one."""
        return None

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        """Tell the source what became of its rows, a verdict each; called after our commit,
        maybe twice. Verdicts are worked out as they are asked for."""
        return


@dataclass(slots=True)
class Parcel:
    """What one outgoing message carries, opened only to be sent."""

    kind: str
    operation: str
    person: Mapping[str, str] = field(default_factory=dict)  # their keys of the person
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the other system answered: its number, its word, and whether that is the end.

    `state` is accepted, done or refused.
    """

    state: str
    reference: str = ""
    answer: str = ""
    reason: str = ""


def unknown_word(word: str, why: str = "") -> str:
    """What is told of a decision in a word nobody agreed on: it decides nothing until one does."""
    more = f"（对方说明：{why}）" if why else ""
    return f"对方答复“{word[:20]}”{more}，不是约定的结果，请向经办机构核实；系统仍会继续查询。"


class Connector(ABC):
    """One outside system. `source` is its code in the list external_system."""

    slug: ClassVar[str]
    label: ClassVar[str]
    label_en: ClassVar[str]
    source: ClassVar[str]
    every: ClassVar[timedelta]
    pushes: ClassVar[tuple[Push, ...]] = ()
    polls_every: ClassVar[timedelta] = timedelta(minutes=1)

    def __init__(self, pulse: Pulse, number_of: Callable[[UUID], str] | None = None) -> None:
        """`number_of` opens the ID number of the one resident a single question is about."""
        self.pulse = pulse
        self.number_of = number_of

    @abstractmethod
    def streams(self, run: RunNow) -> tuple[Stream, ...]:
        """The streams of one run, in the order they are read."""

    def send(self, parcel: Parcel) -> Delivered:
        """Hand over one message. Raises TryLater, AnswerLost, NeedsPerson or RefusedThere."""
        raise BadMapping(f"{self.label}没有接收接口。", f"{self.label_en} takes nothing.")

    def find_sent(self, parcel: Parcel) -> Delivered | None:
        """What became of a message whose answer was lost; None when it never arrived."""
        return None

    def decision(self, kind: str, reference: str) -> Delivered | None:
        """The later decision on an accepted message; None while there is none."""
        return None

    def close(self) -> None:
        """Give connections back."""
        return


@cache
def code_map(path: Path) -> Mapping[str, str]:
    """Their code or word -> our code, from a CSV with the columns theirs, ours."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["theirs"]: row["ours"] for row in csv.DictReader(lines)}
