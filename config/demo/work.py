"""The part of the demo that the worker does: syncs and last month's reports."""

import time
from collections.abc import Callable

from celery import current_app
from django.db import DatabaseError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from communities.actor import system_actor
from communities.rowscope import every_row
from config.demo.ground import ask
from config.demo.stage import MONTH, OPENING, STREET, Stage, StepFailed
from config.demo.systems import SIMULATORS
from connectors.models import Run
from connectors.models.run import FINAL, RunState
from connectors.services.runs import open_or_find_run
from connectors.services.schedules import write_schedules
from connectors.services.sweep import due_runs
from reports.models import Submission

REPORTS = ("R01", "R03")
AREA = f"{STREET}000"
SYNC_SECONDS, REPORT_SECONDS, HORIZON_SECONDS = 600, 180, 120
LOOK_SECONDS = 0.5


def begin_people_syncs(stage: Stage) -> None:
    """Social security and employment speak of people the police know; they need nobody else."""
    begin_syncs("SI", "EMP")


def begin_housing_sync(stage: Stage) -> None:
    """Housing speaks of households, which the registers and the roster have told."""
    begin_syncs("HOUSING")


def begin_syncs(*chosen: str) -> None:
    """Queue the first reading of each system; the worker carries them while we go on."""
    write_schedules(now=timezone.now())
    for system in chosen:
        run = open_or_find_run(system=system, actor=system_actor(f"sync:{system}"), mode="full")
        current_app.send_task("connectors.tasks.sync", args=[run.pk])


def finish_syncs(stage: Stage) -> None:
    wait_for(stage, lambda: not waiting_systems(), SYNC_SECONDS, nudge=wake_syncs)
    for system in SIMULATORS:
        run = newest(system)
        stage.tell(
            f"{system}：{run.get_state_display()}，读 {run.read}，变更 {run.changed}，"
            f"未变 {run.unchanged}，跳过 {run.skipped}，搁置 {run.set_aside} {run.reason}"
        )
        if run.state == RunState.FAILED:
            raise StepFailed(f"{system} 的同步没有完成：{run.reason}")


def waiting_systems() -> list[str]:
    return [one for one in SIMULATORS if newest(one).state not in (*FINAL, RunState.BLOCKED)]


def newest(system: str) -> Run:
    return Run.objects.filter(system=system, lane="main").latest("id")


def wake_syncs() -> None:
    """What the timetable would do; it is started only after the books are open."""
    for run_id in due_runs(timezone.now()):
        current_app.send_task("connectors.tasks.sync", args=[run_id])


def open_books(stage: Stage) -> None:
    """The opening of two months back, confirmed, for every community of the street."""
    wait_for_the_horizon(stage)
    for report in REPORTS:
        told = ask(
            "run_report", report, "--period", OPENING, "--area", AREA, "--opening", "--confirm"
        )
        if told["state"] != "locked":
            raise StepFailed(f"{report} {OPENING} 期初没有锁定：{told['checks_failed']}")
        stage.tell(f"{report} {OPENING} 期初已建账并锁定")


def wait_for_the_horizon(stage: Stage) -> None:
    """A position sees what was written before the oldest transaction; let all of ours be that."""
    newest = snapshot()[1]
    wait_for(stage, lambda: snapshot()[0] >= newest, HORIZON_SECONDS)


def snapshot() -> tuple[int, int]:
    """The oldest transaction still running, and the next to begin."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint"
            " FROM pg_current_snapshot() AS now"
        )
        oldest, following = cursor.fetchone()
    return oldest, following


def wait_for_reports(stage: Stage) -> None:
    """The timetable orders last month's drafts, the worker makes them."""
    wait_for_the_horizon(stage)
    current_app.send_task("config.tasks.sweep")
    wait_for(stage, lambda: all(drafts(report) for report in REPORTS), REPORT_SECONDS)
    for report in REPORTS:
        states = [one.get_state_display() for one in drafts(report)]
        told = "，".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))
        stage.tell(f"{report} {MONTH}：{told}")


def drafts(report: str) -> list[Submission]:
    with every_row():
        rows = Submission.objects.filter(report=report, period=MONTH, unit__startswith=STREET)
        return [one for one in rows.order_by("unit") if one.sheet_id]


def wait_for(
    stage: Stage,
    done: Callable[[], bool],
    seconds: float,
    *,
    nudge: Callable[[], None] | None = None,
) -> None:
    """Raises StepFailed when the worker does not get there."""
    deadline = time.monotonic() + seconds
    while not reached(done, nudge):
        if time.monotonic() > deadline:
            raise StepFailed("任务进程没有在限定时间内完成，见 var/demo/log/worker.log。")
        stage.look_after()
        time.sleep(LOOK_SECONDS)


def reached(done: Callable[[], bool], nudge: Callable[[], None] | None) -> bool:
    """Whether it is done, else somebody is asked to go on; not while a server is coming back."""
    try:
        if done():
            return True
        if nudge:
            nudge()
    except (DatabaseError, BrokerError):
        connection.close()
    return False
