"""The addresses of the whole product."""

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

from config.health import alive, ready

ROOMS = ("communities", "hub", "connectors", "reports")


def stands(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


pages: list[URLPattern | URLResolver] = [
    path("", include(f"{room}.urls")) for room in ROOMS if stands(f"{room}.urls")
]
apis: list[URLPattern | URLResolver] = [
    path("api/v1/", include(f"{room}.api.urls")) for room in ROOMS if stands(f"{room}.api.urls")
]

urlpatterns = [path("healthz", alive), path("readyz", ready), *pages, *apis]

handler400 = "communities.web.troubles.bad_request"
handler403 = "communities.web.troubles.permission_denied"
handler404 = "communities.web.troubles.not_found"
handler500 = "communities.web.troubles.server_error"
