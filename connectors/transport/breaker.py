"""A breaker per outside system, kept in PostgreSQL so that all workers see it open."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from connectors.errors import TryLater
from connectors.models import CallBreaker

OPENS_AFTER = 10  # failures without a success between them
STAYS_OPEN = timedelta(minutes=10)


class Breaker:
    """After many failures in a row no call is made for ten minutes; then one may try."""

    def __init__(self, system: str) -> None:
        self.system = system
        self._failing = True  # the first success clears what another process counted

    def check(self) -> None:
        """Raises TryLater while the breaker is open."""
        row = CallBreaker.objects.filter(pk=self.system, open_until__gt=timezone.now()).first()
        if row is None or row.open_until is None:
            return
        raise TryLater(
            f"对方系统连续出错，暂停调用到 {timezone.localtime(row.open_until):%H:%M}。",
            "Calls are paused after repeated failures.",
            retry_after=(row.open_until - timezone.now()).total_seconds(),
        )

    def count_failure(self) -> None:
        self._failing = True
        row, _made = CallBreaker.objects.get_or_create(pk=self.system)
        CallBreaker.objects.filter(pk=row.pk).update(failures=F("failures") + 1)
        row.refresh_from_db()
        if row.failures >= OPENS_AFTER:
            CallBreaker.objects.filter(pk=row.pk).update(
                open_until=timezone.now() + STAYS_OPEN, failures=0
            )

    def count_success(self) -> None:
        if not self._failing:
            return
        self._failing = False
        CallBreaker.objects.filter(pk=self.system).update(failures=0, open_until=None)
