from typing import Any
from uuid import uuid4

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from communities import trail
from communities.actor import Actor
from communities.api.endpoint import Call, Endpoint
from communities.errors import Invalid
from communities.permissions import Permission
from hub.dictionary import FIELDS
from hub.fields import IMPORT
from hub.reasons import sentence
from hub.selectors.told_elsewhere import told_elsewhere
from hub.services.intake import Observation, TakenIn, take_in
from hub.services.once import once

MOST = 1000


class ObservationIn(serializers.Serializer):
    id_number = serializers.CharField(required=False, max_length=40)
    resident_id = serializers.UUIDField(required=False)
    key = serializers.CharField(required=False, default="", max_length=80, allow_blank=True)
    version = serializers.CharField(required=False, default="", max_length=40, allow_blank=True)
    at = serializers.DateTimeField(required=False)
    on = serializers.DateField(required=False)
    community = serializers.RegexField(r"^\d{12}$", required=False)
    values = serializers.DictField(allow_empty=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("id_number") and not attrs.get("resident_id"):
            raise serializers.ValidationError({"id_number": "id_number or resident_id is needed"})
        return attrs


class ObservationsIn(serializers.Serializer):
    operation = serializers.CharField(max_length=80, help_text="the same again changes nothing")
    observations = serializers.ListField(
        child=ObservationIn(),
        min_length=1,
        max_length=MOST,
    )


class ReasonOut(serializers.Serializer):
    reason = serializers.CharField()
    field = serializers.CharField()
    message = serializers.CharField()


class OutcomeOut(serializers.Serializer):
    n = serializers.IntegerField()
    state = serializers.CharField()
    resident_id = serializers.UUIDField(allow_null=True)
    reasons = ReasonOut(many=True)


class ObservationsOut(serializers.Serializer):
    rows = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    outcomes = OutcomeOut(many=True)


class Observations(Endpoint):
    """What a system has to say, by the same door as everything else; only its granted fields."""

    needs = {"POST": Permission.OBSERVATION_SEND}

    @extend_schema(request=ObservationsIn, responses=ObservationsOut)
    def post(self, request: Call) -> Response:
        told = ObservationsIn(data=request.data)
        told.is_valid(raise_exception=True)
        actor = request.actor
        rows = told.validated_data["observations"]
        refuse_foreign_fields(actor, rows)
        answer = once(
            operation=f"{actor.name}:{told.validated_data['operation']}"[:80],
            request=dict(request.data),
            actor=actor,
            work=lambda: enter(rows, actor, told.validated_data["operation"]),
        )
        return Response(answer)


def enter(rows: list[dict[str, Any]], actor: Actor, operation: str) -> dict[str, Any]:
    away = told_elsewhere([(row.get("resident_id"), row.get("id_number")) for row in rows], actor)
    taken = take_in(
        [stranger(row) if n in away else observation(row, actor) for n, row in enumerate(rows)],
        source=actor.speaks_for or IMPORT,
        actor=actor,
        operation=f"{actor.name}:{operation}"[:80],
        today=timezone.localdate(),
    )
    note(actor, taken)
    return told_back(taken)


def stranger(row: dict[str, Any]) -> Observation:
    """Somebody outside the key's areas goes the way of somebody nobody knows."""
    told = {name: value for name, value in row.items() if name != "values"}
    return Observation(
        said=dict(row["values"]),
        on=row.get("on"),
        resident=uuid4(),
        community=row.get("community") or "",
        raw={**told, **row["values"]},
    )


def note(actor: Actor, taken: TakenIn) -> None:
    trail.note(actor, action="observe", purpose=actor.purpose, count=taken.rows)


def told_back(taken: TakenIn) -> dict[str, Any]:
    return {
        "rows": taken.rows,
        "counts": taken.counts(),
        "outcomes": [
            {
                "n": one.n,
                "state": one.state,
                "resident_id": str(one.resident) if one.resident else None,
                "reasons": [
                    {"reason": why.reason, "field": why.field, "message": sentence(why.reason)}
                    for why in one.reasons
                ],
            }
            for one in taken.outcomes
        ],
    }


def refuse_foreign_fields(actor: Actor, rows: list[dict[str, Any]]) -> None:
    """Unknown, computed and not granted fields are refused by name, and nothing enters."""
    wrong: dict[str, object] = {}
    for row in rows:
        for name in row["values"]:
            declared = FIELDS.get(name)
            if declared is None or declared.type in ("uuid", "fk"):
                wrong[name] = "unknown"
            elif declared.derived == "yes":
                wrong[name] = "derived"
            elif actor.is_consumer and name not in actor.consumer_fields:
                wrong[name] = "not_granted"
    if wrong:
        raise Invalid("有字段不能由此写入。", "Some fields cannot be written here.", fields=wrong)


def observation(row: dict[str, Any], actor: Actor) -> Observation:
    said = dict(row["values"])
    if row.get("id_number"):
        said["id_number"] = row["id_number"]
    key = row.get("key") or ""
    return Observation(
        said=said,
        key=f"{actor.name}:{key}" if key else "",
        version=row.get("version") or "",
        at=row.get("at"),
        on=row.get("on"),
        resident=row.get("resident_id"),
        community=row.get("community") or "",
    )
