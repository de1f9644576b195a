"""What one message carries, unsealed at the moment it is sent and kept nowhere."""

from collections.abc import Callable
from uuid import UUID

import orjson

from communities.rowscope import every_row
from connectors.contract import Parcel
from connectors.models import Outgoing
from connectors.selectors.changes import News, news_numbered
from connectors.selectors.people import number_of, their_keys
from hub.models import CorrectionRequest, MatterCase
from hub.models.request import OPEN
from hub.sealing import unseal

SEALED_FORM = "matter_form"


def parcel_of(message: Outgoing) -> tuple[Parcel, News]:
    """The parcel with the change it comes from."""
    with every_row():
        news = news_numbered(message.change_seq)
        values = CONTENTS.get(news.category, _fields)(news)
    parcel = Parcel(
        kind=message.kind,
        operation=message.operation,
        person=their_keys(message.target, news.subject_id),
        values=values,
    )
    return parcel, news


def _application(news: News) -> dict[str, object]:
    case = MatterCase.objects.get(case_id=UUID(str(news.after["case_id"])))
    form = unseal(SEALED_FORM, case.case_id, bytes(case.form_sealed)) if case.form_sealed else "{}"
    return {
        "matter": case.matter,
        "id_number": number_of(news.resident),
        "form": orjson.loads(form),
    }


def _request(news: News) -> dict[str, object]:
    """What is asked of the owner as it stands now, and whether it is still asked."""
    held = CorrectionRequest.objects.get(pk=news.after["request_id"])
    return {
        "field": held.field,
        "value": _open(held.field, held.value, news.resident),
        "id_number": number_of(news.resident),
        "is_open": held.state in OPEN,
    }


def _fields(news: News) -> dict[str, object]:
    return {name: _open(name, value, news.resident) for name, value in news.after.items()}


def _open(name: str, value: object, resident: UUID) -> object:
    if isinstance(value, dict) and "sealed" in value:
        return unseal(name, resident, bytes.fromhex(value["sealed"]))
    return value


CONTENTS: dict[str, Callable[[News], dict[str, object]]] = {
    "matter": _application,
    "request": _request,
}
