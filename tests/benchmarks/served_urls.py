"""The product's addresses, and beside them the floor and what one would write instead.

Both stand behind the same sign-in (`Endpoint`, one key). The nested view checks no rights, masks
nothing and writes no access row: it does less than ours.
"""

from django.db import connection
from django.urls import include, path
from rest_framework import serializers
from rest_framework.response import Response

from communities.api.endpoint import Endpoint
from communities.permissions import Permission
from hub.dictionary import CATEGORIES
from hub.models import Resident
from hub.sealing import identity_hash

FACTS = [one.model for one in CATEGORIES.values()
         if one.entity == "resident" and not one.key.startswith("core_")]  # fmt: skip


def serializer_of(model: type) -> type[serializers.ModelSerializer]:
    shown = [field.name for field in model._meta.fields
             if not field.name.endswith(("_sealed", "_hash"))]  # fmt: skip
    meta = type("Meta", (), {"model": model, "fields": shown})
    return type(f"{model.__name__}Out", (serializers.ModelSerializer,), {"Meta": meta})


SERIALIZERS = {model: serializer_of(model) for model in (Resident, *FACTS)}


class Floor(Endpoint):
    needs = {"POST": Permission.RESIDENT_FIND}

    def post(self, request) -> Response:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return Response({"one": cursor.fetchone()[0]})


class Nested(Endpoint):
    needs = {"POST": Permission.RESIDENT_FIND}

    def post(self, request) -> Response:
        person = Resident.objects.select_related("household", "dwelling").get(
            id_number_hash=identity_hash("111", request.data["id_number"])
        )
        told = SERIALIZERS[Resident](person).data
        for model in FACTS:
            row = model.objects.filter(subject_id=person.id).first()
            told[model.__name__] = SERIALIZERS[model](row).data if row else None
        members = Resident.objects.filter(household_id=person.household_id).exclude(id=person.id)
        told["members"] = SERIALIZERS[Resident](members, many=True).data
        return Response({"resident": told})


urlpatterns = [
    path("bench/floor", Floor.as_view()),
    path("bench/nested", Nested.as_view()),
    path("", include("config.urls")),
]
