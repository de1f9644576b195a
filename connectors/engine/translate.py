"""Their rows in our words: one observation a row, or one a person where the map says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from connectors.contract import Cells, Pull, Row, RowMap, Stream
from connectors.engine.turns import Told, Turn, groups_of, marked, turn_of
from connectors.transport.times import day, moment
from hub.sealing import keyed_hash
from hub.services.intake import CLEAR, Observation

LONGEST_KEY = 120  # of a source's own key in the hub
SAYS_NOTHING = frozenset({"", "null", "none", "无", "-", "\\n"})


@dataclass(slots=True)
class Spoken:
    """The rows of one kind as observations; `row_keys[n]` are the rows behind the n-th.

    Of a person's several rows one counts: `beside` wait, `gone` waited and are withdrawn,
    `overtaken` counted until now, `ended` are those among the observations that end what counted.
    """

    map: RowMap
    observations: list[Observation] = field(default_factory=list)
    row_keys: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    beside: list[Observation] = field(default_factory=list)
    gone: list[Observation] = field(default_factory=list)
    overtaken: list[Observation] = field(default_factory=list)
    ended: list[Observation] = field(default_factory=list)


def speak(
    stream: Stream, rows: Iterable[Row], counting: Mapping[str, str] | None = None
) -> list[Spoken]:
    """Say every row of a page in our words, kinds in the order of the stream's maps.

    `counting` is, by a group's key, the version of the row that counts so far.
    """
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return [
        _spoken(stream, map_, by_kind[map_.kind], counting or {})
        for map_ in stream.maps
        if map_.kind in by_kind
    ]


def groups_told(stream: Stream, rows: Iterable[Row]) -> list[str]:
    """The keys of the groups of which one row counts."""
    maps = {map_.kind: map_ for map_ in stream.maps if map_.newest_by}
    several = [row for row in rows if row.kind in maps and not stands_alone(maps[row.kind], row)]
    return list({_group(maps[row.kind], row.cells): None for row in several})


def stands_alone(map_: RowMap, row: Row) -> bool:
    """Whether a row names nobody: such rows are not several of one person."""
    return bool(row.stays_out) or says_nothing(row.cells.get(map_.match_on.theirs))


def _spoken(stream: Stream, map_: RowMap, rows: list[Row], counting: Mapping[str, str]) -> Spoken:
    spoken = Spoken(map_)
    if not map_.newest_by:
        for row in rows:
            _say(spoken, stream, row)
        return spoken
    told = []
    for row in rows:
        if stands_alone(map_, row):
            _say(spoken, stream, row)
        else:
            told.append(Told(row, _version(map_, row.cells), withdrawn(map_, row.cells)))
    for key, group in groups_of(told, lambda row: _group(map_, row.cells)).items():
        _say_turn(spoken, stream, turn_of(group, counting.get(key, "")))
    return spoken


def _say(spoken: Spoken, stream: Stream, row: Row) -> Observation:
    said = _observation(stream, spoken.map, row)
    spoken.observations.append(said)
    apart = spoken.map.ledger or spoken.map.newest_by
    spoken.row_keys.append(ledger_key(spoken.map, row.cells) if apart else said.key)
    return said


def _say_turn(spoken: Spoken, stream: Stream, turn: Turn) -> None:
    """What ends is said before what counts now; what waits is said to nobody's door."""
    if turn.ends:
        ended = _say(spoken, stream, turn.ends.row)
        ended.version = ""  # it is the row that counts: no older version can be meant
        if not turn.tell:
            spoken.ended.append(ended)
    if turn.tell:
        said = _say(spoken, stream, turn.tell.row)
        if turn.ends or turn.overtakes:
            spoken.gone.append(replace(said, key=""))  # it may have waited; now it counts
        if turn.overtakes:
            number = {"id_number": said.said.get("id_number")}
            spoken.overtaken.append(Observation(said=number, version=turn.overtakes))
    for waiting, kept in ((turn.beside, spoken.beside), (turn.gone, spoken.gone)):
        for one in waiting:
            said = _observation(stream, spoken.map, one.row)
            said.key = ""
            kept.append(said)
    for one in (*turn.beside, *turn.gone, *turn.passed):
        spoken.skipped.append(ledger_key(spoken.map, one.row.cells))


def row_key(map_: RowMap, cells: Cells, columns: tuple[str, ...] = ()) -> str:
    """The row's own key, told apart by kind; a person's number in it is hashed, and a key longer
    than is kept.

    A row whose key is blank is known by all that it says.
    """
    parts = []
    for column in columns or map_.key:
        text = _text(cells.get(column)).replace("\0", "")
        parts.append(_hashed(text) if column == map_.match_on.theirs else text)
    if not any(parts):
        parts = [_hashed(repr(sorted((name, _text(cell)) for name, cell in cells.items())))]
    told = "|".join(parts)
    key = f"{map_.kind}:{told}"
    return key if len(key) <= LONGEST_KEY else f"{map_.kind}:{_hashed(told)}"


def ledger_key(map_: RowMap, cells: Cells) -> str:
    """What one told row is accounted for under."""
    return row_key(map_, cells, map_.ledger)


def said_by(map_: RowMap, cells: Cells) -> dict[str, object]:
    """Our fields as this row tells them; what it leaves blank is not said."""
    told = {}
    for pull in (map_.match_on, *map_.fields):
        value = _turned(map_, pull, cells.get(pull.theirs))
        if value is not None and pull.ours not in told:
            told[pull.ours] = value
    return told


def says_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in SAYS_NOTHING)


def withdrawn(map_: RowMap, cells: Cells) -> bool:
    return map_.valid is not None and _text(cells.get(map_.valid[0])) in map_.valid[1]


def _observation(stream: Stream, map_: RowMap, row: Row) -> Observation:
    cells = row.cells
    if row.stays_out:
        key = ledger_key(map_, cells)
        return Observation(said={}, key=key, raw=dict(cells), stays_out=row.stays_out)
    said = said_by(map_, cells)
    if withdrawn(map_, cells):
        said = {name: value for name, value in said.items() if name == map_.match_on.ours}
        said.update({pull.ours: CLEAR for pull in map_.fields if pull.ours != "name"})
    else:
        said = stream.say(row, said)
    return Observation(
        said=said,
        key=_key(map_, row),
        version=_version(map_, cells),
        at=moment(cells.get(map_.at)) if map_.at else None,
        on=day(cells.get(map_.on)) if map_.on else None,
        community=_text(cells.get(map_.community)) if map_.community else "",
        event=stream.happening(row),
        raw=dict(cells),
        number_cells=_number_cells(map_, cells),
    )


def _number_cells(map_: RowMap, cells: Cells) -> frozenset[str]:
    """An ID number that came as a number may have lost its last digits."""
    is_number = isinstance(cells.get(map_.match_on.theirs), int | float)
    return frozenset({map_.match_on.ours}) if is_number else frozenset()


def _key(map_: RowMap, row: Row) -> str:
    if map_.newest_by and not stands_alone(map_, row):
        return _group(map_, row.cells)
    return row_key(map_, row.cells)


def _group(map_: RowMap, cells: Cells) -> str:
    return row_key(map_, cells, map_.group_by or (map_.match_on.theirs,))


def _version(map_: RowMap, cells: Cells) -> str:
    if not map_.newest_by:
        return _text(cells.get(map_.version))[:40] if map_.version else ""
    columns = (map_.version, map_.newest_by, map_.at)
    version = " ".join(_sortable(cells.get(column)) for column in columns if column)
    return marked(version, row_key(map_, cells))


def _sortable(value: object) -> str:
    when = moment(value)
    return when.strftime("%Y%m%d%H%M%S") if when else _text(value)


def _turned(map_: RowMap, pull: Pull, raw: object) -> object:
    if pull.codes:
        return _coded(map_, pull, raw)
    if says_nothing(raw):
        return None
    return pull.turn(raw) if pull.turn else raw


def _coded(map_: RowMap, pull: Pull, raw: object) -> object:
    """Our code; an unknown one travels on under its column's name, which no code list knows."""
    if raw is None:
        return None
    text = normalize("NFKC", str(raw)).strip()
    known = map_.codes(pull.codes)
    if text in known:
        return known[text] or None
    return None if says_nothing(text) else f"{pull.theirs}={text}"


def _hashed(text: str) -> str:
    return keyed_hash("source_key", text).hex()[:32] if text else ""


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
