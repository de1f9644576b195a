"""Sign-ins kept in PostgreSQL, each with its owner, beginning and last use."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from communities.models import Session

BEGAN = "began_at"


class SessionStore(DatabaseStore):
    """Django's own store, with idle and absolute limits held by the row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = super()._get_session_from_db()
        now = timezone.now()
        if row is None or row.began_at is None:
            return row
        if now - row.began_at > limit("HUB_SESSION_HOURS", 12, hours=True):
            return self._end()
        if now - row.seen_at > limit("HUB_SESSION_IDLE_MINUTES", 30):
            return self._end()
        if now - row.seen_at > timedelta(minutes=1):
            Session.objects.filter(pk=row.pk).update(seen_at=now)
        return row

    def _end(self) -> None:
        Session.objects.filter(pk=self.session_key).delete()
        self._session_key = None

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        now = timezone.now()
        row.staff_id = data.get(SESSION_KEY)
        row.began_at = parse_datetime(data.get(BEGAN, "")) or now
        row.seen_at = now
        return row


def limit(name: str, default: int, *, hours: bool = False) -> timedelta:
    number = getattr(settings, name, default)
    return timedelta(hours=number) if hours else timedelta(minutes=number)
