"""Who carries a run: one open run, one lease, one fencing number."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from communities.errors import Refused
from connectors.engine.lease import claim
from connectors.engine.pages import raw_of, save_page
from connectors.engine.run import carry
from connectors.errors import LeaseLost, NeedsPerson, RefusedThere, RunIsOpen, TryLater
from connectors.models import Run, Schedule
from connectors.models.run import RunState
from connectors.services.runs import close_run, open_or_find_run, open_run, resume_run
from connectors.services.sweep import due_runs, forget_old_answers, open_due_schedules
from connectors.services.told import run_as_json
from tests.communities.make import JIANGTENG, an_actor
from tests.connectors.make import ACTOR

pytestmark = pytest.mark.django_db
OPERATOR = an_actor(("SYSADM", JIANGTENG))


def make_run(**columns):
    run = open_run(system="EMP", actor=ACTOR)
    Run.objects.filter(pk=run.pk).update(**columns)
    run.refresh_from_db()
    return run


def ago(seconds):
    return timezone.now() - timedelta(seconds=seconds)


def test_a_system_has_one_open_run():
    open_run(system="EMP", actor=ACTOR)

    with pytest.raises(RunIsOpen):
        open_run(system="EMP", actor=ACTOR)
    assert open_or_find_run(system="EMP", actor=ACTOR).pk == Run.objects.get().pk


def test_a_question_about_one_person_does_not_wait_for_the_long_run():
    open_run(system="SI", actor=ACTOR)

    assert open_run(system="SI", actor=ACTOR, mode="person", lane="person").pk


def failing(trouble, *, taken_over=False):
    """Streams of a system whose answers end in a trouble, maybe after somebody took over."""

    def streams(lease):
        if taken_over:
            Run.objects.filter(pk=lease.run_id).update(fencing=lease.fencing + 1)
        raise trouble

    return streams


def test_a_deadlock_with_people_at_work_pauses_a_run_and_does_not_end_it():
    run = open_run(system="EMP", actor=ACTOR)

    held_up = carry(run.pk, failing(OperationalError("deadlock detected")), lambda: None)

    assert (held_up.state, held_up.reason) == ("paused", "数据库正忙，稍后自动继续。")
    assert held_up.next_at > timezone.now()


@pytest.mark.parametrize(
    "trouble",
    [TryLater("稍后。"), NeedsPerson("请看。", kind="loop"), RefusedThere("不。"), KeyError()],
)  # fmt: skip
def test_whatever_befalls_one_who_was_taken_over_is_none_of_the_runs_business(trouble):
    run = open_run(system="EMP", actor=ACTOR)
    closed = []

    after = carry(run.pk, failing(trouble, taken_over=True), lambda: closed.append(1))

    assert (after.state, after.reason, closed) == ("running", "", [1])


def test_exactly_one_of_many_takers_gets_the_lease():
    run = open_run(system="EMP", actor=ACTOR)

    leases = [claim(run.pk) for _taker in range(1000)]

    assert len([lease for lease in leases if lease]) == 1


def test_an_expired_lease_is_taken_over_and_the_old_holder_writes_nothing():
    run = open_run(system="EMP", actor=ACTOR)
    old = claim(run.pk)
    Run.objects.filter(pk=run.pk).update(lease_until=ago(1))

    new = claim(run.pk)

    assert new.fencing == old.fencing + 1
    with pytest.raises(LeaseLost):
        old.hold()
    with pytest.raises(LeaseLost):
        old.give_back(state=RunState.DONE)
    new.hold()


def test_attempts_are_counted_before_work_starts():
    run = open_run(system="EMP", actor=ACTOR)

    claim(run.pk)

    run.refresh_from_db()
    assert (run.attempts, run.setbacks, run.state) == (1, 1, "running")


def test_the_sweep_finds_what_is_queued_rested_or_orphaned():
    waits = make_run(state=RunState.PAUSED, next_at=timezone.now() + timedelta(hours=1))

    assert due_runs(timezone.now()) == []
    Run.objects.filter(pk=waits.pk).update(next_at=ago(1))
    assert due_runs(timezone.now()) == [waits.pk]
    Run.objects.filter(pk=waits.pk).update(state=RunState.RUNNING, lease_until=ago(1))
    assert due_runs(timezone.now()) == [waits.pk]
    Run.objects.filter(pk=waits.pk).update(state=RunState.BLOCKED, block="schema")
    assert due_runs(timezone.now()) == []


def test_missed_times_of_a_schedule_collapse_into_one_run():
    now = timezone.now()
    Schedule.objects.create(
        system="EMP", label="就业", every=timedelta(hours=6), next_at=now - timedelta(days=2)
    )

    open_due_schedules(now=now)
    open_due_schedules(now=now)

    assert Run.objects.count() == 1
    assert Schedule.objects.get().next_at == now + timedelta(hours=6)


def test_a_slot_is_used_once():
    slot = timezone.now()
    run = open_run(system="EMP", actor=ACTOR, slot=slot)
    Run.objects.filter(pk=run.pk).update(state=RunState.DONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(system="EMP", slot=slot)


def test_a_blocked_run_says_why():
    run = open_run(system="EMP", actor=ACTOR)

    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state=RunState.BLOCKED)


def test_accepting_a_shrink_is_a_decision_of_who_runs_the_systems():
    run = make_run(state=RunState.BLOCKED, block="shrink")

    with pytest.raises(Refused):
        resume_run(run=run, actor=an_actor(("GRID", JIANGTENG)), accepts_shrink=True)
    resume_run(run=run, actor=OPERATOR, accepts_shrink=True)

    assert (run.state, run.accepts_shrink) == ("queued", True)


def test_a_closed_run_makes_place_for_the_next():
    run = make_run(state=RunState.BLOCKED, block="schema")

    close_run(run=run, actor=OPERATOR, now=timezone.now())

    assert open_run(system="EMP", actor=ACTOR).pk != run.pk


def test_a_run_is_told_with_the_agreed_names():
    told = run_as_json(open_run(system="EMP", actor=ACTOR))

    assert list(told) == [
        "system", "run", "state", "read", "created", "changed", "unchanged", "skipped",
        "set_aside", "questioned", "watermark",
    ]  # fmt: skip


def test_a_run_that_finds_nothing_new_tells_where_the_system_stands():
    make_run(watermark="202610_R01", state=RunState.DONE)

    nothing_new = open_run(system="EMP", actor=ACTOR)

    assert run_as_json(nothing_new)["watermark"] == "202610_R01"


def test_raw_answers_are_forgotten_after_ninety_days_and_their_keys_are_not():
    run = open_run(system="EMP", actor=ACTOR)
    page = save_page(run=run, stream="delta", number=1, token={}, raw=b"{}")
    page.state, page.keys = "done", {"ac01:1": "applied"}
    page.save()

    assert forget_old_answers(now=timezone.now()) == 0
    assert forget_old_answers(now=timezone.now() + timedelta(days=91)) == 1
    page.refresh_from_db()
    assert raw_of(page) is None
    assert page.keys == {"ac01:1": "applied"}


def test_a_saved_answer_is_read_back_as_it_came():
    run = open_run(system="EMP", actor=ACTOR)
    raw = "王小明|420190".encode("gbk")

    page = save_page(run=run, stream="delta", number=1, token={}, raw=raw)
    page.refresh_from_db()

    assert raw_of(page) == raw
    assert raw not in bytes(page.raw_sealed)
