"""Open requests to owners, as one reader may see them, and how many are late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from communities.access import EVERYWHERE
from communities.actor import Actor
from communities.permissions import ROLES, Permission
from communities.rowscope import every_row
from hub.dictionary import FIELDS
from hub.fields import Declared
from hub.models import CorrectionRequest, RequestList, Resident
from hub.models.request import OPEN
from hub.selectors.search import is_child
from hub.selectors.sight import JUDICIAL, NEVER, Shows, Sight
from hub.selectors.value_text import text_seen
from hub.selectors.whom import Person, Whom, people_told, whom

PAGE = 50
GIVEN_OUT = ("E", "V", "M")  # rights under which a value may go over to its owner on a list


@dataclass(frozen=True, slots=True)
class Asked:
    """One open request as the reader sees it; `whom` and `wish` are masked where they must be."""

    request: CorrectionRequest
    whom: Whom
    wish: str
    late: bool


@dataclass(frozen=True, slots=True)
class OwnerDue:
    """What is open at one owner: all, past their day, and still to be handed over by a person."""

    owner: str
    many: int
    late: int
    to_hand_over: int


def open_requests() -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(state__in=OPEN)


def owners_due(today: date) -> list[OwnerDue]:
    """Every owner with open requests in the reader's rows, the latest first."""
    rows = (
        open_requests()
        .values("owner")
        .annotate(
            many=Count("id"),
            late=Count("id", filter=Q(due_on__lt=today)),
            to_hand_over=Count("id", filter=Q(travels=False, handed_over_on=None)),
        )
        .order_by("-late", "-many", "owner")
    )
    return [OwnerDue(**row) for row in rows]


def asked_of(
    owner: str, *, actor: Actor, today: date, after: int = 0
) -> tuple[list[Asked], int | None]:
    """A page of open requests, those due first, and where the next page begins."""
    rows = open_requests().order_by("due_on", "id")
    rows = rows.filter(owner=owner) if owner else rows
    page = list(rows[after : after + PAGE + 1])
    people = people_told((row.resident_id for row in page[:PAGE]), today)
    shown = [one for row in page[:PAGE] if (one := as_seen(row, people, actor, today))]
    return shown, after + PAGE if len(page) > PAGE else None


def people_of(rows: Iterable[CorrectionRequest]) -> Mapping[int, Resident]:
    return Resident.objects.in_bulk({row.resident_id for row in rows})


def as_seen(
    row: CorrectionRequest, people: Mapping[int, Person], actor: Actor, today: date
) -> Asked | None:
    person, declared = people.get(row.resident_id), FIELDS.get(row.field)
    if person is None or declared is None:
        return None
    shows = Sight(actor, person.scope, under14=is_child(person.age)).shows(declared)
    if shows in (Shows.HIDDEN, Shows.FLAG):
        return None
    return Asked(
        request=row,
        whom=whom(person, actor),
        wish=wish_of(declared, row.value, full=shows is Shows.FULL),
        late=row.due_on < today,
    )


def wish_of(declared: Declared, kept: Any, *, full: bool) -> str:
    """What is asked for, in words; empty asks for the value to be taken away."""
    if isinstance(kept, dict):
        return str(kept["mask"])
    value = wished(declared, kept)
    if value in (None, ""):
        return ""
    return text_seen(declared, value, full=full)


def wished(declared: Declared, kept: str) -> Any:
    """The wish as its field's type has it: it is kept as text."""
    if declared.type == "code[]":
        return kept.split(",") if kept else None
    return kept == "1" if declared.type == "bool" and kept else kept


def may_go_over(declared: Declared, actor: Actor, person: Resident) -> bool:
    if declared.name in NEVER | JUDICIAL:
        return False
    return Sight(actor, person.scope or "").right(declared.category) in GIVEN_OUT


def late_by_owner(actor: Actor, today: date) -> list[tuple[str, int]]:
    """Numbers only, for those who stand in front of no rows: owner and how many are late."""
    with every_row():
        rows = open_requests().filter(
            due_on__lt=today, resident_id__in=people_within(actor).values("pk")
        )
        counted = rows.values_list("owner").annotate(many=Count("id")).order_by("-many", "owner")
        return list(counted)


def people_within(actor: Actor) -> QuerySet[Resident]:
    inside = Q(pk__in=())
    for prefix in office_prefixes(actor):
        inside |= Q(scope__startswith=prefix)
    return Resident.objects.filter(inside).order_by()


def office_prefixes(actor: Actor) -> tuple[str, ...]:
    """The areas the actor answers for with numbers."""
    if actor.is_system:
        return EVERYWHERE
    return tuple(p.prefix for p in actor.posts if Permission.REPORT_SEE in ROLES[p.role])


def lists_to_release(actor: Actor) -> list[RequestList]:
    """Lists that wait for the second person, of the areas where the actor may release them."""
    inside = Q(pk__in=())
    for post in actor.posts:
        if Permission.EXPORT_APPROVE in ROLES[post.role]:
            inside |= Q(area__startswith=post.prefix)
    with every_row():
        return list(RequestList.objects.filter(inside, released_at=None).order_by("id"))


def lists_of(actor: Actor, today: date) -> list[RequestList]:
    """The actor's own lists that are still good."""
    own = RequestList.objects.filter(made_by=actor.name[:60], ends_on__gte=today)
    return list(own.order_by("-id")[:20])
