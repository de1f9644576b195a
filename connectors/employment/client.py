"""Calls of the employment system: sign-in by cookie, and answers that are not what they say."""

import json

from connectors.errors import AnswerLost, NeedsPerson, RefusedThere, TryLater
from connectors.transport.http import Answer, Egress
from connectors.transport.pulse import Pulse

MAINTENANCE_WAIT = 600.0
CLOSED_WAIT = 1800.0
SHORT_ANSWER = 2000  # bytes; an ended session is told in few words
CLOSED_WORDS = ("关闭", "非办公", "非办理", "非受理", "停止受理", "不受理", "暂停")


class EmploymentClient:
    """Signs in when asked to and once more when the session has ended; never more often."""

    def __init__(self, place: dict[str, str], pulse: Pulse) -> None:
        self._user, self._password = place["user"], place["password"]
        self.http = Egress(base=place["url"], system="EMP", pulse=pulse)
        self._signed_in = False

    def ask(
        self, path: str, body: object = None, *, writes: bool = False, method: str = "POST", **more
    ) -> dict:
        """One call's JSON. Raises TryLater, AnswerLost, NeedsPerson or RefusedThere."""
        raw = self.raw(path, body, writes=writes, method=method, **more)
        return self.understood(raw, writes=writes)

    def raw(
        self, path: str, body: object = None, *, writes: bool = False, method: str = "POST", **more
    ) -> bytes:
        """One call's answer as it came, signed in; a sign-in page is answered with one sign-in."""
        for _turn in range(2):
            if not self._signed_in:
                self._sign_in()
            answer = self.http.call(method, path, json=body, writes=writes, **more)
            if not self._is_signed_out(answer):
                return answer.body
            self._signed_in = False
            self.http.forget_sign_in()
        raise NeedsPerson(
            "就业系统要求重新登录，请核对账号。",
            "The employment system asks for another sign-in; check the account.",
            kind="sign_in",
        )

    @staticmethod
    def understood(raw: bytes, *, writes: bool = False) -> dict:
        """The answer's JSON when its own code says 200; only what is written can be refused.

        A write whose answer cannot be read may have been done: its answer is lost.
        """
        told = _json_of(raw)
        if not told:
            raise answer_not_whole(AnswerLost if writes else TryLater)
        code = _code_of(told)
        if code in (200, 404):
            return {**told, "code": code}
        message = str(told.get("msg", ""))[:100]
        if any(word in message for word in CLOSED_WORDS):
            raise TryLater(
                f"对方现在不受理：{message}",
                "The other side does not accept writes now.",
                retry_after=CLOSED_WAIT,
                kind="closed",
            )
        if not writes:
            raise TryLater(
                f"就业系统报错：{message or code}", f"The employment system answered {code}."
            )
        raise RefusedThere(
            f"就业系统退回：{message}", f"Refused by the employment system ({code})."
        )

    def _sign_in(self) -> None:
        answer = self.http.call("POST", "login", json={"user": self._user, "pwd": self._password})
        self._watch_for_maintenance(answer)
        told = _json_of(answer.body)
        if answer.status == 200 and not told and not _is_page(answer):  # cut off on its way
            raise answer_not_whole(TryLater)
        if answer.status != 200 or _code_of(told) != 200:
            raise NeedsPerson(
                "就业系统拒绝登录，请管理员核对账号密码。",
                "The employment system refuses the sign-in.",
                kind="sign_in",
            )
        self._signed_in = True

    def _is_signed_out(self, answer: Answer) -> bool:
        self._watch_for_maintenance(answer)
        if answer.status == 401 or _is_page(answer):
            return True
        return len(answer.body) < SHORT_ANSWER and _code_of(_json_of(answer.body)) == 401

    def _watch_for_maintenance(self, answer: Answer) -> None:
        if _is_page(answer) and any("系统维护".encode(c) in answer.body for c in ("utf-8", "gbk")):
            raise TryLater(
                "就业系统维护中，显示的是上次取得的数据。",
                "The employment system is under maintenance.",
                retry_after=MAINTENANCE_WAIT,
                kind="maintenance",
            )

    def close(self) -> None:
        self.http.close()


def answer_not_whole(kind: type[TryLater]) -> TryLater:
    return kind("就业系统的答复不完整。", "The answer is not whole JSON.")


def _is_page(answer: Answer) -> bool:
    """A page for people, whatever it calls itself."""
    return answer.is_html or answer.body.lstrip()[:1] == b"<"


def _json_of(raw: bytes) -> dict:
    """The answer's object; empty for anything else."""
    try:
        told = json.loads(raw)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _code_of(told: dict) -> int:
    """The answer's own code, told as a number or as text; 0 when it tells none."""
    text = str(told.get("code", "")).strip()
    return int(text) if text.isascii() and text.isdigit() else 0
