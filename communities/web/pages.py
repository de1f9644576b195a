"""A page says its methods and its need; everything else about asking is done here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from communities import trail
from communities.access import require
from communities.actor import Actor, actor_of
from communities.errors import HubError, Refused
from communities.models import Staff
from communities.permissions import OPEN, Need, Permission
from communities.rowscope import row_scope
from communities.web.troubles import NotAllowedHere, trouble

View = Callable[..., HttpResponse]


class PageRequest(HttpRequest):
    """What a view behind `@page` is handed."""

    actor: Actor
    user: Staff
    htmx: HtmxDetails
    request_id: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page said about itself."""

    view: View
    methods: tuple[str, ...]
    needs: Permission | Need
    before_password: bool


def page(
    *methods: str, needs: Permission | Need, before_password: bool = False
) -> Callable[[View], View]:
    """Declare a page: its methods and the right it needs.

    The view gets `request.actor`, runs in one transaction that sees the actor's rows only, and
    may raise any HubError: nothing is saved then, and the person reads the error's sentence.
    The answer must be complete when the view returns (no lazy streaming of rows).
    `before_password` is for the one page open to a person who must change the password first.
    """

    def declare(view: View) -> View:
        said = Declared(view, methods, needs, before_password)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return _answer(said, request, args, kwargs)
            except HubError as error:
                if isinstance(error, Refused):
                    _note_refusal(request)
                return trouble(request, error)

        answer.needs = needs  # type: ignore[attr-defined]  # read by the gate and by the tests
        answer.methods = methods  # type: ignore[attr-defined]  # read by the tests
        return answer

    return declare


def _answer(said: Declared, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    if request.method not in said.methods:
        raise NotAllowedHere("这个页面不支持该操作。", "This page does not do that.")
    if said.needs is OPEN:
        return said.view(request, *args, **kwargs)
    if not request.user.is_authenticated:
        return ask_to_sign_in(request, said)
    if request.user.must_change_password and not said.before_password:
        return HttpResponseRedirect(reverse("communities:password"))
    actor = request.actor = actor_of(request.user)  # type: ignore[attr-defined]  # what pages read
    if isinstance(said.needs, Permission):
        require(actor, said.needs)
    with row_scope(actor):
        response = said.view(request, *args, **kwargs)
    response.setdefault("Cache-Control", "no-store")
    return response


def ask_to_sign_in(request: HttpRequest, said: Declared) -> HttpResponse:
    """To the sign-in page and back; whose session has ended meanwhile is told so."""
    told = {}
    back = way_back(request, said)
    if back not in ("", "/"):
        told["next"] = back
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        told["ended"] = "1"
    where = reverse("communities:sign_in") + (f"?{urlencode(told, safe='/')}" if told else "")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(where)
    return HttpResponseRedirect(where)


def way_back(request: HttpRequest, said: Declared) -> str:
    """The page a person was on, where it can be opened again; a path only, never a query."""
    htmx = getattr(request, "htmx", None)
    page_shown = urlsplit(htmx.current_url_abs_path or "").path if htmx else ""
    return page_shown or (request.path if "GET" in said.methods else "")


def _note_refusal(request: HttpRequest) -> None:
    actor = getattr(request, "actor", None)
    if actor is not None:
        with transaction.atomic():
            trail.note(actor, action="refused", purpose="", result="refused", request=request)
