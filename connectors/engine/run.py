"""Carry one run forward: claim it, read its streams, and leave it in the state that is true."""

import logging
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import OperationalError
from django.utils import timezone

from communities.actor import system_actor
from communities.traces import where_in
from connectors.contract import Connector, Stream
from connectors.engine.lease import Lease, claim
from connectors.engine.pull import carry_stream
from connectors.errors import LeaseLost, NeedsPerson, RefusedThere, TryLater
from connectors.models import Run, Schedule
from connectors.models.run import RunState
from connectors.selectors.people import number_of
from connectors.transport.pulse import Pulse
from hub.services.receipts import record_source_state

LOG = logging.getLogger(__name__)
FIRST_WAIT = 5.0  # seconds; doubles with every setback
LONGEST_WAIT = 600.0
GIVES_UP_AFTER = 20  # setbacks in a row without one finished page


def execute(run_id: int, kind: type[Connector]) -> Run:
    """Carry a run of one system as far as it goes now; its row says how it ended and what next."""
    opened: list[Connector] = []

    def streams(lease: Lease) -> Sequence[Stream]:
        opened.append(kind(Pulse(lease.renew), number_of))
        return opened[0].streams(Run.objects.get(pk=run_id))

    def close() -> None:
        for connector in opened:
            connector.close()

    return carry(run_id, streams, close)


def carry(
    run_id: int, streams: Callable[[Lease], Sequence[Stream]], close: Callable[[], None]
) -> Run:
    """Carry any run: claim it, read its streams, and answer every trouble with a state.

    Whoever lost the lease on the way leaves the run to the one who has it now.
    """
    lease = claim(run_id)
    if lease is None:
        return Run.objects.get(pk=run_id)
    try:
        _answered(Run.objects.get(pk=run_id), lease, streams)
    except LeaseLost:
        LOG.info("run %s was taken over", run_id)
    finally:
        close()
    return Run.objects.get(pk=run_id)


def _answered(run: Run, lease: Lease, streams: Callable[[Lease], Sequence[Stream]]) -> None:
    try:
        for stream in streams(lease):
            carry_stream(run, stream, lease)
        _done(run, lease)
    except LeaseLost:
        raise
    except TryLater as trouble:
        _paused(run, lease, trouble)
    except OperationalError as trouble:  # a deadlock with people at work, a database that restarts
        LOG.warning("run %s was held up: %s", run.pk, type(trouble.__cause__).__name__)
        _paused(run, lease, TryLater("数据库正忙，稍后自动继续。", "The database is busy."))
    except NeedsPerson as trouble:
        _blocked(run, lease, trouble.kind, trouble.zh)
    except RefusedThere as trouble:
        _blocked(run, lease, "schema", trouble.zh)
    except Exception as trouble:  # noqa: BLE001 anything may be caught here: the run must say so
        LOG.error("run %s stopped: %s %s", run.pk, type(trouble).__name__, where_in(trouble))
        _failed(run, lease, type(trouble).__name__)


def _done(run: Run, lease: Lease) -> None:
    now = timezone.now()
    lease.give_back(state=RunState.DONE, ended_at=now, reason="")
    run.refresh_from_db()
    if run.lane == "main" or (run.lane == "file" and not _is_scheduled(run)):
        _say_state(run, "ok", succeeded_at=now, data_date=run.data_date)


def _is_scheduled(run: Run) -> bool:
    """A file beside a system we read ourselves says nothing of that system's state."""
    return Schedule.objects.filter(pk=run.system).exists()


def _paused(run: Run, lease: Lease, trouble: TryLater) -> None:
    run.refresh_from_db()
    if trouble.raises_alarm and run.setbacks >= GIVES_UP_AFTER:
        _give_up(run, lease, trouble.zh)
        return
    wait = trouble.retry_after or min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(run.setbacks, 10))
    next_at = timezone.now() + timedelta(seconds=wait * random.uniform(1, 1.2))  # noqa: S311 jitter, not a secret
    lease.give_back(state=RunState.PAUSED, next_at=next_at, reason=trouble.zh)
    if run.lane != "main":
        return
    state = "closed" if trouble.is_closed else "late"
    _say_state(run, state, detail=trouble.zh, next_at=next_at)


def _blocked(run: Run, lease: Lease, kind: str, sentence: str) -> None:
    lease.give_back(state=RunState.BLOCKED, block=kind, reason=sentence)
    if run.lane == "main":
        _say_state(run, "failed", detail=sentence)


def _failed(run: Run, lease: Lease, name: str) -> None:
    _give_up(run, lease, f"程序出错（{name}），已记录，等管理员处理。")


def _give_up(run: Run, lease: Lease, sentence: str) -> None:
    lease.give_back(state=RunState.FAILED, ended_at=timezone.now(), reason=sentence)
    if run.lane == "main":
        _say_state(run, "failed", detail=sentence)


def _say_state(
    run: Run,
    state: str,
    *,
    detail: str = "",
    succeeded_at: datetime | None = None,
    data_date: date | None = None,
    next_at: datetime | None = None,
) -> None:
    record_source_state(
        source=run.system,
        state=state,
        detail=detail[:200],
        succeeded_at=succeeded_at,
        data_date=data_date,
        next_at=next_at,
        actor=system_actor(f"sync:{run.system}"),
    )
