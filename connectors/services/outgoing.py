from datetime import datetime

from django.db import transaction

from communities.access import require
from communities.actor import Actor
from communities.permissions import Permission
from connectors.models import Outgoing
from connectors.models.outgoing import OutgoingState


@transaction.atomic
def try_again(*, message: Outgoing, actor: Actor, now: datetime) -> Outgoing:
    """Give a message that failed too often another ten tries; it is first asked about, not sent."""
    require(actor, Permission.SYSTEMS_RUN)
    Outgoing.objects.filter(pk=message.pk, state=OutgoingState.POISON).update(
        state=OutgoingState.UNSURE, attempts=0, next_at=now, reason=""
    )
    message.refresh_from_db()
    return message
