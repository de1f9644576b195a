from datetime import datetime
from hashlib import sha256
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
from hub.api.told_values import is_readable
from hub.dictionary import FIELDS
from hub.fields import IMPORT
from hub.reasons import sentence
from hub.selectors.told_elsewhere import Told, told_elsewhere
from hub.services.intake import Observation, TakenIn, take_in
from hub.services.once import once

MOST = 1000
LONGEST = 80


class Moment(serializers.DateTimeField):
    """A moment; the first and last days of the calendar have none in every zone."""

    def enforce_timezone(self, value: datetime) -> datetime:
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")


class ObservationIn(serializers.Serializer):
    id_number = serializers.CharField(required=False, min_length=1, max_length=40)
    resident_id = serializers.UUIDField(required=False)
    key = serializers.CharField(required=False, default="", max_length=80, allow_blank=True)
    version = serializers.CharField(required=False, default="", max_length=40, allow_blank=True)
    at = Moment(required=False)
    on = serializers.DateField(required=False)
    community = serializers.RegexField(r"^[0-9]{12}$", required=False)
    values = serializers.DictField(allow_empty=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("id_number") and not attrs.get("resident_id"):
            raise serializers.ValidationError({"id_number": "id_number or resident_id is needed"})
        return attrs


class ObservationsIn(serializers.Serializer):
    operation = serializers.CharField(
        min_length=1, max_length=LONGEST, help_text="the same again changes nothing"
    )
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
        operation = own_operation(actor, told.validated_data["operation"])
        answer = once(
            operation=operation,
            request=told.validated_data,
            actor=actor,
            work=lambda: enter(rows, actor, operation),
        )
        return Response(answer)


def own_operation(actor: Actor, told: str) -> str:
    """The caller's operation under the caller's name; a long one by its digest, never cut short."""
    whole = f"{actor.name}:{told}"
    return (
        whole
        if len(whole) <= LONGEST
        else f"{actor.name[:40]}:{sha256(whole.encode()).hexdigest()[:32]}"
    )


def enter(rows: list[dict[str, Any]], actor: Actor, operation: str) -> dict[str, Any]:
    source = actor.speaks_for or IMPORT
    told = [observation(row, actor) for row in rows]
    named = [Told(one.resident, one.said.get("id_number"), one.key) for one in told]
    away = told_elsewhere(named, source=source, actor=actor)
    taken = take_in(
        [stranger(rows[n]) if n in away else one for n, one in enumerate(told)],
        source=source,
        actor=actor,
        operation=operation,
        today=timezone.localdate(),
    )
    note(actor, taken)
    return told_back(taken)


def stranger(row: dict[str, Any]) -> Observation:
    """Somebody outside the key's areas goes the way of somebody nobody knows."""
    told = {name: value for name, value in row.items() if name != "values"}
    return Observation(
        said={name: value for name, value in row["values"].items() if name != "id_number"},
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
    """Unknown, computed and not granted fields and values of no kind are refused by name."""
    wrong: dict[str, object] = {}
    for row in rows:
        for name, value in row["values"].items():
            if why := trouble_of(actor, name, value):
                wrong[name] = why
    if wrong:
        raise Invalid("有字段不能由此写入。", "Some fields cannot be written here.", fields=wrong)


def trouble_of(actor: Actor, name: str, value: object) -> str:
    declared = FIELDS.get(name)
    if declared is None or declared.type in ("uuid", "fk"):
        return "unknown"
    if declared.derived == "yes":
        return "derived"
    if actor.is_consumer and name not in actor.consumer_fields:
        return "not_granted"
    return "" if is_readable(declared, value) else "wrong_type"


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
