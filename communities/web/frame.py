"""What every page's frame needs: the menu, who is here, which text size."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from communities.access import may
from communities.actor import Actor, Post
from communities.language import is_english
from communities.permissions import (
    ASKED_AT_COUNTER,
    LINE_LABELS,
    PURPOSES,
    ROLE_LABELS,
    Permission,
)
from communities.web.navigation import menu_for

LARGE = "hub_text"
PURPOSE = "purpose"
FIRST_PURPOSE = "P01"


@dataclass(frozen=True, slots=True)
class Named:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Posted:
    role: str
    place: str


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor; reads nothing from the database."""
    actor: Actor | None = getattr(request, "actor", None)
    shown: dict[str, object] = {"large_text": request.COOKIES.get(LARGE) == "large"}
    if actor is None:
        return shown
    return shown | {
        "actor": actor,
        "menu": menu_for(actor, request.path),
        "rights": rights_of(actor),
        "my_posts": [posted(post) for post in actor.posts],
        "purposes": [named(code, PURPOSES) for code in ASKED_AT_COUNTER],
        "chosen_purpose": request.COOKIES.get(PURPOSE, FIRST_PURPOSE),
        "find_url": url_of_search(),
    }


def rights_of(actor: Actor) -> dict[str, bool]:
    """For templates: {% if rights.resident_find %}."""
    return {permission.value: may(actor, permission) for permission in Permission}


def posted(post: Post) -> Posted:
    role = named(post.role, ROLE_LABELS).label
    line = named(post.line, LINE_LABELS).label if post.line else ""
    return Posted(f"{role} · {line}" if line else role, post.place)


def named(code: str, labels: dict[str, tuple[str, str]]) -> Named:
    zh, en = labels.get(code, (code, code))
    return Named(code, en if is_english() else zh)


def url_of_search() -> str:
    try:
        return reverse("hub:find")
    except NoReverseMatch:
        return ""
