from datetime import datetime
from hashlib import sha256
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from communities.actor import Actor
from communities.api.endpoint import Call, Endpoint
from communities.errors import Invalid
from communities.permissions import Permission
from hub.api.entering import LONGEST_VERSION, enter
from hub.api.outcomes import ObservationsOut
from hub.api.told_values import is_readable
from hub.dictionary import FIELDS
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
    id_number = serializers.CharField(
        required=False, min_length=1, max_length=40, help_text="完整的证件号码 (whole ID number)"
    )
    resident_id = serializers.UUIDField(
        required=False, help_text="居民内部标识，先于证件号码 (goes before the ID number)"
    )
    key = serializers.CharField(
        required=False, default="", max_length=80, allow_blank=True,
        help_text="来源自己的编号 (the source's own key)",
    )  # fmt: skip
    version = serializers.CharField(
        required=False, default="", max_length=LONGEST_VERSION, allow_blank=True,
        help_text="来源自己的版本，只有它决定同一编号的先后；全是数字的按大小，其余按文字比较"
        " (the source's own version, which alone orders the news of one key; digits alone are"
        " compared as numbers, anything else as text)",
    )  # fmt: skip
    at = Moment(
        required=False,
        help_text="消息的时间，晚于现在的整行搁置；不决定先后"
        " (moment of the message; a row of the future is set aside; it orders nothing)",
    )
    on = serializers.DateField(required=False, help_text="事实的日期 (day of the fact)")
    community = serializers.RegexField(
        r"^[0-9]{12}$", required=False, help_text="社区代码，12 位 (code of the community)"
    )
    values = serializers.DictField(
        allow_empty=False,
        help_text="字段 → 值；不写、null 和空白都不表示什么"
        " (field to value; absent, null and blank say nothing)",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("id_number") and not attrs.get("resident_id"):
            raise serializers.ValidationError({"id_number": "needed"}, code="required")
        return attrs


class ObservationsIn(serializers.Serializer):
    operation = serializers.CharField(
        min_length=1,
        max_length=LONGEST,
        help_text="操作编号，同一编号再送一次不会改动任何内容 (the same again changes nothing)",
    )
    observations = serializers.ListField(
        child=ObservationIn(),
        min_length=1,
        max_length=MOST,
    )


class Observations(Endpoint):
    """What a system has to say, by the same door as everything else; only its granted fields.
    The outcome of each row tells the reasons.
    """

    needs = {"POST": Permission.OBSERVATION_SEND}
    words = "一个系统要说的话，与其他一切走同一个入口；只收密钥写明的字段。每行的结果附原因。"

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
