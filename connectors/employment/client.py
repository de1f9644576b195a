"""Calls of the employment system: sign-in by cookie, and answers that are not what they say."""

import json

from connectors.errors import NeedsPerson, RefusedThere, TryLater
from connectors.transport.http import Answer, Egress
from connectors.transport.pulse import Pulse

MAINTENANCE_WAIT = 600.0
CLOSED_WAIT = 1800.0
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
        return self.understood(raw)

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
    def understood(raw: bytes) -> dict:
        """The answer's JSON when its own code says 200."""
        try:
            told = json.loads(raw)
        except ValueError as trouble:
            raise TryLater("就业系统的答复不完整。", "The answer is not whole JSON.") from trouble
        code = told.get("code")
        if code in (200, 404):
            return told
        message = str(told.get("msg", ""))[:100]
        if any(word in message for word in CLOSED_WORDS):
            raise TryLater(
                f"对方现在不受理：{message}",
                "The other side does not accept writes now.",
                retry_after=CLOSED_WAIT,
                kind="closed",
            )
        raise RefusedThere(
            f"就业系统退回：{message}", f"Refused by the employment system ({code})."
        )

    def _sign_in(self) -> None:
        answer = self.http.call("POST", "login", json={"user": self._user, "pwd": self._password})
        self._watch_for_maintenance(answer)
        if answer.status != 200 or b'"code":200' not in answer.body.replace(b" ", b""):
            raise NeedsPerson(
                "就业系统拒绝登录，请管理员核对账号密码。",
                "The employment system refuses the sign-in.",
                kind="sign_in",
            )
        self._signed_in = True

    def _is_signed_out(self, answer: Answer) -> bool:
        self._watch_for_maintenance(answer)
        if answer.status == 401 or answer.is_html:
            return True
        return answer.body[:60].replace(b" ", b"").startswith(b'{"code":401')

    def _watch_for_maintenance(self, answer: Answer) -> None:
        if answer.is_html and "系统维护" in answer.body.decode("utf-8", "replace"):
            raise TryLater(
                "就业系统维护中，显示的是上次取得的数据。",
                "The employment system is under maintenance.",
                retry_after=MAINTENANCE_WAIT,
                kind="maintenance",
            )

    def close(self) -> None:
        self.http.close()
