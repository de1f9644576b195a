"""Lists of cases as a clerk reads them: the matter, whose it is, masked; the look is logged."""

from collections.abc import Iterable

from communities import trail
from communities.actor import Actor
from hub.models import MatterCase
from hub.selectors.cases import names_in_list
from hub.services.matters.counter import COUNTER_PURPOSE
from hub.services.matters.definition import Matter, shipped_matters

Line = tuple[MatterCase, Matter | None, str]


def lines_of(cases: Iterable[MatterCase], actor: Actor) -> list[Line]:
    rows, shown = list(cases), shipped_matters()
    if not rows:
        return []
    names = names_in_list(rows)
    trail.note(
        actor, action="matter", purpose=COUNTER_PURPOSE, residents=list(names), count=len(names)
    )
    return [(case, shown.get(case.matter), names.get(case.resident_id, "")) for case in rows]
