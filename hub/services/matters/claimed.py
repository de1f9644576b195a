"""Months that earlier applications of the same matter have asked for already."""

from collections.abc import Mapping

from hub.models import MatterCase
from hub.services.matters.answers import months_between

State = MatterCase.State
STANDING = (State.SUBMITTED, State.ACCEPTED, State.IN_REVIEW, State.APPROVED, State.DONE)


def months_taken(case: MatterCase, given: Mapping[str, object]) -> dict[str, int]:
    """`<name>_taken` for each asked span of months: how many another standing case asks for."""
    spans = {
        name.removesuffix("_from"): (str(first), str(given.get(name.removesuffix("_from") + "_to")))
        for name, first in given.items()
        if name.endswith("_from")
    }
    if not spans:
        return {}
    earlier = MatterCase.objects.filter(
        resident_id=case.resident_id, matter=case.matter, state__in=STANDING
    ).exclude(pk=case.pk)
    asked = list(earlier.values_list("asked", flat=True))
    return {
        f"{stem}_taken": sum(shared(span, one, stem) for one in asked)
        for stem, span in spans.items()
    }


def shared(span: tuple[str, str], asked: Mapping[str, object], stem: str) -> int:
    """Months that lie in both spans."""
    first = max(span[0], str(asked.get(f"{stem}_from") or span[0]))
    last = min(span[1], str(asked.get(f"{stem}_to") or ""))
    return max(months_between(first, last) or 0, 0)
