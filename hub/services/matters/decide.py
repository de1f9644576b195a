"""What the owner system decided of an application, told by its connector."""

from uuid import UUID

from django.utils import timezone

from communities.actor import Actor
from communities.rowscope import every_row
from hub.errors import NobodyHere
from hub.models import MatterCase

State = MatterCase.State
ORDER = [
    State.SUBMITTED,
    State.ACCEPTED,
    State.IN_REVIEW,
    State.RETURNED,
    State.APPROVED,
    State.DONE,
]
DECIDED = (State.RETURNED, State.APPROVED, State.DONE)
LONGEST_REASON = 200


def record_decision(
    *, case: UUID, state: str, reason: str = "", reference: str = "", actor: Actor
) -> MatterCase:
    """Keep an answer of the owner system: accepted, in_review, approved, returned or done.

    An answer heard before, or one older than what is known, changes nothing. Raises NobodyHere
    for a case that does not exist and ValueError for a state nobody answers with.
    """
    told = State(state)
    if told not in ORDER[1:]:
        raise ValueError(state)
    with every_row():
        return _kept(case, told, reason, reference)


def _kept(case: UUID, told: State, reason: str, reference: str) -> MatterCase:
    held = MatterCase.objects.select_for_update().filter(case_id=case).first()
    if held is None or held.state not in ORDER:
        raise NobodyHere
    if ORDER.index(State(held.state)) >= ORDER.index(told):
        return held
    held.state = told
    held.reason = reason[:LONGEST_REASON] or held.reason
    held.reference = reference or held.reference
    if told in DECIDED and held.decided_at is None:
        held.decided_at = timezone.now()
    held.save(update_fields=["state", "reason", "reference", "decided_at"])
    return held
