"""One masked value shown in full, for a purpose, logged with its field."""

from django.utils import timezone

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import NotFound, Refused
from communities.limits import slow_down
from communities.permissions import Permission
from hub.selectors.profile import Profile, clear_value
from hub.selectors.value_text import text_of

AN_HOUR = 60  # product rule: values unmasked by one account within an hour


def unmask(*, profile: Profile, field: str, purpose: str, actor: Actor) -> str:
    """The full text of one value, inside the transaction of its access row.

    Raises NotFound for a value that is not held or not shown at all, Refused where the rules
    never show it in full to this reader, TooMany over the hourly limit.
    """
    require(actor, Permission.RESIDENT_UNMASK, area=profile.scope)
    value = profile.values.get(field)
    if value is None:
        raise NotFound("没有这一项。", "There is no such value.")
    if not value.can_unmask:
        raise Refused(
            "这一项按规定不能在页面上完整显示。", "This value is never shown in full to you."
        )
    slow_down(actor, "unmask", per_hour=AN_HOUR, now=timezone.now())
    trail.note(
        actor,
        action="unmask",
        purpose=purpose,
        residents=[profile.id],
        fields=[field],
        matter=profile.matter,
    )
    return text_of(value.declared, clear_value(profile.held, field))
