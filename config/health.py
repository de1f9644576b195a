"""Whether this process lives, and whether it can do its work."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse


def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


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


alive.needs = ready.needs = "open"  # type: ignore[attr-defined] # read by the sign-in rule
