"""Their rows in our words: one observation a row, or one a person where the map says so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from connectors.contract import Cells, Pull, Row, RowMap, Stream
from connectors.transport.times import day, moment
from hub.sealing import keyed_hash
from hub.services.intake import CLEAR, Observation

SAYS_NOTHING = frozenset({"", "null", "none", "无", "-", "\\n"})


@dataclass(slots=True)
class Spoken:
    """The rows of one kind as observations; `row_keys[n]` are the rows behind the n-th."""

    map: RowMap
    observations: list[Observation] = field(default_factory=list)
    row_keys: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def speak(stream: Stream, rows: Iterable[Row]) -> list[Spoken]:
    """Say every row of a page in our words, kinds in the order of the stream's maps."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return [
        _spoken(stream, map_, by_kind[map_.kind]) for map_ in stream.maps if map_.kind in by_kind
    ]


def _spoken(stream: Stream, map_: RowMap, rows: list[Row]) -> Spoken:
    spoken = Spoken(map_)
    for row in _newest_of_each(map_, rows, spoken.skipped) if map_.newest_by else rows:
        spoken.observations.append(_observation(stream, map_, row))
        spoken.row_keys.append(ledger_key(map_, row.cells))
    return spoken


def row_key(map_: RowMap, cells: Cells, columns: tuple[str, ...] = ()) -> str:
    """The row's own key, told apart by kind; a person's number in it is hashed."""
    parts = []
    for column in columns or map_.key:
        text = _text(cells.get(column))
        parts.append(_hashed(text) if column == map_.match_on.theirs else text)
    return f"{map_.kind}:{'|'.join(parts)}"


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


def _newest_of_each(map_: RowMap, rows: list[Row], skipped: list[str]) -> list[Row]:
    best: dict[str, Row] = {}
    for row in rows:
        person = _group(map_, row.cells)
        held = best.get(person)
        if held is None:
            best[person] = row
        elif _rank(map_, row.cells) > _rank(map_, held.cells):
            skipped.append(ledger_key(map_, held.cells))
            best[person] = row
        else:
            skipped.append(ledger_key(map_, row.cells))
    return list(best.values())


def _rank(map_: RowMap, cells: Cells) -> tuple[bool, str]:
    return (not withdrawn(map_, cells), _version(map_, cells))


def withdrawn(map_: RowMap, cells: Cells) -> bool:
    return map_.valid is not None and _text(cells.get(map_.valid[0])) in map_.valid[1]


def _observation(stream: Stream, map_: RowMap, row: Row) -> Observation:
    cells = row.cells
    said = said_by(map_, cells)
    if withdrawn(map_, cells):
        said = {name: value for name, value in said.items() if name == map_.match_on.ours}
        said.update({pull.ours: CLEAR for pull in map_.fields if pull.ours != "name"})
    else:
        said = stream.say(row, said)
    return Observation(
        said=said,
        key=_group(map_, cells) if map_.newest_by else row_key(map_, cells),
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


def _group(map_: RowMap, cells: Cells) -> str:
    return row_key(map_, cells, map_.group_by or (map_.match_on.theirs,))


def _version(map_: RowMap, cells: Cells) -> str:
    if not map_.newest_by:
        return _text(cells.get(map_.version))[:40] if map_.version else ""
    columns = (map_.version, map_.newest_by, map_.at)
    return " ".join(_sortable(cells.get(column)) for column in columns if column)[:40]


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
