from datetime import date
from typing import Any

from communities.actor import Actor
from communities.permissions import Permission
from communities.web.portal import register_panel
from connectors.selectors.systems import systems_now, systems_read
from hub.askable import register_askable

SHOWN = 6


def last_sync(actor: Actor, today: date) -> dict[str, Any] | None:
    """When each system was read last; stopped ones first."""
    return {"systems": [one for one in systems_now() if one.is_outside][:SHOWN]}


register_askable(systems_read)
register_panel(50, "connectors/panel_systems.html", last_sync, Permission.SYSTEMS_SEE)
