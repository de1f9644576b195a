"""The product's addresses, and beside them the floors and what one would write instead.

All stand behind the same sign-in (`Endpoint`, one key). They check no rights,
mask nothing and write no access row: they do less than ours.
"""

import orjson
from django.db import connection
from django.urls import include, path
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from communities.api.endpoint import Endpoint
from communities.permissions import Permission
from communities.prepared import run_prepared
from hub.api.json import QuickJson
from hub.dictionary import CATEGORIES
from hub.models import Dwelling, Household, Resident
from hub.sealing import identity_hash

FACTS = [one.model for one in CATEGORIES.values()
         if one.entity == "resident" and not one.key.startswith("core_")]  # fmt: skip


def serializer_of(
    model: type, fields: list[str] | None = None
) -> type[serializers.ModelSerializer]:
    shown = fields or [field.name for field in model._meta.fields
                       if not field.name.endswith(("_sealed", "_hash"))]  # fmt: skip
    meta = type("Meta", (), {"model": model, "fields": shown})
    return type(f"{model.__name__}Out", (serializers.ModelSerializer,), {"Meta": meta})


SERIALIZERS = {model: serializer_of(model) for model in (Resident, Household, Dwelling, *FACTS)}
MemberOut = serializer_of(
    Resident, ["resident_id", "name", "sex", "birth_date", "relation_to_head"]
)

PersonOut = serializer_of(
    Resident, ["resident_id", "name", "sex", "birth_date", "community_code", "residence_type"]
)
CHANGE_ROWS = """
    select c.recorded_at::text, c.seq, c.subject_id, c.after::text from hub_change c
    where (c.recorded_at, c.seq) > (%(at)s::timestamptz, %(seq)s::bigint)
    order by c.recorded_at, c.seq limit %(limit)s::bigint
"""


class Floor(Endpoint):
    needs = {"POST": Permission.RESIDENT_FIND}

    def post(self, request) -> Response:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            return Response({"one": cursor.fetchone()[0]})


class Nested(Endpoint):
    """The same person with home, household, categories and members, by the same indexes."""

    needs = {"POST": Permission.RESIDENT_FIND}

    def post(self, request) -> Response:
        active = Resident.objects.exclude(record_status="4")
        person = active.select_related("household", "dwelling").get(
            id_number_hash=identity_hash("111", request.data["id_number"])
        )
        told = SERIALIZERS[Resident](person).data
        for one in (person.household, person.dwelling):
            told[type(one).__name__] = SERIALIZERS[type(one)](one).data if one else None
        for model in FACTS:
            row = model.objects.filter(subject_id=person.id).first()
            told[model.__name__] = SERIALIZERS[model](row).data if row else None
        members = active.filter(household_id=person.household_id).exclude(id=person.id)
        told["members"] = MemberOut(members, many=True).data
        return Response({"resident": told})


class ChangeRows(Endpoint):
    """Rows of the change log by their primary key and nothing else."""

    needs = {"GET": Permission.FEED_READ}
    takes = (*map(OpenApiParameter, ("at", "seq", "limit")),)
    renderer_classes = (QuickJson,)

    def get(self, request) -> Response:
        after = {name: request.GET[name] for name in ("at", "seq", "limit")}
        return Response({"items": [change_row(row) for row in run_prepared(CHANGE_ROWS, after)]})


def change_row(row: tuple) -> dict[str, object]:
    at, seq, who, held = row
    return {"recorded_at": at, "seq": seq, "subject_id": who, "after": orjson.loads(held)}


class PeopleByOffset(Endpoint):
    needs = {"GET": Permission.FEED_READ}
    takes = (*map(OpenApiParameter, ("offset", "limit")),)

    def get(self, request) -> Response:
        start, size = int(request.GET["offset"]), int(request.GET["limit"])
        people = Resident.objects.order_by("received_at", "id")[start : start + size]
        return Response({"items": PersonOut(people, many=True).data})


urlpatterns = [
    path("bench/changes", ChangeRows.as_view()),
    path("bench/people", PeopleByOffset.as_view()),
    path("bench/floor", Floor.as_view()),
    path("bench/nested", Nested.as_view()),
    path("", include("config.urls")),
]
