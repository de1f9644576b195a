"""Endpoints that go wrong in every way an endpoint can."""

from django.db import OperationalError
from django.http import Http404
from django.urls import include, path
from rest_framework import exceptions
from rest_framework.response import Response

from communities.api.endpoint import Endpoint
from communities.permissions import KEY, OPEN, SIGNED_IN
from tests.communities.make import make_staff

TROUBLES = {
    "http404": Http404(), "denied": exceptions.PermissionDenied(),
    "invalid": exceptions.ValidationError({"name": ["wrong"]}),
    "plain": exceptions.ValidationError(["wrong"]), "throttled": exceptions.Throttled(wait=9),
    "away": OperationalError("gone"), "broken": ZeroDivisionError("420190198101010024"),
}  # fmt: skip


class Wrong(Endpoint):
    needs = {"GET": OPEN, "POST": SIGNED_IN}

    def get(self, request, name):
        raise TROUBLES[name]

    def post(self, request, name):
        make_staff("halfway")
        request.data  # noqa: B018 - reading it parses it
        raise TROUBLES[name]


class KeysOnly(Endpoint):
    needs = {"GET": KEY}

    def get(self, request):
        return Response({"who": request.actor.name})


handler404 = "communities.web.troubles.not_found"
urlpatterns = [
    path("api/wrong/<str:name>", Wrong.as_view()),
    path("api/keys-only", KeysOnly.as_view()),
    path("", include("communities.urls")),
]
