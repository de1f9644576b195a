"""The menu: each app says its own entries, the frame shows those the actor may open."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from communities.access import may
from communities.actor import Actor
from communities.permissions import SIGNED_IN, Need, Permission


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: object
    url_name: str
    needs: Permission | Need
    order: int


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: object
    url: str
    current: bool


_entries: dict[str, MenuEntry] = {}


def register_menu(
    label: object, url_name: str, needs: Permission | Need = SIGNED_IN, order: int = 100
) -> None:
    """Add one entry; call it from the app's `web/menu.py`, which its `urls.py` imports."""
    _entries[url_name] = MenuEntry(label, url_name, needs, order)


def menu_for(actor: Actor, path: str) -> list[MenuLink]:
    links = []
    for entry in sorted(_entries.values(), key=lambda entry: entry.order):
        if isinstance(entry.needs, Permission) and not may(actor, entry.needs):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        here = path == url or (url != "/" and path.startswith(url + "/"))
        links.append(MenuLink(entry.label, url, here))
    return links
