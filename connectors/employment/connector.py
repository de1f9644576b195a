"""The employment bureau's system: uneven REST, read by changes, written to with a key each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from connectors.contract import (
    Connector,
    Delivered,
    Parcel,
    Push,
    RunNow,
    Stream,
    unknown_word,
)
from connectors.employment.client import EmploymentClient
from connectors.employment.delta import Delta
from connectors.employment.rows import ASKED_FOR, in_their_words
from connectors.errors import AnswerLost, RefusedThere
from connectors.transport.pulse import Pulse

ENDS = {"办结": "done", "退回": "refused"}
ON_THE_WAY = frozenset({"", "受理", "审核中", "通过"})
SUBSIDY_MATTER = "M01"
NOT_FOUND = 404


class Employment(Connector):
    slug, source = "employment", "EMP"
    label, label_en = "就业服务信息系统", "Employment bureau"
    every = timedelta(hours=6)
    pushes = (
        Push("mobile", fields=("mobile",)),
        Push("matter", matter="*"),
        Push("request", fields=ASKED_FOR),
    )

    def __init__(self, pulse: Pulse, number_of: Callable[[UUID], str] | None = None) -> None:
        super().__init__(pulse, number_of)
        self.place: dict[str, Any] = settings.HUB_SYSTEMS[self.source]
        self.client = EmploymentClient(self.place, pulse)

    def streams(self, run: RunNow) -> tuple[Stream, ...]:
        return (
            Delta(
                self.client,
                full=run.mode == "full",
                first_since=str(self.place.get("first_since", "")),
            ),
        )

    def send(self, parcel: Parcel) -> Delivered:
        if parcel.kind == "mobile":
            return self._send_phone(parcel)
        if parcel.kind == "request":
            return self._send_request(parcel)
        return self._send_application(parcel)

    def _send_phone(self, parcel: Parcel) -> Delivered:
        if not parcel.person.get("ac01"):
            raise RefusedThere("就业系统没有此人，无需更新电话。", "The bureau does not know them.")
        body = {
            "aac001": parcel.person["ac01"],
            "aae005": parcel.values["mobile"],
            "opNo": parcel.operation,
        }
        told = self.client.ask("updateAc01", body, writes=True)
        if told["code"] == NOT_FOUND:
            raise RefusedThere("就业系统查无此人，电话没有更新。", "The bureau does not find them.")
        return Delivered("done", answer="已更新")

    def _send_application(self, parcel: Parcel) -> Delivered:
        matter = str(parcel.values["matter"])
        path = "apply/subsidy" if matter == SUBSIDY_MATTER else f"apply/{matter.lower()}"
        asked = parcel.values["form"].get("asked", {})
        body = {
            "opNo": parcel.operation,
            "aac002": parcel.values["id_number"],
            "ksny": asked.get("claim_from", ""),
            "jsny": asked.get("claim_to", ""),
            "form": parcel.values["form"],
        }
        told = self.client.ask(
            path, body, writes=True, headers={"Idempotency-Key": parcel.operation}
        )
        return _decided(told)

    def _send_request(self, parcel: Parcel) -> Delivered:
        """A change of what the bureau has registered, asked for as an application there."""
        body = {
            "opNo": parcel.operation,
            "aac002": parcel.values["id_number"],
            **in_their_words(str(parcel.values["field"]), str(parcel.values["value"])),
        }
        told = self.client.ask(
            "apply/correction", body, writes=True, headers={"Idempotency-Key": parcel.operation}
        )
        return _decided(told)

    def find_sent(self, parcel: Parcel) -> Delivered | None:
        if parcel.kind == "mobile":
            return self._send_phone(parcel)  # the same opNo changes nothing twice there
        told = self.client.ask("apply", method="GET", params={"opNo": parcel.operation})
        return None if told["code"] == NOT_FOUND or not told.get("data") else _decided(told)

    def decision(self, kind: str, reference: str) -> Delivered | None:
        told = self.client.ask(f"apply/{reference}", method="GET")
        if told["code"] == NOT_FOUND:
            raise AnswerLost("对方查不到这笔业务。", "The other side does not find this case.")
        return _decided(told)

    def close(self) -> None:
        self.client.close()


def _decided(answer: dict) -> Delivered:
    """The case as the answer tells it. Raises AnswerLost for one that names no case."""
    told = answer.get("data")
    if not isinstance(told, dict) or not told.get("bizNo"):
        raise AnswerLost("对方的答复没有业务号。", "The answer names no case.")
    word, why = str(told.get("state") or "").strip(), str(told.get("reason") or "").strip()
    known = word in ENDS or word in ON_THE_WAY
    return Delivered(
        state=ENDS.get(word, "accepted"),
        reference=str(told["bizNo"]),
        answer=word,
        reason=why if known else unknown_word(word, why),
    )
