"""Operation ids: the same write asked for twice happens once and answers the same."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import orjson

from communities.actor import Actor
from communities.errors import Conflict
from hub.models import Operation


class OperationReused(Conflict):
    code = "operation_reused"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            "这个操作编号已用于另一项内容，请刷新页面后重试。",
            "This operation id was used for something else; reload and try again.",
        )


def was_done(*, operation: str, actor: Actor) -> bool:
    """Whether this actor has done the operation already: a form sent twice is no second word."""
    return (
        bool(operation)
        and Operation.objects.filter(operation=operation[:80], actor=actor.name[:60]).exists()
    )


def done_before(
    *, operation: str, request: Mapping[str, Any], actor: Actor
) -> dict[str, Any] | None:
    """What this actor's same request gave, None when it was not done. Raises OperationReused when
    the id stands for something else."""
    kept = Operation.objects.filter(operation=operation[:80]).first() if operation else None
    return result_of(kept=kept, hashed=digest_of(request), actor=actor) if kept else None


def once(
    *, operation: str, request: Mapping[str, Any], actor: Actor, work: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do `work` unless this operation was done, and give its result, now or then.

    Runs inside the caller's transaction: the operation row is written first, so a second caller
    waits for the first to commit. Raises OperationReused when the same id asks for another thing.
    """
    if not operation:
        return work()
    hashed = digest_of(request)
    kept, made = Operation.objects.get_or_create(
        operation=operation[:80], defaults={"actor": actor.name[:60], "request_hash": hashed}
    )
    if not made:
        return result_of(kept=kept, hashed=hashed, actor=actor)
    kept.result = work()
    kept.save(update_fields=["result"])
    return kept.result


def digest_of(request: Mapping[str, Any]) -> bytes:
    return sha256(orjson.dumps(request, default=str, option=orjson.OPT_SORT_KEYS)).digest()


def result_of(*, kept: Operation, hashed: bytes, actor: Actor) -> dict[str, Any]:
    if bytes(kept.request_hash) != hashed or kept.actor != actor.name[:60]:
        raise OperationReused
    return dict(kept.result or {})
