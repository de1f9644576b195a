"""Requests go over to an owner without an interface on a list that two persons answer for.

An export of named persons needs a second person's word, carries who took it, when and for what,
and is no longer given out after seven days (data dictionary, section 6.2).
"""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communities import trail
from communities.access import require
from communities.actor import Actor
from communities.errors import Conflict, Invalid, NotFound, Refused
from communities.permissions import ROLES, Permission
from communities.rowscope import every_row
from hub.dictionary import FIELDS
from hub.models import CorrectionRequest, RequestList, Resident
from hub.sealing import unseal
from hub.selectors.codes import label_of
from hub.selectors.places import place_name
from hub.selectors.requests import may_go_over, open_requests, people_of, wish_of
from hub.sheets.request_list import Line, request_workbook

GOOD_FOR = timedelta(days=7)
MOST = 2000
HANDED_OVER = "P03"  # purpose: information checked and corrected


@transaction.atomic
def ask_for_list(*, owner: str, actor: Actor, today: date) -> RequestList:
    """Gather what is to be handed to one owner; a second person releases it.

    Raises Invalid when nothing of the actor's rows is to be handed over.
    """
    require(actor, Permission.EXPORT)
    rows = list(
        open_requests()
        .filter(owner=owner, travels=False, handed_over_on=None)
        .order_by("due_on", "id")[:MOST]
    )
    people, listed = people_of(rows), on_a_list(owner, today)
    chosen = [
        row.pk
        for row in rows
        if row.resident_id in people
        and row.pk not in listed
        and may_go_over(FIELDS[row.field], actor, people[row.resident_id])
    ]
    if not chosen:
        raise Invalid(
            "没有要移交的请求，或都已在等待批准的清单里。",
            "Nothing is to be handed over, or all of it is on a list already.",
        )
    area = next(p.prefix for p in actor.posts if Permission.EXPORT in ROLES[p.role])
    return RequestList.objects.create(
        owner=owner, area=area, requests=chosen, made_by=actor.name[:60], ends_on=today + GOOD_FOR
    )


def on_a_list(owner: str, today: date) -> set[int]:
    """Requests that are on a list nobody has taken yet."""
    with every_row():
        live = RequestList.objects.filter(owner=owner, taken_at=None, ends_on__gte=today)
        return {number for one in live for number in one.requests}


@transaction.atomic
def release_list(*, list_id: UUID, actor: Actor) -> RequestList:
    """The second person's word. Raises NotFound, or Refused to the one who asked for the list."""
    with every_row():
        held = RequestList.objects.select_for_update().filter(list_id=list_id).first()
        if held is None:
            raise no_such_list()
        require(actor, Permission.EXPORT_APPROVE, area=held.area)
        if held.made_by == actor.name[:60]:
            raise Refused("清单要由另一个人批准。", "Somebody else has to release the list.")
        if held.released_at is None:
            held.released_by, held.released_at = actor.name[:60], timezone.now()
            held.save(update_fields=["released_by", "released_at"])
            trail.note(actor, action="release", purpose=HANDED_OVER, count=len(held.requests),
                       detail=f"{held.owner} {held.list_id}")  # fmt: skip
        return held


@transaction.atomic
def take_list(*, list_id: UUID, actor: Actor, today: date) -> bytes:
    """The released list as a workbook; its requests count as handed over from today.

    Raises NotFound for somebody else's list, Conflict before its release or after its last day.
    """
    require(actor, Permission.EXPORT)
    held = RequestList.objects.filter(list_id=list_id, made_by=actor.name[:60]).first()
    if held is None:
        raise no_such_list()
    if held.released_at is None:
        raise Conflict("清单还没有批准。", "The list is not released yet.")
    if held.ends_on < today:
        raise Conflict("清单已过七天有效期，请重新生成。", "The list is past its seven days.")
    rows = list(open_requests().filter(pk__in=held.requests).order_by("due_on", "id"))
    content = workbook_of(rows, held, actor=actor)
    CorrectionRequest.objects.filter(pk__in=held.requests, handed_over_on=None).update(
        handed_over_on=today
    )
    held.taken_at = timezone.now()
    held.save(update_fields=["taken_at"])
    trail.note(
        actor,
        action="export",
        purpose=HANDED_OVER,
        residents=[row.resident_id for row in rows],
        fields=sorted({"id_number", "name", *(row.field for row in rows)}),
        detail=f"{held.owner} {held.list_id}",
    )
    return content


def workbook_of(rows: list[CorrectionRequest], held: RequestList, *, actor: Actor) -> bytes:
    people = people_of(rows)
    mark = f"{actor.label or actor.name} {timezone.localtime():%Y-%m-%d %H:%M} {HANDED_OVER}"
    lines = [
        line_of(row, people[row.resident_id], mark) for row in rows if row.resident_id in people
    ]
    return request_workbook(label_of("external_system", held.owner), lines)


def line_of(row: CorrectionRequest, person: Resident, mark: str) -> Line:
    declared, wish = FIELDS[row.field], row.value
    if isinstance(wish, dict):
        said = unseal(row.field, person.resident_id, bytes.fromhex(wish["sealed"]))
    else:
        said = wish_of(declared, wish, full=True)
    number = person.id_number_sealed  # type: ignore[attr-defined]  # a column of a sealed field
    return Line(
        number=row.pk,
        name=person.name or "",
        id_number=unseal("id_number", person.resident_id, bytes(number)) if number else "",
        community=place_name((person.scope or "")[:12]),
        field=declared.label,
        wish=said or "（请求清除）",
        made_on=timezone.localdate(row.made_at),
        due_on=row.due_on,
        mark=mark,
    )


def no_such_list() -> NotFound:
    return NotFound("没有这份清单。", "There is no such list.")
