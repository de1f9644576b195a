"""Single questions to social security: signed, counted against the quota, answered in GBK."""

import hashlib
import hmac
import re
import time
from datetime import date

from django.utils import timezone

from connectors.contract import Reading, Row, RowMap, Standing, Stream, Token
from connectors.errors import NeedsPerson, RefusedThere, TryLater
from connectors.social_security.rows import FILE_COLUMNS, PERSON
from connectors.transport import soap
from connectors.transport.allowance import spend
from connectors.transport.http import Egress
from connectors.transport.pulse import Pulse
from connectors.transport.texts import text_of
from connectors.transport.times import day

QUOTA = 2000
NAMES_SOMEBODY = frozenset({"aac001", "aac002"})
CLOSED_WAIT = 3600.0
MAINTENANCE_WAIT = 600.0
HTML = re.compile(r"\s*(?:<!doctype html|<html)", re.IGNORECASE)
MAINTENANCE = ("系统维护", "维护中", "系统升级")
TOMORROW = 6 * 3600.0


class SoapClient:
    def __init__(self, place: dict[str, str], pulse: Pulse) -> None:
        self._department, self._key = place["department"], place["key"]
        self.http = Egress(base=place["url"], system="SI", pulse=pulse)

    def ask(self, service: str, method: str, *, waiting_person: bool, **values: str) -> bytes:
        """One call's answer as it came. Raises TryLater or NeedsPerson."""
        spend(
            system="SI",
            day=timezone.localdate(),
            quota=QUOTA,
            waiting_person=waiting_person,
        )
        body = soap.envelope(method, values)
        moment = str(int(time.time()))
        signature = hmac.new(self._key.encode(), moment.encode() + body, hashlib.sha256)
        answer = self.http.call(
            "POST",
            f"{service}ServiceProxy",
            content=body,
            headers={
                "content-type": "text/xml; charset=GBK",
                "X-Dept": self._department,
                "X-Time": moment,
                "X-Sign": signature.hexdigest(),
            },
        )
        if answer.status in (401, 403):
            raise NeedsPerson(
                f"社保拒绝我们的调用（{answer.status}），请管理员核对账号和白名单。",
                "Social security denies the call; check the account.",
                kind="sign_in",
            )
        if answer.status == 404 and "xml" not in answer.headers.get("content-type", ""):
            raise NeedsPerson(
                f"社保没有 {service} 这个服务，请管理员核对地址。",
                f"Social security has no service {service}; check the address.",
                kind="schema",
            )
        return answer.body

    def close(self) -> None:
        self.http.close()


def result_of(raw: bytes) -> tuple[list[dict[str, str]], date | None]:
    """Rows and data date of an answer; nobody found is an answer too.

    Raises TryLater for used-up calls and a closed system, NeedsPerson for a refused signature.
    """
    _watch_for_pages(raw)
    told = soap.answer_of(raw)
    code, message = soap.said(told, soap.CODE), soap.said(told, "msg")[:60]
    if code == "-9":
        raise TryLater(
            "社保今天的查询次数用完。", "Calls used up.", retry_after=TOMORROW, kind="limit"
        )
    if code == "-5":
        raise TryLater(f"社保关账：{message}", "Closed.", retry_after=CLOSED_WAIT, kind="closed")
    if code == "-2":
        raise NeedsPerson(
            "社保拒绝我们的签名，请管理员核对密钥和本机时钟。",
            "The signature is refused; check the key and the clock.",
            kind="sign_in",
        )
    if code not in ("1", "-1"):
        raise RefusedThere(
            f"社保退回（{code or '没有结果码'}）：{message}",
            f"Refused by social security ({code}).",
        )
    return [soap.texts(row) for row in soap.named(told, "row")], _day(soap.said(told, "sjrq"))


def _watch_for_pages(raw: bytes) -> None:
    """A page for people is no answer: the system is under maintenance, or asks for a sign-in."""
    page = text_of(raw)
    if not HTML.match(page):
        return
    if any(word in page for word in MAINTENANCE):
        raise TryLater(
            "社保系统维护中，显示的是上次取得的数据。",
            "Social security is under maintenance.",
            retry_after=MAINTENANCE_WAIT,
            kind="maintenance",
        )
    raise NeedsPerson(
        "社保给出的是网页，不是接口答复，请管理员核对地址和账号。",
        "Social security answers with a page; check the address and the account.",
        kind="sign_in",
    )


class OnePerson(Stream):
    """The present state of one resident, asked while somebody waits for it."""

    name = "person"

    def __init__(self, client: SoapClient, number_of) -> None:
        self.client = client
        self.number_of = number_of

    @property
    def maps(self) -> tuple[RowMap, ...]:
        return (PERSON,)

    def begin(self, standing: Standing) -> Token:
        return {"subject": str(standing.subject)}

    def fetch(self, token: Token) -> bytes:
        number = self.number_of(token["subject"])
        return self.client.ask("QueryAc14", "query", waiting_person=True, aac002=number)

    def read(self, raw: bytes, token: Token) -> Reading:
        told, data_date = result_of(raw)
        true_on = data_date or timezone.localdate()
        ours = {"told_on": f"{true_on:%Y%m%d}", "data_day": f"{true_on:%Y-%m-%d}"}
        rows = [Row("ac02", {**_with_blanks(cells), **ours}) for cells in told]
        return Reading(rows, data_date=data_date)


def _with_blanks(cells: dict[str, str]) -> dict[str, str]:
    """An element left out says nothing, as an empty one; a row that names nobody is none."""
    blanks = dict.fromkeys(FILE_COLUMNS, "") if cells.keys() >= NAMES_SOMEBODY else {}
    return {**blanks, **cells}


def _day(text: str) -> date | None:
    return day(text) if text else None
