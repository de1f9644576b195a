"""The first page: panels that the apps bring, shown to those who hold the right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from communities.access import may
from communities.actor import Actor
from communities.permissions import SIGNED_IN, Need, Permission

Load = Callable[[Actor, date], dict[str, object] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    order: int
    template: str
    load: Load
    needs: Permission | Need


_panels: dict[str, Panel] = {}


def register_panel(
    order: int, template: str, load: Load, needs: Permission | Need = SIGNED_IN
) -> None:
    """Add one panel. `load(actor, today)` gives the template's context, or None for no panel.

    The template is a `<section class="card">`; a context with `wide: True` takes the full row.
    Orders: 10 search and drafts, 20 reports due, 30 questions, 40 imports, 50 systems.
    """
    _panels[template] = Panel(order, template, load, needs)


def panels_for(actor: Actor, today: date) -> list[tuple[str, dict[str, object]]]:
    """Template and context of each panel the actor may see, in order."""
    shown = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        if isinstance(panel.needs, Permission) and not may(actor, panel.needs):
            continue
        context = panel.load(actor, today)
        if context is not None:
            shown.append((panel.template, context))
    return shown
