"""Single questions to social security: signed, counted against the quota, answered in GBK."""

import hashlib
import hmac
import time
from datetime import date

from django.utils import timezone

from connectors.contract import Reading, Row, RowMap, Standing, Stream, Token
from connectors.errors import NeedsPerson, RefusedThere, TryLater
from connectors.social_security.rows import PERSON
from connectors.transport import soap
from connectors.transport.allowance import spend
from connectors.transport.http import Egress
from connectors.transport.pulse import Pulse
from connectors.transport.times import day

QUOTA = 2000
CLOSED_WAIT = 3600.0
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
        return answer.body

    def close(self) -> None:
        self.http.close()


def result_of(raw: bytes) -> tuple[list[dict[str, str]], date | None]:
    """Rows and data date of an answer; nobody found is an answer too.

    Raises TryLater for used-up calls and a closed system, NeedsPerson for a refused signature.
    """
    told = soap.answer_of(raw)
    code = (told.findtext("appcode") or "").strip()
    message = (told.findtext("msg") or "").strip()[:60]
    if code == "-9":
        raise TryLater(
            "社保今天的查询次数用完。", "Calls used up.", retry_after=TOMORROW, kind="limit"
        )
    if code == "-5":
        raise TryLater(f"社保关账：{message}", "Closed.", retry_after=CLOSED_WAIT, kind="closed")
    if code == "-2":
        raise NeedsPerson("社保拒绝我们的签名。", "The signature is refused.", kind="sign_in")
    if code not in ("1", "-1"):
        raise RefusedThere(f"社保退回：{message}", f"Refused by social security ({code}).")
    return [soap.texts(row) for row in told.iter("row")], _day(told.findtext("sjrq"))


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
        rows = [Row("ac02", {**cells, **ours}) for cells in told]
        return Reading(rows, data_date=data_date)


def _day(text: str | None) -> date | None:
    return day(text) if text and text.strip() else None
