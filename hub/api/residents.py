"""One resident: by the whole ID number with a purpose, or by the public key."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from communities import trail
from communities.access import reachable_prefixes, visible_prefixes
from communities.actor import Actor
from communities.api.endpoint import Call, Endpoint
from communities.errors import Invalid, Refused
from communities.permissions import ASKED_AT_COUNTER, PURPOSES, Permission
from communities.rowscope import scope_of
from hub.api.json import QuickJson, QuickReading
from hub.errors import NobodyHere, NumberWrong, SearchTooShort
from hub.selectors.asked import Asked, Kind, recognise
from hub.selectors.key_answer import KeyAnswer, answer_to_key
from hub.selectors.profile import Profile, profile_of
from hub.selectors.profile_query import BY_IDENTITY, BY_RESIDENT, held_of
from hub.selectors.search import number_hashes
from hub.services.numbers_asked import stop_enumeration

LONGEST_NUMBER = 40
Seen = Profile | KeyAnswer | None


class LookupIn(serializers.Serializer):
    id_number = serializers.CharField(min_length=1, max_length=LONGEST_NUMBER)
    purpose = serializers.ChoiceField(
        [(code, f"{zh} ({en})") for code, (zh, en) in PURPOSES.items()]
    )


class ValueOut(serializers.Serializer):
    value = serializers.JSONField(help_text="遮蔽时为 null (null where the value is masked)")
    text = serializers.CharField()
    masked = serializers.BooleanField()
    source = serializers.CharField()
    at = serializers.CharField()
    by_owner = serializers.BooleanField()
    doubt = serializers.BooleanField()
    pending = serializers.BooleanField()
    old = serializers.BooleanField()


class MemberOut(serializers.Serializer):
    resident_id = serializers.UUIDField()
    name = serializers.CharField()
    sex = serializers.CharField()
    relation_to_head = serializers.CharField()
    birth_year = serializers.CharField()


class ResidentOut(serializers.Serializer):
    resident_id = serializers.UUIDField()
    as_of = serializers.DateField()
    categories = serializers.DictField(child=serializers.DictField(child=ValueOut()))
    household = MemberOut(many=True)


class LookupOut(serializers.Serializer):
    resident = ResidentOut(allow_null=True)


def told_pair(told: object) -> tuple[str, str]:
    """The ID number and the purpose of a look-up, read by hand: it is the busiest call of all."""
    told = told if isinstance(told, dict) else {}
    number, purpose = told.get("id_number"), told.get("purpose")
    if isinstance(number, str) and isinstance(purpose, str) and 0 < len(number) <= LONGEST_NUMBER:
        return number, purpose
    raise Invalid(
        "需要 id_number 和 purpose。",
        "id_number and purpose are needed.",
        fields={"id_number": "text", "purpose": "text"},
    )


def read_number(told: str) -> Asked:
    """What was asked for; a text that cannot be looked for at all is a wrong ID number here."""
    try:
        return recognise(told)
    except SearchTooShort as unreadable:
        raise NumberWrong from unreadable


def checked_purpose(actor: Actor, told: str) -> str:
    """The purpose of this call; a key has one and no other, a person one of those of the pages."""
    if told not in (PURPOSES if actor.is_consumer else ASKED_AT_COUNTER):
        raise Invalid("用途代码有误。", "Unknown purpose.", fields={"purpose": "unknown"})
    if actor.is_consumer and told != actor.purpose:
        raise Refused("密钥不是为这个用途授权的。", "The key was not granted for this purpose.")
    return told


def action_of(actor: Actor, seen: Seen) -> str:
    """As on the page: beyond the own grid it is a reach, which the secretary is shown."""
    if actor.is_consumer or not isinstance(seen, Profile):
        return "api_lookup"
    return "api_lookup" if seen.scope.startswith(visible_prefixes(actor)) else "reach"


class PersonEndpoint(Endpoint):
    brings_scope = True
    parser_classes = (QuickReading,)
    renderer_classes: tuple[type[BaseRenderer], ...] = (QuickJson,)

    def seen(self, request: Call, *, by: str, key: object, reached: bool) -> Seen:
        """What the caller sees of the person: a page's profile, or a key's plain answer.

        Whoever is `reached` by a whole number may live in the caller's community, not only grid.
        """
        actor, day = request.actor, timezone.localdate()
        scope = scope_of(reachable_prefixes(actor) if reached else visible_prefixes(actor))
        if not actor.is_consumer:
            return profile_of(by=by, key=key, actor=actor, day=day, reached=reached, scope=scope)
        held = held_of(by=by, key=key, day=day, scope=scope)
        return answer_to_key(held, actor=actor, day=day) if held else None

    def note(self, request: Call, action: str, purpose: str, seen: Seen) -> None:
        trail.note(
            request.actor,
            action=action,
            purpose=purpose,
            residents=[seen.id] if seen else [],
            fields=seen.shown_in_full if seen else [],
            matter=seen.matter if seen else "",
        )


class Lookup(PersonEndpoint):
    """The one-screen profile by a whole ID number. No match and no right are one answer.

    A person at work may ask for so many numbers an hour, 429 `too_many` after that.
    """

    needs = {"POST": Permission.RESIDENT_FIND}
    words = (
        "按完整的证件号码查一个人的全貌。查无此人和无权查看是同一个回答。"
        "工作人员每小时可查的号码有限，超过答 429 `too_many`。"
    )

    @extend_schema(request=LookupIn, responses=LookupOut)
    def post(self, request: Call) -> Response:
        number, purpose = told_pair(request.data)
        purpose = checked_purpose(request.actor, purpose)
        asked = read_number(number)
        stop_enumeration(actor=request.actor, now=timezone.now())
        seen = None
        if asked.kind is Kind.NUMBER:
            seen = self.seen(request, by=BY_IDENTITY, key=number_hashes(asked.text), reached=True)
        self.note(request, action_of(request.actor, seen), purpose, seen)
        return Response({"resident": seen.as_dict() if seen else None})


class OneResident(PersonEndpoint):
    """The profile by the public key. A key's own purpose counts; a person tells one."""

    needs = {"GET": Permission.RESIDENT_SEE}
    takes = (
        OpenApiParameter("purpose", str, enum=list(PURPOSES), description="用途代码 (purpose)"),
    )
    words = "按内部标识看一个人的全貌。密钥按自己的用途，工作人员要写明用途。"

    @extend_schema(responses=ResidentOut)
    def get(self, request: Call, resident_id: UUID) -> Response:
        actor = request.actor
        purpose = checked_purpose(actor, request.GET.get("purpose", actor.purpose))
        seen = self.seen(request, by=BY_RESIDENT, key=resident_id, reached=False)
        self.note(request, "api_profile", purpose, seen)
        if seen is None:
            raise NobodyHere
        return Response(seen.as_dict())
