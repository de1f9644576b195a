"""The addresses of the whole product."""

from django.urls import include, path

from config.health import alive, ready

urlpatterns = [
    path("healthz", alive),
    path("readyz", ready),
    path("api/v1/", include("hub.api.urls")),
    path("api/v1/", include("communities.api.urls")),
    path("api/v1/", include("reports.api.urls")),
    path("", include("communities.urls")),
    path("", include("hub.urls")),
    path("", include("connectors.urls")),
    path("", include("reports.urls")),
]

handler400 = "communities.web.troubles.bad_request"
handler403 = "communities.web.troubles.permission_denied"
handler404 = "communities.web.troubles.not_found"
handler500 = "communities.web.troubles.server_error"
