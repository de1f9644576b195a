"""People at work and their postings."""

import re
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from communities import trail
from communities.access import may, require
from communities.actor import Actor
from communities.errors import Conflict, EndsBeforeItStarts, Invalid, NotFound
from communities.models import Area, Posting, Session, Staff
from communities.models.posting import LINED
from communities.permissions import APART, LINES, ROLES, Permission
from communities.services.passwords import check_password_policy, keep_password

PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@transaction.atomic
def hire(
    *, username: str, name: str, password: str, actor: Actor, must_change_password: bool = False
) -> Staff:
    """Open an account.

    Raises Conflict when its name is taken, Invalid when it is not plain or the password weak.
    """
    require(actor, Permission.STAFF_MANAGE)
    if not PLAIN_NAME.fullmatch(username) or not name:
        raise Invalid("账号为 2 到 40 位小写字母、数字，并须填写姓名。",
                      "An account is 2 to 40 small letters or digits, and needs a person's name.",
                      fields={"username": "form"})  # fmt: skip
    check_password_policy(password, username=username)
    if Staff.objects.filter(username=username).exists():
        raise Conflict("这个账号名已被使用。", "This account name is taken.",
                       fields={"username": "taken"})  # fmt: skip
    staff = Staff(username=username, name=name, must_change_password=must_change_password)
    staff.set_password(password)
    staff.save(force_insert=True)
    trail.note(actor, action="staff_hire", purpose="", detail=username)
    return staff


@transaction.atomic
def post(
    *,
    staff: Staff,
    area: str,
    role: str,
    starts_on: date,
    actor: Actor,
    line: str = "",
    ends_on: date | None = None,
) -> Posting:
    """Give a posting. The same told again is the same posting; with another last day it holds
    until that one, also when it had been ended.

    Raises Invalid for an unknown role, line or area, or for administrators' roles that one
    person may not hold together on any day.
    """
    require(actor, Permission.STAFF_MANAGE)
    if ends_on and ends_on < starts_on:
        raise EndsBeforeItStarts
    _check(staff, area, role, line, actor)
    _keep_apart(staff, role, starts_on, ends_on)
    same = {"staff": staff, "area_id": area, "role": role, "line": line, "starts_on": starts_on}
    posting = Posting.objects.filter(**same).first()
    if posting is None:
        posting = Posting.objects.create(**same, ends_on=ends_on, granted_by=actor.name)
    elif posting.ends_on != ends_on:
        posting.ends_on, posting.granted_by = ends_on, actor.name
        posting.save(update_fields=["ends_on", "granted_by"])
    trail.note(actor, action="posting_grant", purpose="", detail=_named(posting))
    return posting


@transaction.atomic
def end_posting(*, posting: Posting, on: date, actor: Actor) -> Posting:
    """From that day on the posting gives no right; one that has ended or ends earlier stays so.

    Raises Invalid for one's own: the last security administrator would shut out everybody.
    """
    require(actor, Permission.STAFF_MANAGE, area=posting.area_id)
    if actor.kind == "staff" and posting.staff_id == actor.id:
        raise Invalid("不能结束自己的任职，请由另一名安全管理员办理。",
                      "Your own posting is ended by another security administrator.")  # fmt: skip
    last = max(on, posting.starts_on)
    posting.ends_on = min(posting.ends_on or last, last)
    posting.save(update_fields=["ends_on"])
    trail.note(actor, action="posting_end", purpose="", detail=_named(posting))
    return posting


@transaction.atomic
def disable(*, staff: Staff, actor: Actor) -> Staff:
    """Close an account at once, with every sign-in it has open."""
    _require_over(staff, actor)
    if staff.pk == actor.id and actor.kind == "staff":
        raise Invalid("不能停用自己的账号。", "You cannot disable your own account.")
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    Session.objects.filter(staff=staff).delete()
    trail.note(actor, action="staff_disable", purpose="", detail=staff.username)
    return staff


@transaction.atomic
def enable(*, staff: Staff, actor: Actor) -> Staff:
    _require_over(staff, actor)
    staff.is_active = True
    staff.save(update_fields=["is_active"])
    trail.note(actor, action="staff_enable", purpose="", detail=staff.username)
    return staff


@transaction.atomic
def reset_password(*, staff: Staff, new: str, actor: Actor) -> Staff:
    """Give a first password again; the person changes it at the next sign-in."""
    _require_over(staff, actor)
    if actor.kind == "staff" and staff.pk == actor.id:
        raise Invalid("自己的口令请在“修改口令”中修改。", "Change your own password yourself.")
    check_password_policy(new, username=staff.username)
    keep_password(staff, new, must_change=True)
    Session.objects.filter(staff=staff).delete()
    trail.note(actor, action="password_reset", purpose="", detail=staff.username)
    return staff


def _named(posting: Posting) -> str:
    """Whose, as what, where and until when, for the access log."""
    until = f"/{posting.ends_on}" if posting.ends_on else ""
    return f"{posting.staff.username} {posting.role} {posting.area_id} {posting.starts_on}{until}"


def _require_over(staff: Staff, actor: Actor) -> None:
    """Whoever acts on an account is over every place where its holder is posted."""
    require(actor, Permission.STAFF_MANAGE)
    for area in staff.postings.on(timezone.localdate()).values_list("area_id", flat=True):
        require(actor, Permission.STAFF_MANAGE, area=area)


def _check(staff: Staff, area: str, role: str, line: str, actor: Actor) -> None:
    if role not in ROLES or role == "FEED":
        raise Invalid("没有这个岗位。", "There is no such role.", fields={"role": "unknown"})
    if (role in LINED) != (line in LINES):
        raise Invalid("街道条线经办和区级部门须选条线，其他岗位不选。",
                      "A line belongs to line officers and district bureaus, and only to them.",
                      fields={"line": "mismatch"})  # fmt: skip
    if not Area.objects.filter(pk=area).exists():
        raise NotFound("没有这个区划代码。", "There is no such area.", fields={"area": "unknown"})
    if not may(actor, Permission.STAFF_MANAGE, area=area):
        raise Invalid("这个区域不在您的授权范围内。", "This area is outside your grant.",
                      fields={"area": "outside"})  # fmt: skip
    if actor.kind == "staff" and staff.pk == actor.id:
        raise Invalid("不能给自己授权。", "You cannot grant rights to yourself.")


def _keep_apart(staff: Staff, role: str, starts_on: date, ends_on: date | None) -> None:
    """Raises Invalid where the roles would meet on some day from today on, not today alone."""
    Staff.objects.select_for_update().get(pk=staff.pk)  # two grants at once take turns
    begins = max(starts_on, timezone.localdate())
    beside = staff.postings.filter(Q(ends_on=None) | Q(ends_on__gt=begins))
    beside = beside.exclude(role=role).exclude(starts_on=F("ends_on"))
    if ends_on:
        beside = beside.filter(starts_on__lt=ends_on)
    held = set(beside.values_list("role", flat=True))
    if held and (role in APART or held & set(APART)):
        raise Invalid("系统、安全、审计三员须由不同的人担任，也不兼其他岗位。",
                      "System, security and audit administrators are three people apart.",
                      fields={"role": "apart"})  # fmt: skip
