"""Calls over HTTP: no redirects, a size cap, back-off with jitter, Retry-After, and a breaker."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from connectors.errors import AnswerLost, NeedsPerson, TryLater
from connectors.transport.breaker import Breaker
from connectors.transport.egress import SIZE_CAP, TOTAL_SECONDS, Deadline, EgressTransport
from connectors.transport.pulse import STILL, Pulse

TRIES = 5
LONGEST_TOLD = 24 * 3600.0  # seconds; whoever asks for a longer wait is asked again after a day
LONGEST_WAIT = 20.0  # seconds waited inside a call; a longer wait becomes a row with a next time
FIRST_WAIT = 0.2  # seconds, doubled with every try


@dataclass(slots=True)
class Answer:
    """What came back, whole and within the cap."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: datetime | None = None  # the other side's clock, where it tells it

    @property
    def is_html(self) -> bool:
        return "html" in self.headers.get("content-type", "").lower()


@dataclass(slots=True)
class Egress:
    """One outside system's HTTP client; `base` is its address, cookies live as long as it does."""

    base: str
    system: str
    pulse: Pulse = STILL
    total: float = TOTAL_SECONDS
    tries: int = TRIES
    clock_offset: timedelta = timedelta()
    sleep: Callable[[float], None] | None = None
    _client: httpx.Client = field(init=False)
    _transport: EgressTransport = field(init=False)
    _breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self._transport = EgressTransport()
        self._client = httpx.Client(
            base_url=self.base,
            transport=self._transport,
            follow_redirects=False,
            trust_env=False,
            headers={"accept-encoding": "identity"},
        )
        self._breaker = Breaker(self.system)

    def forget_sign_in(self) -> None:
        self._client.cookies.clear()

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        content: bytes | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        writes: bool = False,
    ) -> Answer:
        """One call, tried again while that can help; a write is sent once only.

        Raises TryLater when trying later may help, AnswerLost when a write was sent and no answer
        came, NeedsPerson for a redirect or an answer over the size cap.
        """
        request = self._client.build_request(
            method, path, json=json, content=content, params=params, headers=headers
        )
        self._breaker.check()
        for attempt in range(1, self.tries + 1):
            try:
                answer = self._once(request, writes)
            except TryLater as trouble:
                if trouble.raises_alarm:
                    self._breaker.count_failure()
                if writes or attempt == self.tries or not self._worth_waiting(trouble):
                    raise
                self._wait(attempt, trouble.retry_after)
            else:
                self._breaker.count_success()
                return answer
        raise TryLater("对方系统没有回应。", "The other system gave no answer.")

    def _worth_waiting(self, trouble: TryLater) -> bool:
        return (trouble.retry_after or 0) <= LONGEST_WAIT

    def _wait(self, attempt: int, retry_after: float | None) -> None:
        back_off = min(LONGEST_WAIT, FIRST_WAIT * 2**attempt) * random.uniform(0.5, 1)  # noqa: S311 jitter, not a secret
        (self.sleep or self.pulse.sleep)(max(back_off, retry_after or 0))
        self._breaker.check()

    def _once(self, request: httpx.Request, writes: bool) -> Answer:
        self.pulse.touch()
        self._transport.backend.deadline = Deadline(self.total, self.pulse)
        try:
            response = self._client.send(request, stream=True)
            try:
                body = self._whole(response)
            finally:
                response.close()
        except (httpx.ConnectError, httpx.ConnectTimeout) as trouble:
            raise TryLater("连不上对方系统。", "Cannot connect.") from trouble
        except (httpx.TransportError, httpcore.TimeoutException) as trouble:
            raise self._no_answer(writes) from trouble
        self._learn_clock(response)
        if writes and response.status_code >= 500 and "xml" not in kind_of(response):
            raise self._no_answer(writes)
        return self._judged(response, body)

    def _no_answer(self, writes: bool) -> TryLater:
        kind = AnswerLost if writes else TryLater
        return kind("对方系统没有在限定时间内答复。", "The other system did not answer in time.")

    def _whole(self, response: httpx.Response) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes(65536):
            size += len(part)
            if size > SIZE_CAP:
                raise NeedsPerson(
                    "对方答复超过 50 MB，已中止。",
                    "The answer is larger than 50 MB and was cut off.",
                    kind="schema",
                )
            parts.append(part)
        return b"".join(parts)

    def _judged(self, response: httpx.Response, body: bytes) -> Answer:
        status = response.status_code
        if 300 <= status < 400:
            raise NeedsPerson(
                "对方要求跳转到别的地址，已拒绝。",
                "The other system redirects; redirects are refused.",
                kind="schema",
            )
        if status == 429 or (status == 503 and "retry-after" in response.headers):
            raise TryLater(
                "对方限制了调用次数，稍后再试。",
                "The other system limits the rate.",
                retry_after=seconds_to_wait(response.headers.get("retry-after", "")),
                kind="limit",
            )
        if status >= 500 and "xml" not in kind_of(response):
            raise TryLater(
                f"对方系统出错（{status}）。",
                f"The other system answered {status}.",
            )
        return Answer(status, dict(response.headers), body, datetime.now(UTC) + self.clock_offset)

    def _learn_clock(self, response: httpx.Response) -> None:
        told = _date_in(response.headers.get("date", ""))
        if told:
            self.clock_offset = told - datetime.now(UTC)

    def close(self) -> None:
        self._client.close()


def kind_of(response: httpx.Response) -> str:
    """A SOAP fault comes as a 500 with XML and is an answer; other errors are none."""
    return response.headers.get("content-type", "").lower()


def seconds_to_wait(header: str) -> float:
    """Retry-After as seconds, given as a number or a date; 1 when it says nothing usable."""
    if header.strip().isdigit():
        return min(float(header), LONGEST_TOLD)
    moment = _date_in(header)
    return min(max(0.0, moment.timestamp() - time.time()), LONGEST_TOLD) if moment else 1.0


def _date_in(header: str) -> datetime | None:
    """The moment a header names; None when it is none."""
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
