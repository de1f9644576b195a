"""Reading one exchange table: new rows of closed batches, in the order of their sequence."""

from collections.abc import Iterable

import orjson

from connectors.contract import DAMAGED, SET_ASIDE, Reading, Row, RowMap, Standing, Stream, Token
from connectors.transport.tables import FACE, ExchangeTables

PAGE = 500
WORDS = frozenset("IUD")
NOT_TAKEN = "数据中枢没有采用：证件号码有误或缺失，或库中没有此人，请核对"


class ExchangeTable(Stream):
    """The position is kept by the marks in the table itself, so a late batch is never missed."""

    def __init__(self, tables: ExchangeTables, map_: RowMap) -> None:
        self.tables = tables
        self.map = map_
        self.name = map_.kind

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (self.map,)

    def begin(self, standing: Standing) -> Token:
        return {"after": 0}

    def fetch(self, token: Token) -> bytes:
        with self.tables.opened() as place:
            rows = place.new_rows(self.map.kind, int(str(token["after"])), PAGE)
        return orjson.dumps(rows, default=str)

    def read(self, raw: bytes, token: Token) -> Reading:
        told = orjson.loads(raw)
        rows = [self._row(cells) for cells in told]
        last = int(told[-1]["xlh"]) if told else 0
        return Reading(
            rows,
            following={"after": last} if len(told) == PAGE else None,
            watermark=f"{last:012d}" if told else "",
        )

    def _row(self, cells: dict[str, object]) -> Row:
        """One row; what is neither insert, update nor delete cannot be understood."""
        word = str(cells.get("czlx") or "").strip().upper()
        order = f"{int(str(cells['xlh'])):012d}"
        face = str(cells.pop(FACE, ""))
        told = {**cells, "czlx": word, "order": order}
        return Row(self.map.kind, told, stays_out="" if word in WORDS else DAMAGED, face=face)

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        marks = [
            (int(str(row.cells["xlh"])), row.face, NOT_TAKEN if was == SET_ASIDE else "")
            for row, was in zip(reading.rows, verdicts, strict=True)
        ]
        if marks:
            with self.tables.opened() as place:
                place.mark(self.map.kind, marks)
