"""Change rows become messages: one for each change and each system that takes it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from communities.actor import system_actor
from communities.rowscope import every_row
from connectors.contract import Connector, Push
from connectors.models import Cursor, Outgoing
from connectors.registry import connectors
from connectors.selectors.changes import News, horizon, news_since
from connectors.selectors.people import their_keys
from hub.dictionary import FIELDS
from hub.errors import MatterUnknown
from hub.services.matters.definition import matter_named
from hub.services.receipts import record_receipt
from hub.services.requests import record_travel

AT_ONCE = 1000
ACTOR = system_actor("outbox")
WORDS = {"mobile": "更正手机号码", "request": "请求更正"}


@transaction.atomic
def expand_changes(*, now: datetime, kinds: Mapping[str, type[Connector]] | None = None) -> int:
    """Make what is to be sent from changes not looked at yet; gives how many messages were made."""
    takers = connectors() if kinds is None else kinds
    Cursor.objects.get_or_create(system="HUB", stream="outgoing")
    cursor = Cursor.objects.select_for_update().get(system="HUB", stream="outgoing")
    xid, seq = (int(part) for part in (cursor.watermark or "0:0").split(":"))
    with every_row():
        until = horizon()
        news = news_since(xid=xid, seq=seq, until=until, limit=AT_ONCE)
        made = sum(_expand(one, takers, now) for one in news)
    if len(news) < AT_ONCE:
        cursor.watermark = f"{until}:-1"
    else:
        cursor.watermark = f"{news[-1].xid}:{news[-1].seq}"
    cursor.save(update_fields=["watermark", "moved_at"])
    return made


def _expand(news: News, takers: Mapping[str, type[Connector]], now: datetime) -> int:
    return sum(
        _make(news, kind, push, now)
        for kind in takers.values()
        for push in kind.pushes
        if _takes(kind, push, news)
    )


def _takes(kind: type[Connector], push: Push, news: News) -> bool:
    if news.category == "matter":
        code = str(news.after.get("matter"))
        return push.matter in ("*", code) and _owner_of(code) == kind.source
    if news.category == "request":
        field = FIELDS.get(str(news.after.get("field")))
        return (
            push.kind == "request"
            and field is not None
            and field.name in push.fields
            and field.owner == kind.source
            and field.direction in ("both", "out")
        )
    if push.kind in ("matter", "request") or not set(push.fields) & set(news.after):
        return False
    return bool(their_keys(kind.source, news.subject_id))


def _owner_of(matter: str) -> str:
    """Who decides a matter; a matter whose file is gone holds nothing else up."""
    try:
        return matter_named(matter).owner
    except MatterUnknown:
        return ""


def _make(news: News, kind: type[Connector], push: Push, now: datetime) -> int:
    operation = news.operation if news.category == "matter" else f"{kind.source}:{uuid4()}"
    _row, made = Outgoing.objects.get_or_create(
        change_seq=news.seq,
        target=kind.source,
        defaults={
            "kind": push.kind,
            "resident_id": news.subject_id,
            "operation": operation,
            "next_at": now,
        },
    )
    if made and news.category != "matter":  # the counter has written the matter's receipt
        record_receipt(
            operation=operation,
            target=kind.source,
            resident=news.subject_id,
            what=WORDS.get(push.kind, push.kind),
            field=_field_of(push, news),
            state="pending",
            change_seq=news.seq,
            actor=ACTOR,
        )
    if made and news.category == "request":
        record_travel(request=int(news.after["request_id"]), travels=True, actor=ACTOR)
    return int(made)


def _field_of(push: Push, news: News) -> str:
    if news.category == "request":
        return str(news.after["field"])
    return next((name for name in push.fields if name in news.after), "")
