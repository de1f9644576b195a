"""The weekly waiting list: a workbook made for people, read as rows."""

from connectors.contract import Reading, RowMap, Standing, Stream, Token
from connectors.transport.pulse import Pulse


class WaitingList(Stream):
    name = "waiting_list"

    def __init__(self, share: str, pulse: Pulse) -> None:
        self.share = share
        self.pulse = pulse

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return ()

    def begin(self, standing: Standing) -> Token | None:
        return None

    def fetch(self, token: Token) -> bytes:
        return b""

    def read(self, raw: bytes, token: Token) -> Reading:
        return Reading([])
