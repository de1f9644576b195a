"""The housing system: exchange tables read by sequence, and a weekly workbook on a share."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from psycopg.types.json import Jsonb

from connectors.contract import Connector, Delivered, Parcel, Push, RunNow, Stream
from connectors.errors import NeedsPerson, TryLater
from connectors.housing.exchange import ExchangeTable
from connectors.housing.rows import APPLICATIONS, GUARANTEES, MEMBERS
from connectors.housing.workbook import WaitingList
from connectors.transport.pulse import Pulse
from connectors.transport.tables import ExchangeTables

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
        with self.tables.opened() as place:
            answers = place.find(ANSWERS, "lsh", reference)
            place.mark(ANSWERS, [(int(row["xlh"]), "") for row in answers])
        if not answers:
            return None
        word, why = str(answers[-1]["jg"]), str(answers[-1].get("yy") or "")
        if word not in WORDS:
            raise NeedsPerson(
                f"住房保障系统的答复不认识：{word[:40]}", "An unknown answer.", kind="schema"
            )
        return Delivered(WORDS[word], reference=reference, answer=word, reason=why)
