"""A plain file with one header row, described by a TOML mapping: a system without any code."""

import tomllib
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from communities.selectors.areas import communities_ever
from connectors.contract import DAMAGED, Pull, Reading, Row, RowMap, Standing, Stream, Token
from connectors.errors import BadMapping, FileRefused, UnknownMapping
from connectors.plain_event import PlainEvent
from connectors.plain_text import Record, form_of, records
from hub.dictionary import FIELDS
from hub.services.intake import Happening

FOLDER = Path(__file__).parent / "plain_files"
CHUNK = 5_000  # rows of one transaction: others wait for its people no longer than that takes
BESIDE_FIELDS = frozenset({"address", "household_key", "managing_community"})


@dataclass(frozen=True, slots=True)
class PlainMapping:
    """One TOML file of `plain_files/`: in whose name a file speaks and where its key stands."""

    name: str
    source: str
    label: str
    match: str
    key: tuple[str, ...]
    entity: str = "resident"
    creates: bool = False
    at: str = ""
    version: str = ""
    on: str = ""
    community: str = ""
    leave_out: tuple[str, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    event: PlainEvent | None = None

    def row_map(self, header: list[str]) -> RowMap:
        """The row map for a file with this header; a column named after a field says it.

        Raises FileRefused when an agreed column is missing.
        """
        wanted = {*self.key, self.match, self.at, self.version, self.on, self.community} - {""}
        missing = sorted(wanted - set(header))
        if missing:
            raise FileRefused(
                f"文件缺少约定的列：{'、'.join(missing)}。",
                f"The file lacks agreed columns: {', '.join(missing)}.",
            )
        names = dict(self.rename)
        pulls = (Pull(names.get(c, c), theirs=c) for c in header if c != self.match)
        return RowMap(
            kind=self.name,
            match_on=Pull(names.get(self.match, self.match), theirs=self.match),
            fields=tuple(pull for pull in pulls if self._says(pull)),
            key=self.key,
            at=self.at,
            version=self.version,
            on=self.on,
            community=self.community,
            creates=self.creates,
            entity=self.entity,
        )

    def _says(self, pull: Pull) -> bool:
        if pull.theirs in self.leave_out:
            return False
        if pull.ours in BESIDE_FIELDS:
            return self.entity != "household"
        declared = FIELDS.get(pull.ours)
        if declared is None or declared.derived == "yes":
            return False
        return self.entity == "resident" or declared.entity == self.entity


def mapping_named(name: str) -> PlainMapping:
    """The mapping of that name. Raises UnknownMapping or BadMapping."""
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        known = "、".join(sorted(p.stem for p in FOLDER.glob("*.toml")))
        raise UnknownMapping(f"没有映射“{name}”；现有：{known}。", f"No such mapping: {name}.")
    return read_mapping(name, path.read_text(encoding="utf-8"))


def mapping_for(file: Path) -> str:
    """The mapping a file's own name begins with, the longest first; "" when none fits."""
    names = sorted((p.stem for p in FOLDER.glob("*.toml")), key=len, reverse=True)
    stem = file.name.split(".")[0]
    return next((n for n in names if stem == n or stem.startswith(f"{n}_")), "")


def read_mapping(name: str, text: str) -> PlainMapping:
    try:
        told = tomllib.loads(text)
        return PlainMapping(
            name=name,
            source=told.pop("source"),
            label=told.pop("label"),
            match=told.pop("match"),
            key=tuple(told.pop("key")),
            leave_out=tuple(told.pop("leave_out", ())),
            rename=tuple(told.pop("rename", {}).items()),
            event=PlainEvent(**told.pop("event")) if "event" in told else None,
            **told,
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as trouble:
        raise BadMapping(f"映射“{name}”写法有误。", f"Mapping {name} is malformed.") from trouble


class PlainFile(Stream):
    """A local file in chunks; the file itself is what a replay reads, so no copy is kept."""

    keeps_raw = False

    def __init__(self, path: Path, mapping: PlainMapping, sha256: str) -> None:
        self.name = mapping.name
        self.path = path
        self.mapping = mapping
        self.sha256 = sha256
        self.form, self.header = form_of(path)
        self.map = mapping.row_map(self.header)
        self.event = mapping.event

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (self.map,)

    def begin(self, standing: Standing) -> Token:
        with self.path.open("rb") as handle:
            header = next(records(handle, self.form))
            return {"at": header.end, "sha256": self.sha256}

    def fetch(self, token: Token) -> bytes:
        return b""

    def read(self, raw: bytes, token: Token) -> Reading:
        at = int(str(token["at"]))
        with self.path.open("rb") as handle:
            handle.seek(at)
            told = list(islice(records(handle, self.form, at, len(self.header)), CHUNK))
        rows = self._in_known_places([self._row(record) for record in told if record.cells])
        whole, end = len(told) < CHUNK, told[-1].end if told else at
        return Reading(rows, following=None if whole else {**token, "at": end})

    def _row(self, record: Record) -> Row:
        """One row; a line of more or fewer cells than the header may have moved them all."""
        if len(record.cells) != len(self.header):
            cells = {**dict.fromkeys(self.header, ""), "line": record.text}
            return Row(self.name, cells, stays_out=DAMAGED)
        cells = dict(zip(self.header, record.cells, strict=True))
        return Row(self.name, cells, stays_out=self.event.trouble(cells) if self.event else "")

    def _in_known_places(self, rows: list[Row]) -> list[Row]:
        """A row that names a community nobody knows stays out: who lives there, or what is counted
        there, would be in no list and in no report."""
        columns = {self.mapping.community, self.event.community if self.event else ""} - {""}
        named = [{code_in(row.cells.get(column)) for column in columns} for row in rows]
        known = communities_ever(set().union(*named)) | {""}
        return [
            row if row.stays_out or codes <= known else replace(row, stays_out="community_none")
            for row, codes in zip(rows, named, strict=True)
        ]

    def happening(self, row: Row) -> Happening | None:
        return self.event.happening(row.cells) if self.event else None


def code_in(cell: object) -> str:
    return str(cell or "").strip()
