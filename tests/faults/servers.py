"""The database and the broker fall over; what was acknowledged is there, the rest is delay."""

import os
import signal
import threading
import time
from pathlib import Path
from uuid import UUID

import psycopg
import redis
from django.db import Error, connection
from django.utils import timezone

from connectors.services.sweep import due
from hub.services.correct import correct
from tests.faults.checker import check
from tests.faults.ground import NEWEST, Ground, kill_group, wait_until
from tests.faults.people import actor, some_residents
from tests.faults.processes import order_reading

WRITERS = 8
EFFECTS = """
select operation, count(*) from hub_change where operation = any(%s) and after ? 'mobile' group by 1
"""


def d1_the_postmaster_is_killed_under_writers(place: Ground, kills: int) -> None:
    for _ in range(kills):
        stop, asked, acknowledged = threading.Event(), {}, []
        writers = [
            threading.Thread(target=write, args=(index, stop, asked, acknowledged))
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
        ask_again(place, asked)
        check(place)


Asked = dict[str, tuple[UUID, str]]  # an operation: whose phone, and which


def write(index: int, stop: threading.Event, asked: Asked, acknowledged: list[str]) -> None:
    """Correct one person again and again until the database is gone."""
    residents = some_residents(WRITERS)
    n = 0
    try:
        while not stop.is_set():
            n += 1
            now = time.time_ns()
            operation = f"d1:{now}:{index}:{n}"
            asked[operation] = residents[index], f"13{index}{now // 1000 % 10**8:08d}"
            set_phone(operation, *asked[operation])
            acknowledged.append(operation)
    except Error:
        return  # the server is gone: what was in flight is unknown
    finally:
        connection.close()


def set_phone(operation: str, resident: UUID, phone: str) -> None:
    correct(
        resident=resident, values={"mobile": phone}, purpose="P03", actor=actor(),
        operation=operation,
    )  # fmt: skip


def ask_again(place: Ground, asked: Asked) -> None:
    """Whoever got no answer asks again, and so does one of those who got it: one effect each."""
    kept = {row[0] for row in place.ask("select operation from hub_operation")}
    unknown = [operation for operation in asked if operation not in kept]
    for operation in [*list(asked)[-WRITERS:], *unknown]:
        set_phone(operation, *asked[operation])
    effects = dict(place.ask(EFFECTS, list(asked)))
    wrong = [operation for operation in asked if effects.get(operation) != 1]
    told = f"{len(wrong)} of {len(asked)} operations have no effect or more than one"
    assert not wrong, f"{told}: {sorted(effects.get(one, 0) for one in wrong)}"


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
