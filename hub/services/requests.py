"""What became of a request to a field's owner: sent, answered, closed."""

from django.utils import timezone

from communities import trail
from communities.actor import Actor
from communities.errors import Invalid
from communities.rowscope import every_row
from hub.errors import NobodyHere
from hub.models import CorrectionRequest, Resident
from hub.models.request import OPEN
from hub.services.settling import require_shown

State = CorrectionRequest.State
ANSWERS = (State.ACCEPTED, State.REFUSED)
LONGEST_REASON = 200
CHECKING = "P03"  # purpose: information checked and corrected


def answer_request(*, request: int, state: str, reason: str, actor: Actor) -> CorrectionRequest:
    """What an owner answered outside any system: accepted, or refused with its reason.

    An accepted request stays open until the owner's own data says the same. Raises NobodyHere for
    a request that is closed or of other rows, Invalid for a refusal without a reason.
    """
    held = CorrectionRequest.objects.select_for_update().filter(pk=request, state__in=OPEN).first()
    person = Resident.objects.filter(pk=held.resident_id).first() if held else None
    if held is None or person is None:
        raise NobodyHere
    require_shown(field=held.field, person=person, actor=actor)
    if state not in ANSWERS:
        raise Invalid("请选择已答应或未采纳。", "Choose accepted or refused.")
    if state == State.REFUSED and not reason.strip():
        raise Invalid("请写明对方不采纳的原因。", "Give the owner's reason.")
    trail.note(actor, action="settle", purpose=CHECKING, residents=[person.pk], fields=[held.field])
    return keep_answer(held, state=state, reason=reason, actor=actor)


def record_answer(
    *, request: int, state: str, reason: str = "", actor: Actor
) -> CorrectionRequest | None:
    """What an owner's system answered a request a connector took there; None once it is closed.

    `state` is pending (it lies there), accepted or refused.
    """
    with every_row():
        held = CorrectionRequest.objects.select_for_update().filter(pk=request).first()
        if held is None or held.state not in OPEN:
            return None
        held.handed_over_on = held.handed_over_on or timezone.localdate()
        return keep_answer(held, state=State(state), reason=reason, actor=actor)


def record_travel(*, request: int, travels: bool, actor: Actor) -> None:
    """Whether a connector carries the request; one it cannot carry goes over on a list."""
    with every_row():
        CorrectionRequest.objects.filter(pk=request, state__in=OPEN).update(travels=travels)


def keep_answer(
    held: CorrectionRequest, *, state: str, reason: str, actor: Actor
) -> CorrectionRequest:
    held.state, held.reason = State(state), reason.strip()[:LONGEST_REASON]
    if state in ANSWERS:
        held.answered_at, held.answered_by = timezone.now(), actor.name[:60]
    held.save(update_fields=["state", "reason", "handed_over_on", "answered_at", "answered_by"])
    return held
