"""Everything that changed since a second, in windows of 31 days, read by time and not by page.

The next page is asked for by the last row's own second, so that rows which move to the end while
we read cannot push others past us; only within one second is the page number used.
"""

from datetime import datetime, timedelta

from connectors.contract import Reading, Row, RowMap, Standing, Stream, Token
from connectors.employment.client import EmploymentClient
from connectors.employment.rows import MAPS, SUBSIDY
from connectors.errors import NeedsPerson
from connectors.transport.times import LOCAL

FORM = "%Y-%m-%d %H:%M:%S"
PAGE = 500
OVERLAP = timedelta(hours=1)
WINDOW = timedelta(days=31)


class Delta(Stream):
    name = "delta"

    def __init__(self, client: EmploymentClient, *, full: bool, first_since: str = "") -> None:
        self.client = client
        self.full = full
        self.first_since = first_since

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return MAPS

    def begin(self, standing: Standing) -> Token:
        now = standing.now.astimezone(LOCAL)
        end = now.strftime(FORM)
        if standing.watermark and not self.full:
            since = datetime.strptime(standing.watermark, FORM) - OVERLAP  # noqa: DTZ007 their local time
            return {"since": since.strftime(FORM), "pageNo": 1, "end": end}
        first = self.first_since or f"{now.year - 1}-01-01 00:00:00"
        return {"since": first, "pageNo": 1, "end": end}

    def fetch(self, token: Token) -> bytes:
        return self.client.raw(
            "delta", {"since": token["since"], "pageNo": token["pageNo"], "pageSize": PAGE}
        )

    def measure(self, token: Token) -> int:
        """All windows' totals, asked for one row each."""
        total, since = 0, str(token["since"])
        while since < str(token["end"]):
            told = self.client.ask("delta", {"since": since, "pageNo": 1, "pageSize": 1})["data"]
            total += int(told["total"])
            since = _window_end(since)
        return total

    def read(self, raw: bytes, token: Token) -> Reading:
        told = self.client.understood(raw).get("data")
        if not isinstance(told, dict) or "list" not in told or "total" not in told:
            raise NeedsPerson(
                "就业系统增量接口的答复没有 data.list 或 data.total。",
                "The delta answer has no data.list or data.total.",
                kind="schema",
            )
        rows = [Row(str(cells.get("lx", "")), cells) for cells in told["list"]]
        seconds = [str(row.cells.get("aae036") or "") for row in rows]
        last = max(seconds, default="")
        return Reading(rows, self._following(token, told, len(rows), last), watermark=last)

    def _following(self, token: Token, told: dict, count: int, last: str) -> Token | None:
        since, page, end = str(token["since"]), int(token["pageNo"]), str(token["end"])
        if count and (page - 1) * PAGE + count < int(told["total"]):
            if last > since:
                return {"since": last, "pageNo": 1, "end": end}
            return {"since": since, "pageNo": page + 1, "end": end}
        until = min(str(told.get("until") or _window_end(since)), _window_end(since))
        return {"since": until, "pageNo": 1, "end": end} if since < until < end else None

    def say(self, row: Row, said: dict[str, object]) -> dict[str, object]:
        if row.kind == "zc" and said.get("emp_policy") != SUBSIDY:
            return {name: value for name, value in said.items() if "subsidy" not in name}
        return said


def _window_end(since: str) -> str:
    return (datetime.strptime(since, FORM) + WINDOW).strftime(FORM)  # noqa: DTZ007 their local time
