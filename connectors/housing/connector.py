"""The housing system: exchange tables read by sequence, and a weekly workbook on a share."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from psycopg.types.json import Jsonb

from connectors.contract import (
    Connector,
    Delivered,
    Parcel,
    Push,
    RunNow,
    Stream,
    unknown_word,
)
from connectors.errors import TryLater
from connectors.housing.exchange import ExchangeTable
from connectors.housing.rows import APPLICATIONS, GUARANTEES, MEMBERS
from connectors.housing.workbook import WaitingList
from connectors.transport.pulse import Pulse
from connectors.transport.tables import FACE, WRONG, ExchangeTables

INBOX, ANSWERS = "hs_apply_in", "hs_result_out"
RECHECK_MONTH = 6
WORDS = {"受理": "accepted", "通过": "done", "退回": "refused"}


class Housing(Connector):
    slug, source = "housing", "HOUSING"
    label, label_en = "住房保障管理信息系统", "Housing security"
    every = timedelta(hours=12)
    pushes = (Push("matter", matter="*"),)

    def __init__(self, pulse: Pulse, number_of: Callable[[UUID], str] | None = None) -> None:
        super().__init__(pulse, number_of)
        self.place: dict[str, Any] = settings.HUB_SYSTEMS["HOUSING"]
        self.tables = ExchangeTables(self.place)

    def streams(self, run: RunNow) -> tuple[Stream, ...]:
        tables = (ExchangeTable(self.tables, map_) for map_ in (MEMBERS, APPLICATIONS, GUARANTEES))
        return (*tables, WaitingList(str(self.place.get("share", "")), self.pulse))

    def send(self, parcel: Parcel) -> Delivered:
        if timezone.localdate().month == RECHECK_MONTH:
            raise TryLater(
                "住房保障系统六月复核期间不收件。",
                "The housing system takes nothing in June.",
                retry_after=24 * 3600.0,
                kind="closed",
            )
        form = parcel.values["form"]
        held = {item["field"]: item["text"] for item in form.get("items", [])}
        with self.tables.opened() as place:
            place.insert_once(
                INBOX,
                {
                    "czlx": "I",
                    "lsh": parcel.operation,
                    "sqr_xm": held.get("name", ""),
                    "sqr_sfzh": parcel.values["id_number"],
                    "lxdh": held.get("mobile", ""),
                    "nr": Jsonb(form),
                },
            )
        return Delivered("accepted", reference=parcel.operation)

    def find_sent(self, parcel: Parcel) -> Delivered | None:
        with self.tables.opened() as place:
            sent = place.find(INBOX, "lsh", parcel.operation)
        return Delivered("accepted", reference=parcel.operation) if sent else None

    def decision(self, kind: str, reference: str) -> Delivered | None:
        """The newest answer; without one, why the inbox did not take the application."""
        with self.tables.opened() as place:
            answers = place.find(ANSWERS, "lsh", reference)
            place.mark(ANSWERS, [_mark(row) for row in answers])
            filed = [] if answers else place.find(INBOX, "lsh", reference)
        if not answers:
            return _not_taken(filed[0], reference) if filed else None
        word, why = _text(answers[-1].get("jg")), _text(answers[-1].get("yy"))
        if word not in WORDS:
            return Delivered("accepted", reference, answer=word, reason=unknown_word(word, why))
        return Delivered(WORDS[word], reference=reference, answer=word, reason=why)


def _mark(row: Mapping[str, Any]) -> tuple[int, str, str]:
    known = _text(row.get("jg")) in WORDS
    return int(row["xlh"]), str(row[FACE]), "" if known else "数据中枢不认识这个结果，请核对"


def _not_taken(row: Mapping[str, Any], reference: str) -> Delivered | None:
    """An application the inbox turned down is never answered elsewhere."""
    if str(row.get("zt")) != str(WRONG):
        return None
    why = _text(row.get("cwxx")) or "住房保障系统没有收件，未说明原因"
    return Delivered("refused", reference=reference, answer="退回", reason=why)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
