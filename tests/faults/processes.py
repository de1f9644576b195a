"""Workers are killed, stopped and doubled; the reading goes on from its last finished page."""

import os
import signal
import threading
import time

import psycopg
from celery import current_app
from django.db import connection

import config.celery  # noqa: F401 - makes the application the current one
from communities.actor import system_actor
from connectors.engine.lease import claim
from connectors.models import Run
from connectors.services.runs import open_or_find_run
from tests.faults.checker import check
from tests.faults.ground import NEWEST, Ground, kill_group, wait_until

PAGES = "select count(*) from connectors_page where system = 'EMP' and state = 'done'"

WHOLE_RUN = "select to_jsonb(r) from connectors_run r where system = 'EMP' order by id desc limit 1"


def p1_a_worker_is_killed_at_random_moments(place: Ground, kills: int) -> None:
    place.forget_reading()
    for _ in range(kills):
        worker = place.sync()
        time.sleep(place.random.uniform(1.5, 5.0))
        kill_group(worker, signal.SIGKILL)
        worker.wait()
        place.expire_lease()
    place.finish_reading()
    check(place)


def p2_the_whole_worker_group_is_killed(place: Ground, kills: int) -> None:
    for _ in range(kills):
        place.forget_reading()
        group = place.worker()
        run = order_reading()
        wait_until(lambda: place.ask(NEWEST)[0][0] == "running", 60)
        time.sleep(place.random.uniform(0.0, 1.5))
        kill_group(group, signal.SIGKILL)
        group.wait()
        successor = place.worker()
        place.expire_lease()
        send_again(run)
        try:
            wait_until(lambda: place.ask(NEWEST)[0][0] == "done", 90)
        finally:
            kill_group(successor, signal.SIGTERM)
            successor.wait(60)
        check(place)


def p4_a_crash_right_after_a_page_has_committed(place: Ground, kills: int) -> None:
    for _ in range(kills):
        place.forget_reading()
        before = place.ask(PAGES)[0][0]
        worker = place.sync()
        wait_until(lambda start=before: place.ask(PAGES)[0][0] > start, 60)
        kill_group(worker, signal.SIGKILL)
        worker.wait()
        place.expire_lease()
        place.finish_reading()
        check(place)


def p7_two_workers_want_the_same_run(place: Ground, tries: int) -> None:
    for _ in range(tries):
        Run.objects.filter(system="EMP").exclude(state__in=("done", "failed")).update(
            state="failed"
        )
        run = Run.objects.create(system="EMP")
        got = race(lambda number: claim(number), run.pk, threads=4)
        assert sum(lease is not None for lease in got) == 1, "more or less than one holder"
        Run.objects.filter(pk=run.pk).update(state="failed", lease_until=None)


def p8_a_holder_sleeps_past_its_lease_and_wakes(place: Ground, kills: int) -> None:
    for _ in range(kills):
        place.forget_reading()
        before = place.ask(PAGES)[0][0]
        sleeper = place.sync()
        wait_until(lambda start=before: place.ask(PAGES)[0][0] > start, 60)
        kill_group(sleeper, signal.SIGSTOP)
        place.expire_lease()
        end_idle_transactions()
        place.finish_reading()
        done, run = place.ask(PAGES), place.ask(WHOLE_RUN)
        kill_group(sleeper, signal.SIGCONT)
        sleeper.wait(90)
        assert place.ask(PAGES) == done, "the sleeper wrote after losing its lease"
        assert place.ask(WHOLE_RUN) == run, "the sleeper changed a run that another had ended"
        check(place)


def end_idle_transactions() -> None:
    """What idle_in_transaction_session_timeout does to a session whose process sleeps."""
    with psycopg.connect(os.environ["HUB_OWNER_DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where state = 'idle in transaction' and usename = 'hub_app'"
        )


def order_reading() -> int:
    run = open_or_find_run(system="EMP", actor=system_actor("sync:EMP"), mode="full")
    send_again(run.pk)
    return run.pk


def send_again(run_id: int) -> None:
    current_app.send_task("connectors.tasks.sync", args=[run_id])


def race(work, *values, threads: int) -> list:
    """The results of the same call made by several threads at one moment."""
    gate, results = threading.Barrier(threads), []

    def run() -> None:
        gate.wait()
        try:
            results.append(work(*values))
        finally:
            connection.close()

    runners = [threading.Thread(target=run) for _ in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return results
