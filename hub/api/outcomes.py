"""What a sender is told of each row: its state, and a sentence for all that was not taken."""

from collections.abc import Sequence, Set
from typing import Any

from rest_framework import serializers

from hub.reasons import in_both
from hub.services.intake import Outcome, TakenIn, Trouble
from hub.services.intake.outcome import SKIPPED


class ReasonOut(serializers.Serializer):
    reason = serializers.CharField()
    field = serializers.CharField()
    message = serializers.CharField()
    message_en = serializers.CharField()


class OutcomeOut(serializers.Serializer):
    n = serializers.IntegerField()
    state = serializers.CharField()
    resident_id = serializers.UUIDField(allow_null=True)
    reasons = ReasonOut(many=True)


class ObservationsOut(serializers.Serializer):
    rows = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    outcomes = OutcomeOut(many=True)


def told_back(
    taken: TakenIn, rows: Sequence[dict[str, Any]], unknown_places: Set[str]
) -> dict[str, Any]:
    """The answer to `rows`; `unknown_places` are told communities that were not taken."""
    return {
        "rows": taken.rows,
        "counts": taken.counts(),
        "outcomes": [
            outcome(one, row, unknown_places) for one, row in zip(taken.outcomes, rows, strict=True)
        ],
    }


def outcome(one: Outcome, row: dict[str, Any], unknown_places: Set[str]) -> dict[str, Any]:
    """Of what was heard and not taken only the row's own words: what a number implies, its
    birthday say, may be no field of the key's."""
    own = {*row["values"], "id_number"}
    whys = [*one.reasons, *(why for why in one.not_taken if why.field in own)]
    if one.state == SKIPPED:
        whys.append(Trouble("older_version", "version"))
    if row.get("community") in unknown_places:
        whys.append(Trouble("community_unknown", "community"))
    return {
        "n": one.n,
        "state": one.state,
        "resident_id": str(one.resident) if one.resident else None,
        "reasons": [reason(why) for why in whys],
    }


def reason(why: Trouble) -> dict[str, str]:
    zh, en = in_both(why.reason)
    return {"reason": why.reason, "field": why.field, "message": zh, "message_en": en}
