"""What stands around every request: its id, the closed door for undeclared views, the headers."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from communities.asking import carries_nul
from communities.envelope import REFUSED_UNREAD, broken, database_away, not_storable
from communities.errors import HubError, Refused
from communities.request_context import name_request, remember, request_id_of
from communities.traces import kind_of, where_in
from communities.web.troubles import bad_request, trouble

log = logging.getLogger(__name__)
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), display-capture=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


class Gate:
    """Names the request, closes views without a declared need, answers errors, sets headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = name_request(request)  # type: ignore[attr-defined]  # set by the gate
        remember(request)
        try:
            response = self.get_response(request)
        finally:
            remember(None)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]  # set by the gate
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if refusal := request.META.get(REFUSED_UNREAD):
            return trouble(request, refusal)
        if carries_nul(request):
            return bad_request(request)
        if getattr(view, "needs", None):
            return None
        zh, en = "这个地址没有登记权限要求，不能打开。", "This address declares no need."
        return trouble(request, Refused(zh, en))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, HubError):
            return trouble(request, error)
        if isinstance(error, OperationalError | InterfaceError):
            log.error("database away: %s", kind_of(error))
            return trouble(request, database_away())
        if isinstance(error, DataError):
            log.warning("%s %s: %s", request_id_of(request), where_in(error), type(error).__name__)
            return trouble(request, not_storable())
        if settings.DEBUG:
            return None
        log.error("%s %s: %s", request_id_of(request), where_in(error), type(error).__name__)
        got_request_exception.send(sender=type(self), request=request)
        return trouble(request, broken())
