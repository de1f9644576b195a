"""Sign-ins kept in PostgreSQL, each with its owner, beginning and last use.

A row is found by a digest of the key in the cookie: who reads the table, or a backup of it, cannot
sign in with what stands there.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from communities.models import Session

BEGAN = "began_at"
A_MINUTE = timedelta(minutes=1)
DIGEST_BYTES = 20  # forty hexadecimal digits, as long as the column


class SessionStore(DatabaseStore):
    """Django's own store, with idle and absolute limits held by the row; keys are kept digested."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def get_session_cookie_age(self) -> int:
        """Seconds until the row is worth nothing, however much it was used."""
        return int(settings.HUB_SESSION_HOURS) * 3600

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        kept = kept_as(self.session_key or "")
        row = Session.objects.filter(pk=kept, expire_date__gt=now).first()
        if row is None or is_over(row):
            Session.objects.filter(pk=kept).delete()
            self._session_key = None
            return {}
        if row.seen_at is not None and now - row.seen_at > A_MINUTE:
            Session.objects.filter(pk=row.pk).update(seen_at=now)
        return self.decode(row.session_data)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        now = timezone.now()
        return Session(
            session_key=kept_as(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # of the base
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            staff_id=data.get(SESSION_KEY),
            began_at=parse_datetime(data.get(BEGAN, "")) or now,
            seen_at=now,
        )

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=kept_as(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        Session.objects.filter(pk=kept_as(session_key or self.session_key or "")).delete()


def kept_as(session_key: str) -> str:
    """What the table holds of a key; "" is nobody's."""
    return blake2b(session_key.encode(), digest_size=DIGEST_BYTES).hexdigest()


def is_over(row: Session) -> bool:
    """Idle too long, or as old as a sign-in may get."""
    now = timezone.now()
    idle = timedelta(minutes=settings.HUB_SESSION_IDLE_MINUTES)
    longest = timedelta(hours=settings.HUB_SESSION_HOURS)
    began, seen = row.began_at or now, row.seen_at or now
    return now - began > longest or now - seen > idle
