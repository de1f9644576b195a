"""Keys of downstream systems."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from communities import trail
from communities.access import may, require
from communities.actor import Actor
from communities.errors import EndsBeforeItStarts, Invalid
from communities.known_fields import closed_among, sensitive_among, unknown_among
from communities.models import Area, Consumer
from communities.permissions import LINE_FIELDS, PURPOSES, ROLES, Permission
from communities.selectors.consumers import MARK, key_digest
from communities.voices import voices

NEVER = frozenset({"hf_smi", *LINE_FIELDS})
READS = tuple(sorted(ROLES["FEED"] - {Permission.OBSERVATION_SEND}))


@dataclass(frozen=True, slots=True)
class NewKey:
    """The key in clear; it is shown once and kept nowhere."""

    consumer: Consumer
    key: str


@transaction.atomic
def grant_key(
    *,
    name: str,
    fields: Sequence[str],
    areas: Sequence[str],
    purpose: str,
    starts_on: date,
    actor: Actor,
    ends_on: date | None = None,
    rights: Sequence[str] = READS,
    per_minute: int = 600,
    contact: str = "",
    basis: str = "",
    speaks_for: str = "",
) -> NewKey:
    """Make a key for named fields, areas (codes) and one purpose.

    `speaks_for` is the system in whose voice the key sends. Raises Invalid when a field may never
    leave or needs a basis that is not told, a field, area, purpose or system is unknown, an area
    is beyond the grantor's own, or nothing is named.
    """
    require(actor, Permission.KEYS_MANAGE)
    _check_name_and_time(name, starts_on, ends_on)
    _check(fields, areas, purpose, rights)
    _check_reach(areas, actor)
    _check_contract(fields, basis, rights)
    _check_voice(speaks_for, rights)
    prefix = secrets.token_hex(4)
    key = f"{MARK}_{prefix}_{secrets.token_hex(32)}"
    consumer = Consumer.objects.create(
        name=name, contact=contact, basis=basis, key_prefix=prefix, key_hash=key_digest(key),
        fields=sorted(set(fields)), areas=sorted(set(areas)), purpose=purpose,
        rights=sorted(map(str, rights)), per_minute=per_minute, speaks_for=speaks_for,
        starts_on=starts_on, ends_on=ends_on, made_by=actor.name,
    )  # fmt: skip
    trail.note(actor, action="key_grant", purpose="", detail=prefix)
    return NewKey(consumer, key)


@transaction.atomic
def revoke_key(*, consumer: Consumer, actor: Actor) -> Consumer:
    """Close the key at once, for good; one of several areas by whoever is over all of them."""
    require(actor, Permission.KEYS_MANAGE)
    for area in consumer.areas:
        require(actor, Permission.KEYS_MANAGE, area=area)
    consumer.revoked_at = consumer.revoked_at or timezone.now()
    consumer.save(update_fields=["revoked_at"])
    trail.note(actor, action="key_revoke", purpose="", detail=consumer.key_prefix)
    return consumer


def _check(
    fields: Sequence[str], areas: Sequence[str], purpose: str, rights: Sequence[str]
) -> None:
    if not fields or not areas:
        raise Invalid("字段和区域都要逐项写明。", "Name the fields and the areas.",
                      fields={"fields": "empty"})  # fmt: skip
    if refused := sorted(NEVER & set(fields)) or sorted(f for f in fields if "*" in f):
        raise Invalid("这些字段不对外提供。", "These fields never leave.",
                      fields=dict.fromkeys(refused, "never"))  # fmt: skip
    if unknown := unknown_among(fields):
        names = "、".join(unknown)[:200]
        raise Invalid(f"数据字典里没有这些字段：{names}。", f"There are no such fields: {names}.",
                      fields=dict.fromkeys(unknown, "unknown"))  # fmt: skip
    if Area.objects.filter(pk__in=areas).count() != len(set(areas)):
        raise Invalid("有区划代码不存在。", "An area is unknown.", fields={"areas": "unknown"})
    if purpose not in PURPOSES:
        raise Invalid("请选择用途。", "Choose a purpose.", fields={"purpose": "unknown"})
    if not set(rights) <= set(ROLES["FEED"]):
        raise Invalid("有权限不能授给下游系统。", "A right cannot be given to a system.",
                      fields={"rights": "unknown"})  # fmt: skip


def _check_reach(areas: Sequence[str], actor: Actor) -> None:
    if not all(may(actor, Permission.KEYS_MANAGE, area=area) for area in areas):
        raise Invalid("有区域不在您的授权范围内。", "An area is outside your grant.",
                      fields={"areas": "outside"})  # fmt: skip


def _check_contract(fields: Sequence[str], basis: str, rights: Sequence[str]) -> None:
    """What is sent may be of any category; what is only read is not, and L4 needs its basis."""
    may_send = Permission.OBSERVATION_SEND in rights
    if not may_send and (closed := closed_among(fields)):
        raise Invalid("这些字段不对外提供。", "These fields never leave.",
                      fields=dict.fromkeys(closed, "never"))  # fmt: skip
    if not basis.strip() and (sensitive := sensitive_among(fields)):
        raise Invalid("提供敏感字段要写明依据。", "Sensitive fields need a written basis.",
                      fields=dict.fromkeys(sensitive, "needs_basis"))  # fmt: skip


def _check_name_and_time(name: str, starts_on: date, ends_on: date | None) -> None:
    if not name:
        raise Invalid("请填写系统名称。", "Name the system.", fields={"name": "empty"})
    if ends_on and ends_on < starts_on:
        raise EndsBeforeItStarts


def _check_voice(speaks_for: str, rights: Sequence[str]) -> None:
    if not speaks_for:
        return
    if speaks_for not in voices():
        raise Invalid("没有这个来源系统。", "There is no such system.",
                      fields={"speaks_for": "unknown"})  # fmt: skip
    if Permission.OBSERVATION_SEND not in rights:
        raise Invalid("代表来源的密钥要勾选“也可以送来数据”。", "A voice needs the right to send.",
                      fields={"speaks_for": "may_not_send"})  # fmt: skip
