"""Rows that stayed out, as the inbox shows them: by reason, the rows of one reason at a time."""

from dataclasses import dataclass

from django.db.models import Count

from communities.actor import Actor
from hub.models import SetAside
from hub.selectors.questions import AsideRow, aside_row

PAGE = 20


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """Open rows of one source with the same reason; `field` where only that cell stayed out."""

    source: str
    reason: str
    field: str
    many: int

    @property
    def key(self) -> str:
        return f"{self.source}:{self.reason}:{self.field}"


@dataclass(frozen=True, slots=True)
class Aside:
    """`rows` are those of the group the reader has opened, `last` where its next page begins."""

    groups: tuple[AsideGroup, ...]
    chosen: AsideGroup | None
    rows: tuple[AsideRow, ...]
    more: bool
    last: int


def rows_set_aside(actor: Actor, *, opened: str = "", after: int = 0) -> Aside:
    """What stayed out in the reader's own area: the reasons, the commonest first."""
    waiting = SetAside.objects.filter(state=SetAside.State.OPEN)
    counted = waiting.values_list("source", "reason", "field").annotate(many=Count("pk"))
    groups = tuple(
        AsideGroup(*told)
        for told in sorted(counted, key=lambda told: (-told[3], told[0], told[1], told[2]))
    )
    chosen = next((one for one in groups if one.key == opened), None)
    rows: list[SetAside] = []
    if chosen:
        of_one = waiting.filter(source=chosen.source, reason=chosen.reason, field=chosen.field)
        rows = list(of_one.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    return Aside(
        groups=groups,
        chosen=chosen,
        rows=tuple(aside_row(one, actor) for one in rows[:PAGE]),
        more=len(rows) > PAGE,
        last=rows[:PAGE][-1].pk if rows else 0,
    )
