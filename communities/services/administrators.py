"""The first three people of an empty hub; every other account is opened by one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from communities.actor import Actor
from communities.errors import Conflict, Invalid, NotFound
from communities.models import Area, Posting, Staff
from communities.permissions import APART
from communities.services.passwords import first_password
from communities.services.staff import hire, post


@dataclass(frozen=True, slots=True)
class Appointed:
    """`password` opens the account once; it is changed at the first sign-in and kept nowhere."""

    staff: Staff
    role: str
    password: str


@transaction.atomic
def appoint_administrators(
    *, people: Mapping[str, tuple[str, str]], area: str, today: date, actor: Actor
) -> list[Appointed]:
    """Open the accounts of the system, the security and the audit administrator, once.

    `people` gives account and name by role, `area` the code all three are posted at. Raises
    NotFound while the area tree is not loaded, Conflict when anybody was ever posted as one of
    the three, Invalid when two of them are one person.
    """
    city = Area.objects.select_for_update().filter(pk=area).first()  # two at once take turns
    if city is None:
        raise NotFound(f"没有区划 {area}，请先用 load_areas 载入区划树。",
                       f"There is no area {area}; load the area tree first.")  # fmt: skip
    if Posting.objects.filter(role__in=APART).exists():
        raise Conflict(
            "三员已经任命。其他账号由安全管理员在“人员与任职”中开设。",
            "The administrators are appointed. Other accounts are opened by the security one.",
        )
    if set(people) != set(APART) or len({user for user, _name in people.values()}) != len(APART):
        raise Invalid("系统、安全、审计三员须由不同的人担任，也不兼其他岗位。",
                      "System, security and audit administrators are three people apart.",
                      fields={"role": "apart"})  # fmt: skip
    return [_appoint(role, people[role], city.code, today, actor) for role in APART]


def _appoint(role: str, person: tuple[str, str], area: str, today: date, actor: Actor) -> Appointed:
    username, name = person
    password = first_password()
    staff = hire(username=username, name=name, password=password, actor=actor,
                 must_change_password=True)  # fmt: skip
    post(staff=staff, area=area, role=role, starts_on=today, actor=actor)
    return Appointed(staff, role, password)
