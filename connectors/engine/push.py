"""Messages to one system, in order per person, each with one effect however often it is tried."""

import logging
import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DataError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from communities.actor import system_actor
from communities.errors import HubError
from communities.rowscope import every_row
from communities.traces import where_in
from connectors.contract import Connector, Delivered, Parcel
from connectors.engine.parcels import parcel_of
from connectors.errors import AnswerLost, NeedsPerson, RefusedThere, TryLater
from connectors.models import Outgoing
from connectors.models.outgoing import OutgoingState
from connectors.selectors.changes import News, news_numbered
from connectors.selectors.people import number_of
from connectors.transport.pulse import Pulse
from hub.services.matters.decide import record_decision
from hub.services.receipts import record_receipt
from hub.services.requests import record_answer, record_travel

LOG = logging.getLogger(__name__)
LASTS = timedelta(seconds=90)  # longer than the total deadline of one call
POISON_AFTER = 10
LONGEST_REFERENCE, LONGEST_ANSWER = 60, 40
# What reading an answer of an unforeseen shape, or keeping it, may end in.
UNFORESEEN = (HubError, LookupError, TypeError, ValueError, AttributeError, DataError)
FIRST_WAIT, LONGEST_WAIT = 5.0, 900.0
LONGEST_POLL = timedelta(hours=1)
NEXT = """
SELECT o.id FROM connectors_outgoing o
WHERE o.target = %(target)s AND o.next_at <= %(now)s
  AND o.state IN ('waiting', 'unsure', 'accepted')
  AND (o.lease_until IS NULL OR o.lease_until < %(now)s)
  AND NOT EXISTS (
    SELECT 1 FROM connectors_outgoing earlier
    WHERE earlier.target = o.target AND earlier.resident_id = o.resident_id
      AND earlier.id < o.id AND earlier.state IN ('waiting', 'unsure')
  )
ORDER BY o.id LIMIT 1
FOR UPDATE SKIP LOCKED
"""
CASE_STATES = {
    "受理": "accepted",
    "审核中": "in_review",
    "通过": "approved",
    "退回": "returned",
    "办结": "done",
}


def deliver_to(kind: type[Connector]) -> int:
    """Send or ask about everything that is due to this system; gives how many were tried."""
    connector = kind(Pulse(), number_of)
    tried = 0
    try:
        while message := _claim(kind.source):
            tried += 1
            if not _carried(connector, *message):
                break
    finally:
        connector.close()
    return tried


@transaction.atomic
def _claim(target: str) -> tuple[Outgoing, str] | None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"target": target, "now": now})
        found = cursor.fetchone()
    if found is None:
        return None
    message = Outgoing.objects.get(pk=found[0])
    was = message.state
    polls = was == OutgoingState.ACCEPTED
    Outgoing.objects.filter(pk=message.pk).update(
        state=was if polls else OutgoingState.UNSURE,
        attempts=F("attempts") + (0 if polls else 1),
        fencing=F("fencing") + 1,
        lease_until=now + LASTS,
    )
    message.refresh_from_db()
    return message, was


def _carried(connector: Connector, message: Outgoing, was: str) -> bool:
    """One message; an answer nobody foresaw costs this message a try and no other its turn."""
    try:
        return _deliver(connector, message, was)
    except UNFORESEEN as trouble:  # the message must say so, or it would be tried for ever
        LOG.error("message %s: %s %s", message.pk, type(trouble).__name__, where_in(trouble))
        sentence = f"程序出错（{type(trouble).__name__}），已记录，等管理员处理。"
        later = TryLater(sentence, "A programme error; noted.", retry_after=LONGEST_WAIT)
        with every_row():
            news = news_numbered(message.change_seq)
        _wait(message, news, message.state, later)
        return True


def _deliver(connector: Connector, message: Outgoing, was: str) -> bool:
    """One message; False when the system is not to be asked for more now."""
    parcel, news = parcel_of(message)
    try:
        if was == OutgoingState.ACCEPTED:
            told = connector.decision(message.kind, message.reference)
        else:
            told = connector.find_sent(parcel) if was == OutgoingState.UNSURE else None
            told = told or _sent(connector, parcel)
    except RefusedThere as no:
        _settle(message, news, Delivered("refused", answer="退回", reason=no.zh))
    except AnswerLost as trouble:
        _wait(
            message, news, was if was == OutgoingState.ACCEPTED else OutgoingState.UNSURE, trouble
        )
    except TryLater as trouble:
        _wait(message, news, was, trouble)
        return False
    except NeedsPerson as trouble:
        _wait(message, news, was, TryLater(trouble.zh, trouble.en, retry_after=LONGEST_WAIT))
        return False
    else:
        _settle(message, news, told or Delivered("accepted", reference=message.reference))
    return True


def _sent(connector: Connector, parcel: Parcel) -> Delivered:
    """Hand it over, unless it is a request that has been answered or taken back meanwhile."""
    is_open = parcel.values.get("is_open", True)
    return connector.send(parcel) if is_open else Delivered("done", answer="已有答复，未再发送")


@transaction.atomic
def _settle(message: Outgoing, news: News, told: Delivered) -> None:
    now = timezone.now()
    told = _fitting(told)
    state = OutgoingState(told.state)
    polls = state == OutgoingState.ACCEPTED
    kept = _mine(message).update(
        state=state,
        reference=told.reference or message.reference,
        answer=told.answer or message.answer,
        reason=told.reason,
        failure="",
        lease_until=None,
        sent_at=message.sent_at or now,
        answered_at=now,
        next_at=now + _poll_wait(message, now) if polls else message.next_at,
    )
    if not kept:
        return
    _tell_hub(message, news, told)


def _fitting(told: Delivered) -> Delivered:
    """Their words as they can be kept: no NUL, and no longer than their places."""
    return Delivered(
        state=told.state,
        reference=told.reference.replace("\0", "")[:LONGEST_REFERENCE],
        answer=told.answer.replace("\0", "")[:LONGEST_ANSWER],
        reason=told.reason.replace("\0", ""),
    )


def _poll_wait(message: Outgoing, now: datetime) -> timedelta:
    """Asked about more seldom the longer it takes."""
    since_sent = now - (message.sent_at or now)
    return min(LONGEST_POLL, max(timedelta(seconds=30), since_sent / 4))


@transaction.atomic
def _wait(message: Outgoing, news: News, state: str, trouble: TryLater) -> None:
    counted = trouble.raises_alarm and state != OutgoingState.ACCEPTED
    poison = counted and message.attempts >= POISON_AFTER
    wait = trouble.retry_after or min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.attempts, 8))
    next_at = timezone.now() + timedelta(seconds=wait * random.uniform(1, 1.2))  # noqa: S311 jitter, not a secret
    kept = _mine(message).update(
        state=OutgoingState.POISON if poison else state,
        attempts=F("attempts") - (0 if counted or state == OutgoingState.ACCEPTED else 1),
        failure=trouble.code if isinstance(trouble, AnswerLost) else trouble.kind,
        reason=trouble.zh,
        lease_until=None,
        next_at=next_at,
    )
    if kept and poison:
        _hand_to_person(news, message.target)
        _receipt(message, news, "failed", "", f"试了 {message.attempts} 次没有成功：{trouble.zh}")
    elif kept and state != OutgoingState.ACCEPTED:
        _receipt(message, news, "pending", "", trouble.zh)


def _tell_hub(message: Outgoing, news: News, told: Delivered) -> None:
    state = "refused" if told.state == "refused" else "accepted"
    words = told.reason or told.answer
    reference = told.reference or message.reference
    _receipt(message, news, state, reference, words)
    actor = system_actor(f"push:{message.target}")
    case_state = CASE_STATES.get(told.answer)
    if news.category == "matter" and case_state:
        record_decision(
            case=UUID(str(news.after["case_id"])),
            state=case_state,
            reason=told.reason,
            reference=reference,
            actor=actor,
        )
    if news.category == "request":
        record_answer(
            request=int(news.after["request_id"]),
            state=_answer_of(told, case_state),
            reason=told.reason,
            actor=actor,
        )


def _answer_of(told: Delivered, case_state: str | None) -> str:
    """A request lies with its owner until it is passed or sent back."""
    if told.state == "refused":
        return "refused"
    return "accepted" if case_state in ("approved", "done") else "pending"


def _receipt(message: Outgoing, news: News, state: str, reference: str, reason: str) -> None:
    record_receipt(
        operation=message.operation,
        target=message.target,
        resident=news.subject_id,
        what="",
        state=state,
        reference=reference,
        reason=reason,
        attempts=message.attempts,
        actor=system_actor(f"push:{message.target}"),
    )


def _hand_to_person(news: News, target: str) -> None:
    """A request that cannot be sent goes over on the owner's list instead."""
    if news.category == "request":
        record_travel(
            request=int(news.after["request_id"]),
            travels=False,
            actor=system_actor(f"push:{target}"),
        )


def _mine(message: Outgoing) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(pk=message.pk, fencing=message.fencing)
