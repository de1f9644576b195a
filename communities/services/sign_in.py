"""Signing in: every try counted in the database before the password is looked at."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import F
from django.utils import timezone

from communities import trail
from communities.actor import Actor, actor_of
from communities.errors import HubError
from communities.models import Session, SignInTry, Staff
from communities.sessions import kept_as

TRIES = 5
SESSIONS = 3
TRIES_PER_SOURCE = 50
WINDOW = timedelta(minutes=15)

# One statement, so that fifty tries at once are fifty counts.
COUNT_TRY = """
INSERT INTO communities_signintry AS held (key, tries, since) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    tries = CASE WHEN held.since < %(old)s THEN 1 ELSE held.tries + 1 END,
    since = CASE WHEN held.since < %(old)s THEN excluded.since ELSE held.since END
RETURNING tries
"""
# Whoever counts such a row just now begins it anew, and nobody waits for it.
FORGET_OLD = """
DELETE FROM communities_signintry WHERE key IN
    (SELECT key FROM communities_signintry WHERE since < %(old)s FOR UPDATE SKIP LOCKED)
"""


class SignInRefused(HubError):
    """The same for a wrong name, a wrong password, a closed account and too many tries."""

    code = "sign_in_refused"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            "账号或口令不正确，或尝试次数过多（15 分钟后可再试）。",
            "Wrong account or password, or too many tries (try again in 15 minutes).",
        )


def sign_in(*, username: str, password: str, source: str) -> Staff:
    """The person who signs in. Raises SignInRefused, always after the same work.

    Runs outside any transaction, so that a refused try stays counted.
    """
    name = username.strip().lower()[:150]
    allowed = _count(name, source)
    staff = Staff.objects.filter(username=name).first()
    held = staff.password if staff is not None else _nobody()
    fits = check_password(password, held)
    if not (allowed and fits and staff is not None and staff.is_active):
        _note(name, staff, result="refused")
        raise SignInRefused
    _forget(name, source)
    _note(name, staff, result="ok")
    return staff


def is_own_password(*, staff: Staff, typed: str) -> bool:
    """Whether it is the person's, counted like a sign-in: who borrows an open session does not try
    one after the other. A wrong try stays counted where the caller's transaction is kept.
    """
    key = _key(f"own:{staff.username}", "")
    if _count_try(key) > TRIES or not staff.check_password(typed):
        return False
    SignInTry.objects.filter(pk=key).delete()
    return True


def end_older_sessions(*, staff: Staff, keep: str) -> None:
    """A person works at few places at once; the oldest sign-ins beyond that end."""
    others = Session.objects.filter(staff=staff).exclude(pk=kept_as(keep)).order_by("-seen_at")
    ended = [session.pk for session in others[SESSIONS - 1 :]]
    Session.objects.filter(pk__in=ended).delete()


def _count(name: str, source: str) -> bool:
    by_account = _count_try(_key(name, source))
    by_source = _count_try(_key("", source))
    return by_account <= TRIES and by_source <= TRIES_PER_SOURCE


def _count_try(key: bytes) -> int:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_TRY, {"key": key, "now": now, "old": now - WINDOW})
        return cursor.fetchone()[0]


def _forget(name: str, source: str) -> None:
    """A right sign-in clears the account's count, gives its own try back to the source, and takes
    away what was counted long ago: a made-up name leaves a row that nobody else would.
    """
    SignInTry.objects.filter(pk=_key(name, source)).delete()
    SignInTry.objects.filter(pk=_key("", source), tries__gt=0).update(tries=F("tries") - 1)
    with connection.cursor() as cursor:
        cursor.execute(FORGET_OLD, {"old": timezone.now() - WINDOW})


@cache
def _nobody() -> str:
    """What the password of an unknown account is compared with, at the same cost."""
    return make_password(secrets.token_hex(16))


def _note(name: str, staff: Staff | None, *, result: str) -> None:
    actor = actor_of(staff) if staff is not None else Actor("staff", None, "?")
    trail.note(actor, action="sign_in", purpose="", result=result)


def _key(name: str, source: str) -> bytes:
    """What was typed as a name may be a password, so it is kept as a keyed digest only."""
    text = f"sign-in\0{name}\0{source}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()
