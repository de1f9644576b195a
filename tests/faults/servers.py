"""The database and the broker fall over; what was acknowledged is there, the rest is delay."""

import os
import signal
import threading
import time
from pathlib import Path

import psycopg
import redis
from django.db import Error, connection
from django.utils import timezone

from connectors.services.sweep import due
from hub.models import Change, Operation
from hub.services.correct import correct
from tests.faults.checker import check
from tests.faults.ground import NEWEST, Ground, kill_group, wait_until
from tests.faults.people import actor, some_residents
from tests.faults.processes import order_reading

WRITERS = 8


def d1_the_postmaster_is_killed_under_writers(place: Ground, kills: int) -> None:
    for _ in range(kills):
        stop, acknowledged = threading.Event(), []
        writers = [
            threading.Thread(target=write, args=(index, stop, acknowledged))
            for index in range(WRITERS)
        ]
        for writer in writers:
            writer.start()
        time.sleep(place.random.uniform(1.0, 3.0))
        pid = int((Path(place.cluster.data) / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        stop.set()
        for writer in writers:
            writer.join()
        connection.close()  # ours has died with the server
        place.start_servers()
        wait_until(lambda: answers(place), 60)
        kept = {row[0] for row in place.ask("select operation from hub_operation")}
        lost = set(acknowledged) - kept
        assert acknowledged, "nothing was written before the fall"
        assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged writes are gone"
        repeat_unknown(acknowledged)
        check(place)


def write(index: int, stop: threading.Event, acknowledged: list[str]) -> None:
    """Correct one person again and again until the database is gone."""
    residents = some_residents(WRITERS)
    n = 0
    try:
        while not stop.is_set():
            n += 1
            operation = f"d1:{time.time_ns()}:{index}:{n}"
            correct(
                resident=residents[index], values={"mobile": f"138{n:08d}"}, purpose="P03",
                actor=actor(), operation=operation,
            )  # fmt: skip
            acknowledged.append(operation)
    except Error:
        return  # the server is gone: what was in flight is unknown
    finally:
        connection.close()


def repeat_unknown(acknowledged: list[str]) -> None:
    """Asking again with the same operation id has no second effect."""
    operation = Operation.objects.get(pk=acknowledged[-1])
    before = Change.objects.filter(operation=operation.pk).count()
    assert before <= 1, "one operation left two change rows"


def answers(place: Ground) -> bool:
    try:
        return place.ask("select 1") == [(1,)]
    except psycopg.OperationalError:
        return False


def r1_the_broker_is_killed_with_work_queued(place: Ground, kills: int) -> None:
    for _ in range(kills):
        place.forget_reading()
        order_reading()
        os.kill(place.broker.pid, signal.SIGKILL)
        time.sleep(0.5)
        place.broker.start()
        carry_on(place)


def r2_the_broker_forgets_everything(place: Ground, kills: int) -> None:
    for _ in range(kills):
        place.forget_reading()
        worker = place.worker()
        order_reading()
        wait_until(lambda: place.ask(NEWEST)[0][0] != "queued", 60)
        redis.Redis.from_url(os.environ["REDIS_URL"].replace("redis+socket", "unix")).flushall()
        kill_group(worker, signal.SIGKILL)
        worker.wait()
        place.expire_lease()
        carry_on(place)


def carry_on(place: Ground) -> None:
    """The sweep finds what is due in PostgreSQL and wakes a worker for it."""
    worker = place.worker()
    try:
        time.sleep(3)
        due(timezone.now())
        wait_until(lambda: place.ask(NEWEST)[0][0] == "done", 120)
    finally:
        kill_group(worker, signal.SIGTERM)
        worker.wait(60)
    check(place)
