"""Reading one exchange table: new rows of closed batches, in the order of their sequence."""

from collections.abc import Iterable

import orjson

from connectors.contract import SET_ASIDE, Reading, Row, RowMap, Standing, Stream, Token
from connectors.transport.tables import ExchangeTables

PAGE = 500


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
        rows = [
            Row(self.map.kind, {**cells, "order": f"{int(cells['xlh']):012d}"}) for cells in told
        ]
        last = int(told[-1]["xlh"]) if told else 0
        return Reading(
            rows,
            following={"after": last} if len(told) == PAGE else None,
            watermark=f"{last:012d}" if told else "",
        )

    def acknowledge(self, token: Token, reading: Reading, verdicts: Iterable[str]) -> None:
        marks = [
            (
                int(str(row.cells["xlh"])),
                "数据中枢未能采用，请核对证件号码" if was == SET_ASIDE else "",
            )
            for row, was in zip(reading.rows, verdicts, strict=True)
        ]
        if marks:
            with self.tables.opened() as place:
                place.mark(self.map.kind, marks)
