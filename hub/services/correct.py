"""A person at work corrects what the hub owns and asks the owner to correct the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from psycopg import sql

from communities.access import require
from communities.actor import Actor
from communities.errors import Conflict, Invalid, NotFound
from communities.permissions import Permission
from communities.rowscope import every_row
from hub.cleaning import clean
from hub.dictionary import CATEGORIES, FIELDS
from hub.fields import COUNTER, HUB, PARTS_OF_ADDRESS, Declared
from hub.masking import mask
from hub.models import CorrectionRequest
from hub.models.request import OPEN
from hub.reasons import sentence
from hub.sealing import keyed_hash, seal
from hub.services.intake import CLEAR, Clear, Observation, take_in
from hub.services.once import once
from hub.services.outbox import announce

ANSWER_DAYS = 10  # product rule: an owner has ten days to confirm or refuse a correction

SUBJECT = """
select r.id, r.household_id, r.dwelling_id, coalesce(r.scope, '')
from hub_resident r where r.resident_id = %s and r.record_status <> '4' for update
"""


@dataclass(frozen=True, slots=True)
class Corrected:
    """Names of the fields that changed here and of those asked of their owners."""

    changed: tuple[str, ...] = ()
    requested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    id: int
    uuid: UUID
    household: int | None
    dwelling: int | None
    scope: str


def correct(
    *,
    resident: UUID,
    values: Mapping[str, object],
    actor: Actor,
    purpose: str,
    seen: Mapping[str, object] | None = None,
    operation: str = "",
    today: date | None = None,
) -> Corrected:
    """Take corrections of one person's fields; different fields of two people both win.

    `seen` holds what the editor saw (of a sealed field its masked form); where it is no longer
    what is held, nothing is written and Conflict carries both values. `purpose` is one of the
    list `purpose`. Raises NotFound, Refused, Invalid (a derived field, a value that cannot be
    cleaned) or Conflict.
    """
    request = {"resident": str(resident), "values": dict(values)}
    with every_row():
        subject = locked(resident)
        require(actor, Permission.RESIDENT_CORRECT, area=subject.scope)
        done = once(
            operation=operation,
            request=request,
            actor=actor,
            work=lambda: _apply(subject, values, seen or {}, actor, operation, today),
        )
    return Corrected(tuple(done["changed"]), tuple(done["requested"]))


def hold(*, resident: UUID) -> None:
    """Keep the person for the rest of the transaction, so that what is compared stays as it is."""
    with every_row():
        locked(resident)


def locked(resident: UUID) -> Subject:
    with connection.cursor() as cursor:
        cursor.execute(SUBJECT, [resident])
        row = cursor.fetchone()
    if row is None:
        raise NotFound("没有找到这位居民。", "Nobody was found.")
    return Subject(row[0], resident, row[1], row[2], row[3])


def _apply(
    subject: Subject,
    values: Mapping[str, object],
    seen: Mapping[str, object],
    actor: Actor,
    operation: str,
    today: date | None,
) -> dict[str, Any]:
    declared = [editable(name) for name in values]
    cleaned = {field.name: cleaned_value(field, values[field.name]) for field in declared}
    compare_with_held(subject, declared, seen, cleaned)
    own = [field for field in declared if field.owner == HUB]
    others = [field for field in declared if field.owner != HUB]
    if own:
        told = {field.name: values[field.name] for field in own}
        observation = Observation(said=told, resident=subject.uuid, at=timezone.now())
        take_in([observation], source=COUNTER, actor=actor, operation=operation, today=today)
    for field in others:
        _ask_owner(subject, field, cleaned[field.name], actor, operation)
    return {"changed": [f.name for f in own], "requested": [f.name for f in others]}


def editable(name: str) -> Declared:
    field = FIELDS.get(name)
    if field is None:
        raise Invalid("没有这个字段。", "There is no such field.", fields={name: "unknown"})
    if field.name in PARTS_OF_ADDRESS:
        raise Invalid(
            f"“{field.label}”是住址的一部分，随同住的人共用；请更正现居住地址。",
            f"{field.label_en} is part of a shared address; correct the living address.",
            fields={name: "part_of_address"},
        )
    if not field.is_correctable:
        raise Invalid(
            f"“{field.label}”由系统推算，不能填写；请更正它所依据的信息。",
            f"{field.label_en} is computed and cannot be entered.",
            fields={name: "derived"},
        )
    return field


def cleaned_value(field: Declared, raw: object) -> object:
    if isinstance(raw, Clear):
        return None
    cleaned = clean(field, raw)
    if cleaned.problem:
        words = sentence(cleaned.problem)
        raise Invalid(
            f"“{field.label}”：{words}。",
            f"{field.label_en} cannot be taken: {words}.",
            fields={field.name: words},
        )
    if cleaned.value is None:
        raise Invalid(
            f"“{field.label}”没有填写；要清除它请选“清除现值”。",
            f"{field.label_en} is blank; choose clear to remove it.",
            fields={field.name: "blank"},
        )
    return cleaned.value


def compare_with_held(
    subject: Subject,
    declared: list[Declared],
    seen: Mapping[str, object],
    yours: Mapping[str, object],
) -> None:
    """The same field, changed by someone else since it was seen, is put back to the editor."""
    clashes = {}
    for field in declared:
        if field.name not in seen:
            continue
        held = held_text(subject, field)
        if text(seen[field.name]) != held:
            mine = mask(field, yours[field.name]) if field.sealed else text(yours[field.name])
            clashes[field.name] = {"seen": text(seen[field.name]), "held": held, "yours": mine}
    if clashes:
        raise Conflict(
            "您打开页面之后，别人已改过同一项；请对照两个值再决定。",
            "Someone changed the same field since you saw it; compare both values.",
            fields=clashes,
        )


def held_text(subject: Subject, field: Declared) -> str:
    """The held value as an editor sees it: text, or the masked form of a sealed field."""
    category = CATEGORIES[field.category]
    number = {
        "resident": subject.id,
        "household": subject.household,
        "dwelling": subject.dwelling,
    }[category.entity]
    column = f"{field.column}_mask" if field.sealed else field.column
    key = "id" if field.category.startswith("core_") else "subject_id"
    query = sql.SQL("select {} from {} where {} = %s").format(
        sql.Identifier(column), sql.Identifier(category.table), sql.Identifier(key)
    )
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(None), [number])
        row = cursor.fetchone()
    return text(row[0] if row else None)


def text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _ask_owner(
    subject: Subject, field: Declared, value: object, actor: Actor, operation: str
) -> CorrectionRequest:
    """Leave the wish with the owner: pending until the owner's own data says the same.

    The same wish again, from another tab or another worker, is the one that waits already. Another
    wish takes its place, but for one that has travelled: what the owner answers is of that one.
    """
    kept = kept_wish(subject, field, value)
    asked: dict[str, Any] = {
        "resident_id": subject.id,
        "field": field.name,
        "state__in": OPEN,
    }
    waiting = CorrectionRequest.objects.filter(**asked).first()
    if waiting and mark_of(waiting.value) == mark_of(kept):
        return waiting
    if waiting and waiting.travels:
        waiting.state, waiting.answered_by = CorrectionRequest.State.RECALLED, actor.name[:60]
        waiting.save(update_fields=["state", "answered_by"])
    request, _ = CorrectionRequest.objects.update_or_create(
        **asked,
        defaults={
            "state": CorrectionRequest.State.PENDING,
            "category": field.category,
            "owner": field.owner,
            "value": kept,
            "actor": actor.name[:60],
            "due_on": timezone.localdate() + timedelta(days=ANSWER_DAYS),
            "travels": False,
            "handed_over_on": None,
            "answered_at": None,
            "answered_by": "",
            "reason": "",
        },
    )
    announce(
        resident=subject.id,
        category="request",
        after={"field": field.name, "request_id": request.pk},
        operation=operation or f"request:{request.pk}",
        actor=actor,
    )
    return request


def kept_wish(subject: Subject, field: Declared, value: object) -> object:
    """A wished value as a request keeps it: text, or the three forms of a sealed one."""
    if not field.sealed or value is None:
        return text(value)
    clear = str(value)
    return {
        "mask": mask(field, clear),
        "hash": keyed_hash(field.name, clear).hex(),
        "sealed": seal(field.name, subject.uuid, clear).hex(),
    }


def mark_of(kept: object) -> object:
    """What two wishes for the same value share."""
    return kept["hash"] if isinstance(kept, dict) else kept


__all__ = ["CLEAR", "Corrected", "correct"]
