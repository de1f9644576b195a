"""Rows of places and people at work for tests."""

import itertools
from datetime import date, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from communities.access import prefix_of
from communities.actor import Actor, Post, system_actor
from communities.models import Area, Posting, Staff
from communities.models.area import DIGITS
from communities.services.consumers import grant_key

PASSWORD = "Jiang-Di-2026"
NUMBERS = itertools.count(1)
HUBEI, WUHAN, HANYANG = "420000000000", "420100000000", "420105000000"
JIANGDI, JIANGTENG = "420105011000", "420105011006"
GRID = JIANGTENG + "001"
NEXT_GRID = JIANGTENG + "002"
NEXT_COMMUNITY = "420105011007"
OTHER_STREET, OTHER_COMMUNITY = "420105012000", "420105012001"
ACTOR = system_actor("test")


def make_area(code: str, name: str = "") -> Area:
    """An area with every area above it."""
    prefix = prefix_of(code)
    level = next(level for level, digits in DIGITS.items() if digits == len(prefix))
    above = {4: 2, 6: 4, 9: 6, 12: 9, 15: 12}.get(len(prefix))
    parent = make_area(prefix[:above].ljust(12, "0")) if above else None
    area, _made = Area.objects.get_or_create(
        code=code,
        defaults={"name": name or f"区域{prefix}", "short_name": name or f"区域{prefix}",
                  "level": level, "parent": parent, "prefix": prefix},
    )  # fmt: skip
    return area


def make_staff(username: str = "", *, password: str = PASSWORD, **more: object) -> Staff:
    name = username or f"worker{next(NUMBERS)}"
    staff = Staff(username=name, name=f"工作人员{name}", **more)
    staff.password = hashed(password)
    staff.save()
    return staff


@cache
def hashed(password: str) -> str:
    """Hashing is slow on purpose, and the same password is hashed once a run."""
    return make_password(password)


def make_posting(
    staff: Staff | None = None, role: str = "GRID", area: str = GRID, line: str = "",
    starts_on: date | None = None, ends_on: date | None = None,
) -> Posting:  # fmt: skip
    return Posting.objects.create(
        staff=staff or make_staff(), role=role, area=make_area(area), line=line,
        starts_on=starts_on or timezone.localdate() - timedelta(days=30), ends_on=ends_on,
        granted_by="test",
    )  # fmt: skip


def make_worker(role: str, area: str = JIANGTENG, line: str = "") -> Staff:
    """A person with one posting of today."""
    if role in ("STREET_LINE", "DISTRICT") and not line:
        line = "labour"
    return make_posting(role=role, area=area, line=line).staff


def an_actor(*posts: tuple[str, ...]) -> Actor:
    """an_actor(("GRID", GRID), ("STREET_LINE", JIANGDI, "labour")), without a row."""
    held = tuple(Post(post[0], post[1], prefix_of(post[1]), *post[2:]) for post in posts)
    return Actor("staff", 1, "someone", held)


def make_key(
    fields: tuple[str, ...] = ("name", "mobile"), areas: tuple[str, ...] = (JIANGDI,),
    **more: object,
) -> str:  # fmt: skip
    """The clear key of a new downstream system."""
    for area in areas:
        make_area(area)
    told = {
        "name": "下游系统",
        "purpose": "P08",
        "starts_on": date(2026, 1, 1),
        "basis": "数据共享协议",
    } | more
    return grant_key(fields=fields, areas=areas, actor=ACTOR, **told).key


def sign_in(client, staff: Staff) -> None:  # type: ignore[no-untyped-def]  # a test client
    client.force_login(staff)
