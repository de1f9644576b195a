"""A person moves house, alone or with others of the household: a new living address, one word.

A home is found by its address and shared by all who live there, so it is never rewritten for one
of them: whoever moves, or was entered at a wrong address, is told to live at another home.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from communities.access import require
from communities.actor import Actor
from communities.errors import Invalid, NotFound
from communities.models.area import Level
from communities.permissions import Permission
from communities.prefixes import STREET_DIGITS
from communities.rowscope import every_row
from communities.selectors.areas import area_with
from hub.cleaning import parse_address
from hub.fields import COUNTER
from hub.models import Resident
from hub.models.resident import DEAD
from hub.selectors.places import names_around
from hub.services.correct import Subject, locked
from hub.services.intake import Observation, TakenIn, take_in
from hub.services.once import done_before, once

EARLIEST = date(1900, 1, 1)  # nobody alive has lived anywhere longer


@dataclass(frozen=True, slots=True)
class Move:
    """Where to and since when; `on` is None where only a wrong address is put right."""

    community: str
    address: str
    on: date | None = None


def move(
    *,
    resident: UUID,
    to: Move,
    actor: Actor,
    together: Sequence[UUID] = (),
    operation: str = "",
    today: date | None = None,
) -> int:
    """Let a person, and those of the household who live in the same home, live at an address.

    Gives the number of people who moved. Raises NotFound, Refused, Invalid: an address that names
    no home, a day to come, a place in another street, an address where everybody lives already,
    somebody of another home, a move of the dead.
    """
    before = moved_before(
        resident=resident, to=to, together=together, actor=actor, operation=operation
    )
    if before is not None:
        return before
    day = today or timezone.localdate()
    checked_address(to, today=day)
    told = all_told(resident, together)
    request = request_of(told, to)
    with every_row():
        subject = locked(resident)
        require(actor, Permission.RESIDENT_CORRECT, area=subject.scope)
        check_same_street(subject, to)
        check_same_home(subject, told[1:])
        check_alive(told, to)
        done = once(
            operation=operation,
            request=request,
            actor=actor,
            work=lambda: {"moved": _settle(told, to, actor, operation, day)},
        )
    return int(done["moved"])


def moved_before(
    *, resident: UUID, to: Move, together: Sequence[UUID], actor: Actor, operation: str
) -> int | None:
    """How many people this very form has moved already, though they may be out of the mover's
    reach since; None when it has not."""
    request = request_of(all_told(resident, together), to)
    done = done_before(operation=operation, request=request, actor=actor)
    return int(done["moved"]) if done else None


def all_told(resident: UUID, together: Sequence[UUID]) -> list[UUID]:
    return [resident, *(one for one in dict.fromkeys(together) if one != resident)]


def request_of(told: Sequence[UUID], to: Move) -> dict[str, list[str]]:
    return {"residents": list(map(str, told)), "to": [to.community, to.address, str(to.on)]}


def checked_address(to: Move, *, today: date) -> None:
    """Raises Invalid for a day to come, a place that is no community, an address that names no
    home there."""
    if to.on and to.on > today:
        raise Invalid(
            "搬入日期不能晚于今天。", "The day of moving is in the future.", fields={"on": "future"}
        )
    if to.on and to.on < EARLIEST:
        raise Invalid(
            "搬入日期有误，请核对年份。", "Check the year of moving.", fields={"on": "long_ago"}
        )
    try:
        is_community = area_with(to.community).level == Level.COMMUNITY
    except NotFound:
        is_community = False
    if not is_community:
        raise Invalid("请选择社区。", "Choose a community.", fields={"community": "level"})
    names = names_around(to.community)
    home = parse_address(to.address, community=to.community, names=names)
    if not home.key or (home.building and not home.room):
        raise Invalid(
            "没有认出住址：请写明楼栋、单元和室号，例如 36栋2单元1502。",
            "No home is named: write building, unit and room, such as 36栋2单元1502.",
            fields={"address": "unclear"},
        )


def housemates(subject: Subject) -> set[UUID]:
    """The others of the household who live in the person's home."""
    if subject.household is None or subject.dwelling is None:
        return set()
    others = Resident.objects.filter(household=subject.household, dwelling=subject.dwelling)
    return set(others.exclude(pk=subject.id).values_list("resident_id", flat=True))


def check_same_home(subject: Subject, together: Sequence[UUID]) -> None:
    if not housemates(subject).issuperset(together):
        raise Invalid(
            "一起搬的人须与本人同户同住，请刷新页面后重选。",
            "Only people of the same household and home move together; reload and choose again.",
            fields={"together": "elsewhere"},
        )


def check_same_street(subject: Subject, to: Move) -> None:
    """Who goes to another street has left; that street enters who comes."""
    if not to.community.startswith(subject.scope[:STREET_DIGITS]):
        raise Invalid(
            "只能改到本街道的社区；搬到别的街道的，请登记离开日期。",
            "Only communities of the own street; who leaves it is told with a day of leaving.",
            fields={"community": "elsewhere"},
        )


def check_alive(told: Sequence[UUID], to: Move) -> None:
    """The dead move nowhere; their address may still be put right."""
    if to.on and Resident.objects.filter(resident_id__in=told, alive_status=DEAD).exists():
        raise Invalid(
            "所选的人里有人已登记死亡，不能登记搬家；只是原来住址登记错了，请把搬入日期留空。",
            "Somebody chosen is registered as deceased and cannot move.",
            fields={"on": "deceased"},
        )


def _settle(told: Sequence[UUID], to: Move, actor: Actor, operation: str, day: date) -> int:
    said: dict[str, object] = {"address": to.address}
    if to.on:
        said["move_in_date"] = to.on
    now = timezone.now()
    result: TakenIn = take_in(
        [Observation(said, resident=one, community=to.community, at=now, on=to.on) for one in told],
        source=COUNTER,
        actor=actor,
        operation=operation,
        today=day,
    )
    if not result.changed:
        raise Invalid("现在登记的就是这个住址，不用更正。", "This is the address already.")
    return result.changed
