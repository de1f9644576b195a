from django.http import HttpResponse
from django.urls import include, path

handler403 = "communities.web.troubles.permission_denied"
urlpatterns = [
    path("open-by-mistake", lambda request: HttpResponse("oops")),
    path("", include("communities.urls")),
]
