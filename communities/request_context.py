"""The request being answered, for the access log, the error pages and the request id."""

import re
import uuid
from contextvars import ContextVar

from django.http import HttpRequest

_current: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)
PLAIN_ID = re.compile(r"^[A-Za-z0-9-]{8,40}$")


def current_request() -> HttpRequest | None:
    return _current.get()


def remember(request: HttpRequest | None) -> None:
    _current.set(request)


def name_request(request: HttpRequest) -> str:
    """The caller's own request id when it is a plain one, else a new one."""
    told = request.headers.get("X-Request-ID", "")
    return told if PLAIN_ID.match(told) else uuid.uuid4().hex


def request_id_of(request: HttpRequest | None) -> str:
    return getattr(request, "request_id", "") if request is not None else ""


def terminal_of(request: HttpRequest | None) -> str:
    """The address of the terminal as the web server told it."""
    return request.META.get("REMOTE_ADDR", "") if request is not None else ""
