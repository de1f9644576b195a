"""Two records that are one person become one, keep both ids, and can be parted again."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from communities.access import require
from communities.actor import Actor
from communities.errors import Conflict, NotFound
from communities.permissions import Permission
from communities.rowscope import every_row
from hub.models import IdentityLink, Resident
from hub.models.change import ALWAYS
from hub.services.intake.scripts import script
from hub.services.merged_values import give_back, take_over

MERGED, ACTIVE = "4", "1"


def merge(*, kept: UUID, gone: UUID, reason: str, actor: Actor) -> IdentityLink:
    """Make `gone` a pointer to `kept`; what only `gone` knew is taken over with its voices.

    Every membership `gone` held ends by a `merge` event today. Raises NotFound, Refused, or
    Conflict when either is merged already.
    """
    with every_row():
        winner, loser = both(kept, gone)
        for one in (winner, loser):
            require(actor, Permission.QUESTION_SETTLE, area=one.scope or "")
        if winner.record_status == MERGED or loser.record_status == MERGED:
            raise Conflict("其中一条记录已经并入别人。", "One of the records is merged already.")
        moved = take_over(winner, loser, actor=actor)
        moved["status"] = loser.record_status
        link = IdentityLink.objects.create(
            kept_id=winner.pk,
            gone_id=loser.pk,
            reason=reason[:200],
            moved=moved,
            made_by=actor.name[:60],
        )
        _run("merge_out", actor, kept=winner.pk, gone=loser.pk, link=link.pk, cause="merge")
        return link


def undo_merge(*, link: IdentityLink, actor: Actor) -> None:
    """Part the two again: the values taken over go back, memberships return by `undo` events."""
    with every_row():
        held = IdentityLink.objects.select_for_update().get(pk=link.pk)
        if held.state != IdentityLink.State.MERGED:
            raise Conflict("这次合并已经撤销过。", "This merge was undone before.")
        winner = Resident.objects.select_for_update().get(pk=held.kept_id)
        loser = Resident.objects.select_for_update().get(pk=held.gone_id)
        require(actor, Permission.QUESTION_SETTLE, area=winner.scope or "")
        give_back(winner, held.moved, actor=actor)
        _run("merge_back", actor, kept=winner.pk, gone=loser.pk, link=held.pk, cause="undo")
        held.state, held.undone_by = IdentityLink.State.UNDONE, actor.name[:60]
        held.undone_at = timezone.now()
        held.save(update_fields=["state", "undone_by", "undone_at"])


def both(kept: UUID, gone: UUID) -> tuple[Resident, Resident]:
    rows = {
        row.resident_id: row
        for row in Resident.objects.select_for_update()
        .filter(resident_id__in=[kept, gone])
        .order_by("pk")
    }
    if kept == gone or len(rows) != 2:
        raise NotFound("没有找到这两条记录。", "The two records were not found.")
    return rows[kept], rows[gone]


def _run(name: str, actor: Actor, **params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            script(name),
            {
                "actor": actor.name[:60],
                "today": timezone.localdate(),
                "now": timezone.now(),
                "always": ALWAYS,
                "operation": f"{params['cause']}:{params['link']}",
                **params,
            },
        )
