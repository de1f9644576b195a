import json
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.timezone import localtime

from hub.fields import COUNTER
from hub.models.change import ALWAYS


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage through the door: in whose name, by whom, when, as part of what."""

    source: str
    actor: str
    operation: str
    run_id: int | None
    entity: str
    creates: bool
    today: date
    now: datetime

    @property
    def confirmed(self) -> bool:
        return self.source == COUNTER

    def params(self) -> dict[str, object]:
        """What every statement of the door may name."""
        return {
            "source": self.source,
            "actor": self.actor,
            "operation": self.operation,
            "run": self.run_id,
            "today": self.today,
            "now": self.now,
            "always": ALWAYS,
            "city": settings.HUB_CITY_PREFIX,
            "confirmed": self.confirmed,
            "voice": self.voice(),
        }

    def voice(self) -> str:
        """The entry a believed field gets in `told` when the row speaks in another voice."""
        got = localtime(self.now).isoformat()  # the clock every other moment is told by
        entry: dict[str, object] = {
            "by": self.source,
            "got": got,
            "run": self.run_id,
        }
        if self.confirmed:
            entry |= {"confirmed_by": self.actor, "confirmed_at": got}
        return json.dumps(entry)
