"""People edit the same person at once, and a reader follows while writers commit out of order."""

import random
import threading
import time

from django.db import connection, transaction

from communities.actor import Actor, system_actor
from communities.errors import Conflict
from communities.rowscope import every_row
from hub.models import Resident
from hub.selectors.feed import changes_since
from hub.services.correct import correct
from tests.faults.checker import check
from tests.faults.ground import Ground

WISH = "select emp_job_wish from hub_c05_employment where subject_id = %s"
SCHOOLING = "select education_level from hub_resident where resident_id = %s"


def actor() -> Actor:
    return system_actor("drill")


def some_residents(count: int) -> list:
    with every_row():
        rows = Resident.objects.filter(record_status="1").order_by("id")
        return list(rows.values_list("resident_id", flat=True)[:count])


def corrected(resident, operation: str, seen: dict, **values: object) -> bool:
    """True when it was taken, False when both values were put back to the editor."""
    try:
        correct(
            resident=resident, values=values, seen=seen, purpose="P03",
            actor=actor(), operation=operation,
        )  # fmt: skip
    except Conflict:
        return False
    return True


def c1_two_people_save_different_fields(place: Ground, rounds: int) -> None:
    (resident,) = some_residents(1)
    for n in range(rounds):
        phone, wish = f"137{n:08d}", f"保洁{n}"
        together(
            lambda p=phone, m=n: corrected(resident, f"c1:a:{place.seed}:{m}", {}, mobile=p),
            lambda w=wish, m=n: corrected(resident, f"c1:b:{place.seed}:{m}", {}, emp_job_wish=w),
        )
        with every_row():
            row = Resident.objects.get(resident_id=resident)
            assert row.mobile_mask == f"{phone[:3]}****{phone[-4:]}", "a phone was lost"
        held = place.ask(
            "select emp_job_wish from hub_c05_employment where subject_id = %s", row.pk
        )
        assert held == [(wish,)], "a wish was lost"


def c2_two_people_save_the_same_field(place: Ground, rounds: int) -> None:
    (resident,) = some_residents(1)
    corrected(resident, f"c2:0:{place.seed}", {}, education_level="10")
    held = "10"
    for n in range(rounds):
        mine, yours = ("21", "31") if held not in ("21", "31") else ("60", "70")
        seen = {"education_level": held}
        taken = together(
            lambda v=mine, s=seen, m=n: corrected(
                resident, f"c2:a:{place.seed}:{m}", s, education_level=v
            ),
            lambda v=yours, s=seen, m=n: corrected(
                resident, f"c2:b:{place.seed}:{m}", s, education_level=v
            ),
        )
        assert sorted(taken) == [False, True], "both or neither of two clashing edits were taken"
        held = place.ask(
            "select education_level from hub_resident where resident_id = %s", resident
        )[0][0]
    check(place)


def school(resident, operation: str, seen: dict, value: str) -> bool:
    return corrected(resident, operation, seen, education_level=value)


def together(*works) -> list:
    gate, results = threading.Barrier(len(works)), []

    def run(work) -> None:
        gate.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    runners = [threading.Thread(target=run, args=(work,)) for work in works]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return results


def v2_a_reader_follows_out_of_order_commits(place: Ground, seconds: int) -> None:
    """Eight writers, some slow to commit; the reader forgets everything but its cursor often."""
    start = int(place.ask("select coalesce(max(seq), 0) from hub_change")[0][0])
    with every_row():
        cursor = end_of_feed()
    stop = threading.Event()
    writers = [threading.Thread(target=scribble, args=(place.seed, n, stop)) for n in range(8)]
    for writer in writers:
        writer.start()
    seen: set[int] = set()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or any(writer.is_alive() for writer in writers):
        if time.monotonic() > ends:
            stop.set()
        with every_row():
            page = changes_since(cursor, actor=actor())
        if random.Random(len(seen)).random() < 0.8:  # else it dies before keeping it
            seen |= {item["seq"] for item in page.items}
            cursor = page.cursor
    while True:
        with every_row():
            page = changes_since(cursor, actor=actor())
        seen |= {item["seq"] for item in page.items}
        cursor = page.cursor
        if not page.items and not page.more:
            break
    wrote = {
        row[0]
        for row in place.ask(
            "select seq from hub_change where seq > %s and after ? 'mobile'", start
        )
    }
    assert wrote, "nobody wrote"
    assert not wrote - seen, f"{len(wrote - seen)} of {len(wrote)} changes were never told"


def end_of_feed() -> str:
    cursor = ""
    while True:
        page = changes_since(cursor, actor=actor())
        cursor = page.cursor
        if not page.more:
            return cursor


def scribble(seed: int, n: int, stop: threading.Event) -> None:
    residents = some_residents(8)
    dice = random.Random(seed * 100 + n)
    step = 0
    try:
        while not stop.is_set():
            step += 1
            with transaction.atomic():
                corrected(residents[n], "", {}, mobile=f"136{n}{step:07d}")
                if dice.random() < 0.3:
                    time.sleep(dice.uniform(0.0, 0.2))
    finally:
        connection.close()
