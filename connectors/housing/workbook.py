"""The weekly waiting list: a workbook made for people, its header found by its words."""

import re
from collections.abc import Iterable

import orjson

from connectors.contract import Pull, Reading, Row, RowMap, Standing, Stream, Token
from connectors.errors import NeedsPerson
from connectors.housing.rows import HERE, KIND
from connectors.transport.file_book import note_taken
from connectors.transport.pulse import Pulse
from connectors.transport.workbooks import newest_not_taken, rows_of

BEGINNING = "轮候名册"
DAY = re.compile(r"(\d{8})")
NUMBER = "身份证号"
COLUMNS = {NUMBER: "sqr_sfzh", "轮候号": "lhh", "登记日期": "lhrq", "保障方式": "bzfs"}
WAITING = RowMap(
    kind="waiting_list",
    entity="household",
    match_on=Pull("id_number", theirs="sqr_sfzh"),
    key=("lhh",),
    version="told_on",
    folder=HERE,
    fields=(Pull("hs_queue_no", theirs="lhh"), Pull("hs_queue_date", theirs="lhrq"), KIND),
)


class WaitingList(Stream):
    name = "waiting_list"
    full = True

    def __init__(self, share: str, pulse: Pulse) -> None:
        self.share = share
        self.pulse = pulse

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (WAITING,)

    def begin(self, standing: Standing) -> Token | None:
        if not self.share:
            return None
        name = newest_not_taken(self.share, BEGINNING, system="HOUSING")
        return {"file": name} if name else None

    def fetch(self, token: Token) -> bytes:
        self.pulse.touch()
        return rows_of(self.share, str(token["file"]), system="HOUSING")

    def read(self, raw: bytes, token: Token) -> Reading:
        day = _day(str(token["file"]))
        rows = [row for sheet in orjson.loads(raw) for row in _rows(sheet, day)]
        if not rows and not any(_header(line) for sheet in orjson.loads(raw) for line in sheet):
            raise NeedsPerson(
                f"{token['file']} 找不到表头（{'、'.join(COLUMNS)}）。",
                "The workbook's header was not found.",
                kind="schema",
            )
        return Reading(rows, total=len(rows), watermark=day)

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        note_taken(system="HOUSING", name=str(token["file"]))


def _rows(sheet: list[list[object]], day: str) -> list[Row]:
    """The lines under the header that carry a waiting number or an ID number; no remarks."""
    places: dict[str, int] = {}
    rows = []
    for line in sheet:
        if found := _header(line):
            places = found
        elif places:
            cells = {name: line[at] if at < len(line) else "" for name, at in places.items()}
            if cells.get("lhh") or cells.get("sqr_sfzh") and len(_told(line)) > 2:
                rows.append(Row("waiting_list", {**cells, "told_on": day}))
    return rows


def _header(line: list[object]) -> dict[str, int]:
    words = ["".join(str(cell).split()) for cell in line]
    places = {COLUMNS[word]: at for at, word in enumerate(words) if word in COLUMNS}
    return places if len(places) >= len(COLUMNS) - 1 else {}


def _told(line: list[object]) -> list[object]:
    return [cell for cell in line if cell not in ("", None)]


def _day(name: str) -> str:
    found = DAY.search(name)
    return found[1] if found else ""
