"""Which passwords are taken, and changing one's own."""

import secrets
import string

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communities import trail
from communities.actor import Actor
from communities.errors import Invalid
from communities.models import Session, Staff
from communities.services.sign_in import is_own_password
from communities.sessions import kept_as

KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
SHORTEST = 8
LONGEST = 128
DIFFERENT = 3
LENGTH_ONLY = "asvs"


def change_password(
    *, staff: Staff, old: str, new: str, actor: Actor, keep_session: str = ""
) -> Staff:
    """Change one's own password; every other sign-in of the account ends.

    Raises Invalid when the old one is wrong or was tried too often, or the new one is not good
    enough. The count of wrong tries stands outside what is undone then.
    """
    if not is_own_password(staff=staff, typed=old):
        raise Invalid("原口令不正确，或尝试次数过多（15 分钟后可再试）。",
                      "Wrong old password, or too many tries (try again in 15 minutes).",
                      fields={"old": "wrong"})  # fmt: skip
    if old == new:
        raise Invalid("新口令不能与原口令相同。", "Choose a different password.",
                      fields={"new": "same"})  # fmt: skip
    check_password_policy(new, username=staff.username)
    return _change(staff, new, actor, keep_session)


@transaction.atomic
def _change(staff: Staff, new: str, actor: Actor, keep_session: str) -> Staff:
    keep_password(staff, new, must_change=False)
    Session.objects.filter(staff=staff).exclude(pk=kept_as(keep_session)).delete()
    trail.note(actor, action="password_change", purpose="")
    return staff


def first_password() -> str:
    """One to hand over on paper: a capital and three groups of digits."""
    groups = "-".join(f"{secrets.randbelow(10_000):04d}" for _ in range(3))
    return f"{secrets.choice(string.ascii_uppercase)}-{groups}"


def check_password_policy(password: str, *, username: str) -> None:
    """HUB_PASSWORD_POLICY "asvs": length only; anything else: three kinds of characters too.

    Both refuse the 19,640 commonest passwords in any case, and the account's own name.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise _weak("口令长度应为 8 到 128 位。", "Use 8 to 128 characters.")
    if username.lower() in password.lower():
        raise _weak("口令不能包含账号名。", "The password must not contain the account name.")
    if settings.HUB_PASSWORD_POLICY != LENGTH_ONLY and _kinds(password) < DIFFERENT:
        raise _weak("口令须含大写、小写、数字、符号中的三类。",
                    "Use three of: capitals, small letters, digits, signs.")  # fmt: skip
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError as trouble:
        raise _weak("这个口令太常见，请换一个。", "This password is too common.") from trouble


def _kinds(password: str) -> int:
    named = sum(any(sign in kind for sign in password) for kind in KINDS)
    return named + any(sign not in "".join(KINDS) for sign in password)


def _weak(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, fields={"new": "weak"})


def keep_password(staff: Staff, new: str, *, must_change: bool) -> None:
    staff.set_password(new)
    staff.must_change_password = must_change
    staff.password_changed_at = timezone.now()
    staff.save(update_fields=["password", "must_change_password", "password_changed_at"])
