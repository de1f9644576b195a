"""Receipts on the resident and the state of every source: written here for the connectors."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from communities.actor import Actor
from communities.rowscope import every_row
from hub.models import Receipt, SourceState

KEEP_RECEIPT = """
insert into hub_receipt as kept (resident_id, target, operation, what, field, change_seq, case_id,
    state, reference, reason, attempts, made_at, answered_at)
values (%(resident)s, %(target)s, %(operation)s, %(what)s, %(field)s, %(change_seq)s, %(case_id)s,
    %(state)s, %(reference)s, %(reason)s, %(attempts)s, %(now)s, %(answered_at)s)
on conflict (target, operation) do update set
    state = excluded.state, reference = coalesce(nullif(excluded.reference, ''), kept.reference),
    reason = excluded.reason, attempts = excluded.attempts,
    answered_at = coalesce(excluded.answered_at, kept.answered_at)
returning id
"""
ANSWERED = (Receipt.State.ACCEPTED, Receipt.State.REFUSED)


def record_receipt(
    *,
    operation: str,
    target: str,
    resident: int,
    what: str,
    state: str,
    actor: Actor,
    field: str = "",
    change_seq: int | None = None,
    case_id: int | None = None,
    reference: str = "",
    reason: str = "",
    attempts: int = 0,
) -> int:
    """Keep what became of one change at one target; the same operation updates its receipt.

    `resident` is the internal number, `what` a short Chinese name of what was sent, `state` one of
    Receipt.State. Returns the receipt's number.
    """
    now = timezone.now()
    with every_row(), connection.cursor() as cursor:
        cursor.execute(
            KEEP_RECEIPT,
            {
                "resident": resident,
                "target": target,
                "operation": operation,
                "what": what,
                "field": field,
                "change_seq": change_seq,
                "case_id": case_id,
                "state": state,
                "reference": reference,
                "reason": reason[:200],
                "attempts": attempts,
                "now": now,
                "answered_at": now if state in ANSWERED else None,
            },
        )
        return int(cursor.fetchone()[0])


def record_source_state(
    *,
    source: str,
    state: str,
    actor: Actor,
    succeeded_at: datetime | None = None,
    data_date: date | None = None,
    detail: str = "",
    next_at: datetime | None = None,
) -> None:
    """Keep how a source stands; `succeeded_at` and `data_date` stay when they are not told."""
    told: dict[str, object] = {"state": state, "detail": detail[:200], "next_at": next_at}
    if succeeded_at:
        told["last_success_at"] = succeeded_at
    if data_date:
        told["data_date"] = data_date
    SourceState.objects.update_or_create(source=source, defaults=told)
