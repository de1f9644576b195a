"""Who carries a run: a lease with a fencing number, so that a worker that slept cannot write."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from connectors.errors import LeaseLost
from connectors.models import Run
from connectors.models.run import RunState

LASTS = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to carry one run, good while `fencing` is still the run's own number."""

    run_id: int
    fencing: int

    def renew(self) -> None:
        """Raises LeaseLost when another worker has taken over."""
        if not self._mine().update(lease_until=timezone.now() + LASTS):
            raise self._lost()

    def hold(self) -> None:
        """Inside a transaction: nobody takes over before its end; a lost lease writes nothing."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '30s'")
        self.renew()

    def give_back(self, **result: object) -> None:
        """Leave the run in its next state; a lost lease changes nothing."""
        if not self._mine().update(lease_until=None, **result):
            raise self._lost()

    def _mine(self) -> QuerySet[Run]:
        return Run.objects.filter(pk=self.run_id, fencing=self.fencing, state=RunState.RUNNING)

    def _lost(self) -> LeaseLost:
        return LeaseLost("这次同步已由另一个进程接手。", "Another worker carries this run now.")


@transaction.atomic
def claim(run_id: int) -> Lease | None:
    """Take one run that is due, counting the attempt first; None when it is not to be had."""
    now = timezone.now()
    run = Run.objects.select_for_update(skip_locked=True).filter(pk=run_id).first()
    if run is None or not is_due(run, now):
        return None
    Run.objects.filter(pk=run_id).update(
        state=RunState.RUNNING,
        block="",
        fencing=F("fencing") + 1,
        attempts=F("attempts") + 1,
        setbacks=F("setbacks") + 1,
        lease_until=now + LASTS,
        started_at=run.started_at or now,
        next_at=None,
    )
    return Lease(run_id, run.fencing + 1)


def is_due(run: Run, now: datetime) -> bool:
    if run.state in (RunState.QUEUED, RunState.PAUSED):
        return run.next_at is None or run.next_at <= now
    return run.state == RunState.RUNNING and (run.lease_until or now) <= now
