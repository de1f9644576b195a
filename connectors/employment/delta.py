"""Everything that changed since a second, in windows of 31 days, read by time and not by page.

The next page is asked for by the last row's own second, so that rows which move to the end while
we read cannot push others past us; only within one second is the page number used.
"""

from datetime import datetime, timedelta
from typing import Any

from connectors.contract import Reading, Row, RowMap, Standing, Stream, Token
from connectors.employment.client import EmploymentClient
from connectors.employment.rows import MAPS, SUBSIDY
from connectors.errors import NeedsPerson
from connectors.transport.times import LOCAL, moment

FORM = "%Y-%m-%d %H:%M:%S"
PAGE = 500
EARLIEST = "2000-01-01 00:00:00"  # no bureau's system holds rows written before
OVERLAP = timedelta(hours=1)
WINDOW = timedelta(days=31)
SAME_PAGE = 3  # served more often than this it is a circle


class Delta(Stream):
    name = "delta"

    def __init__(self, client: EmploymentClient, *, full: bool, first_since: str = "") -> None:
        self.client = client
        self.full = full
        self.first_since = first_since

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return MAPS

    def trusts(self, standing: Standing) -> bool:
        """A place ahead of our clock came of a wrong clock; it is not gone on from."""
        stood = moment(standing.watermark)
        return stood is not None and stood - OVERLAP <= standing.now

    def begin(self, standing: Standing) -> Token:
        now = standing.now.astimezone(LOCAL)
        end = now.strftime(FORM)
        if standing.watermark and not self.full:
            stood = moment(standing.watermark) or now
            return {"since": (stood - OVERLAP).strftime(FORM), "pageNo": 1, "end": end}
        return {"since": self.first_since or EARLIEST, "pageNo": 1, "end": end}

    def fetch(self, token: Token) -> bytes:
        return self.client.raw(
            "delta", {"since": token["since"], "pageNo": token["pageNo"], "pageSize": PAGE}
        )

    def measure(self, token: Token) -> int:
        """All windows' totals, asked for one row each."""
        total, since = 0, str(token["since"])
        while since < str(token["end"]):
            told = self.client.ask("delta", {"since": since, "pageNo": 1, "pageSize": 1})
            total += page_of(told)["total"]
            since = _window_end(since)
        return total

    def read(self, raw: bytes, token: Token) -> Reading:
        told = page_of(self.client.understood(raw))
        rows = [Row(str(cells.get("lx", "")), cells) for cells in told["list"]]
        last = max((_second(row.cells.get("aae036")) for row in rows), default="")
        reached = min(last, str(token["end"]))  # a time ahead of us is no place to go on from
        if "got" in token or _count(told.get("pageNo"), token["pageNo"]) != token["pageNo"]:
            following, watermark = by_number(token, told, reached)
            return Reading(rows, following, watermark=watermark)
        return Reading(rows, by_second(token, told, len(rows), last), watermark=reached)

    def say(self, row: Row, said: dict[str, object]) -> dict[str, object]:
        if row.kind == "zc" and said.get("emp_policy") != SUBSIDY:
            return {name: value for name, value in said.items() if "subsidy" not in name}
        return said


def page_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer's page with `total` as a number. Raises NeedsPerson for another shape."""
    told = answer.get("data")
    told = told if isinstance(told, dict) else {}
    total, rows = _count(told.get("total"), -1), told.get("list")
    rows = [] if rows is None and total == 0 else rows
    if total < 0 or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NeedsPerson(
            "就业系统增量接口的答复没有 data.list 或 data.total，或者不是约定的样子。",
            "The delta answer has no data.list or data.total, or not as agreed.",
            kind="schema",
        )
    return {**told, "total": total, "list": rows}


def _count(told: object, otherwise: Any) -> Any:
    """A count told as a number or as text."""
    text = "" if told is None else str(told).strip()
    return int(text) if text.isascii() and text.isdigit() else otherwise


def _second(told: object) -> str:
    """The row's own second in the one form that sorts as text; empty when it tells none."""
    when = moment(told)
    return when.astimezone(LOCAL).strftime(FORM) if when else ""


def by_second(token: Token, told: dict[str, Any], count: int, last: str) -> Token | None:
    """The next page begins at the last row's second; past the window's end the next window.

    Rows are counted as they come: a page may hold fewer than were asked for.
    """
    since, page, end = str(token["since"]), int(str(token["pageNo"])), str(token["end"])
    seen = int(token.get("seen", 0)) + count
    if count and seen < int(told["total"]):
        if last > since:
            return {"since": last, "pageNo": 1, "end": end}
        return {"since": since, "pageNo": page + 1, "end": end, "seen": seen}
    return next_window(since, str(told.get("until") or ""), end)


def by_number(token: Token, told: dict[str, Any], last: str) -> tuple[Token | None, str]:
    """Pages came in another order than asked: ask for each, then for those still missing.

    The watermark moves only when the whole window has been seen.
    """
    asked, served = int(str(token["pageNo"])), int(told["pageNo"])
    got = [*token.get("got", ()), served]
    top = max(str(token.get("top", "")), last)
    if got.count(served) > SAME_PAGE:
        raise NeedsPerson(
            "对方的分页在原地打转，已停下，读取位置保持不变。",
            "The source's paging goes round in circles; stopped, the watermark is kept.",
            kind="loop",
        )
    size = min(_count(told.get("pageSize"), PAGE), PAGE) or PAGE
    pages = -(-int(told["total"]) // size)
    missing = sorted(set(range(1, max(got) + 1)) - set(got))
    ask = asked + 1 if asked < pages and "again" not in token else next(iter(missing), 0)
    if ask == 0:
        return next_window(
            str(token["since"]), str(told.get("until") or ""), str(token["end"])
        ), top
    again = {"again": True} if ask <= asked or "again" in token else {}
    return {**token, "pageNo": ask, "got": got, "top": top, **again}, ""


def next_window(since: str, until: str, end: str) -> Token | None:
    until = min(until or _window_end(since), _window_end(since))
    return {"since": until, "pageNo": 1, "end": end} if since < until < end else None


def _window_end(since: str) -> str:
    return (datetime.strptime(since, FORM) + WINDOW).strftime(FORM)  # noqa: DTZ007 their local time
