"""The addresses of the whole product."""

from django.urls import include, path

from config.health import alive, ready

urlpatterns = [
    path("healthz", alive),
    path("readyz", ready),
    path("", include("communities.urls")),
    path("", include("hub.urls")),
    path("", include("connectors.urls")),
    path("", include("reports.urls")),
    path("api/v1/", include("communities.api.urls")),
    path("api/v1/", include("hub.api.urls")),
    path("api/v1/", include("reports.api.urls")),
]
