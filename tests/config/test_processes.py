import signal
import time

import pytest

from config.private_server import state_of
from config.processes import ChildFailed, Supervisor, answers, free_port

SLEEPER = ["-c", "import time; time.sleep(60)"]


@pytest.fixture
def supervisor(tmp_path):
    made = Supervisor(tmp_path / "log")
    made.open()
    yield made
    made.stop()


def test_a_child_that_dies_is_started_again(supervisor):
    child = supervisor.start("sleeper", SLEEPER)
    child.process.send_signal(signal.SIGKILL)
    child.process.wait()

    revived = supervisor.revive()

    assert revived == ["sleeper"]
    assert child.alive


def test_a_disk_without_room_does_not_end_the_watch(supervisor):
    child = supervisor.start("sleeper", SLEEPER)
    child.pid_file.unlink()
    child.pid_file.symlink_to("/dev/full")
    child.process.kill()
    child.process.wait()

    assert supervisor.revive() == ["sleeper"]
    assert child.alive


PARENT = [
    "-c",
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True)\ntime.sleep(60)",
]


@pytest.fixture
def orphan(supervisor):
    """The number of a child's own child, left behind when the child is killed."""
    child = supervisor.start("parent", PARENT)
    supervisor.wait_until(child, lambda: child.log.read_text().endswith("\n"))
    left = int(child.log.read_text())
    child.process.kill()
    child.process.wait()
    assert state_of(left) not in ("", "Z")
    return left


def ended(pid):
    ends = time.monotonic() + 10
    while state_of(pid) not in ("", "Z") and time.monotonic() < ends:
        time.sleep(0.02)
    return state_of(pid) in ("", "Z")


def test_what_a_killed_child_left_behind_ends_before_it_is_started_again(supervisor, orphan):
    supervisor.revive()

    assert ended(orphan)


def test_what_a_killed_child_left_behind_ends_with_the_rest(supervisor, orphan):
    supervisor.stop()

    assert ended(orphan)


def test_what_a_killed_demo_left_behind_ends_with_the_next_start(supervisor, orphan):
    Supervisor(supervisor.logs).open()

    assert ended(orphan)


def test_stopping_leaves_no_process_and_no_file(supervisor):
    child = supervisor.start("sleeper", SLEEPER)

    supervisor.stop()

    assert not child.alive
    assert not child.pid_file.exists()


def test_children_stop_in_the_order_given(supervisor):
    words = [
        "-c",
        "import signal, sys, time\nsignal.signal(15, lambda *a: sys.exit(0))\ntime.sleep(60)",
    ]
    for name in ("web", "worker", "beat"):
        supervisor.start(name, words)
    stopped = []
    for child in supervisor.children.values():
        real = child.stop
        child.stop = lambda child=child, real=real: (stopped.append(child.name), real())

    supervisor.stop("worker", "beat", "web")

    assert stopped == ["worker", "beat", "web"]


def test_a_child_that_ends_at_once_says_why(supervisor):
    child = supervisor.start("broken", ["-c", "raise SystemExit('没有这个文件')"])

    with pytest.raises(ChildFailed, match="没有这个文件"):
        supervisor.wait_until(child, lambda: False, seconds=10)


def test_a_child_left_by_a_killed_supervisor_is_ended(supervisor, tmp_path):
    child = supervisor.start("sleeper", SLEEPER)

    Supervisor(tmp_path / "log").open()
    time.sleep(0.1)

    assert not child.alive


def test_a_port_that_is_taken_is_replaced():
    first = free_port()

    assert free_port(first) == first
    assert not answers(first)
