"""Whether this process lives, and whether it can do its work."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from communities.permissions import OPEN
from communities.web.troubles import NotAllowedHere, for_machines, trouble

View = Callable[[HttpRequest], HttpResponse]
READS = ("GET", "HEAD")


def for_probes(view: View) -> View:
    """An address that is only read, by whoever watches the process; its troubles are JSON."""

    @wraps(view)
    def read(request: HttpRequest) -> HttpResponse:
        if request.method in READS:
            return view(request)
        zh, en = "这个地址不支持该方法。", "This method is not taken here."
        answer = trouble(request, NotAllowedHere(zh, en))
        answer["Allow"] = ", ".join(READS)
        return answer

    read.needs = OPEN  # type: ignore[attr-defined]  # read by the gate
    return for_machines(csrf_exempt(read))


@for_probes
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@for_probes
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers in its own encoding; the broker may be away, it only wakes workers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    if encoding != "UTF8":
        return JsonResponse({"status": "unavailable", "database": "encoding"}, status=503)
    return JsonResponse({"status": "ok", "city": settings.HUB_CITY_PREFIX})
