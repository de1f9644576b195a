"""The child processes of a running product: started in order, watched, stopped in reverse."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 20
RESTART_PAUSE = 2
EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask one that listens everywhere


class ChildFailed(Exception):
    """A child process ended before it was ready; the sentence names its log."""


class RunsAlready(Exception):
    """Another command of this checkout has these processes."""


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Hold a file that one supervisor at a time may hold: a second would end the first one's
    children as left over. Raises RunsAlready.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(place, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as trouble:
            raise RunsAlready from trouble
        yield


@dataclass
class Child:
    """One process of its own session, so that Ctrl-C reaches the supervisor alone."""

    name: str
    words: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0

    @property
    def pid_file(self) -> Path:
        return self.log.with_suffix(".child")

    def start(self) -> None:
        if self.process is not None:
            end_group(self.process.pid)  # its own children, when it was killed before them
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                [sys.executable, *self.words],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid_file.write_text(str(self.process.pid))

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process is None:
            return
        if self.alive:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        end_group(self.process.pid)
        self.pid_file.unlink(missing_ok=True)

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])


class Supervisor:
    """Knows every child; what was started last is stopped first unless an order is given."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: dict[str, Child] = {}
        self.pid_file = logs / "supervisor.pid"

    def open(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        for left in self.logs.glob("*.child"):
            end_left_over(left)
        self.pid_file.write_text(str(os.getpid()))

    def start(
        self, name: str, words: Sequence[str], *, environment: Mapping[str, str] | None = None
    ) -> Child:
        child = Child(name, words, self.logs / f"{name}.log", environment or {})
        child.start()
        self.children[name] = child
        return child

    def wait_until(self, child: Child, ready: Callable[[], bool], *, seconds: float = 60) -> None:
        """Raises ChildFailed with the child's last lines."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not child.alive or time.monotonic() > deadline:
                raise ChildFailed(f"{child.name} 未能启动，见 {child.log}\n{child.last_words()}")
            time.sleep(0.05)

    def revive(self) -> list[str]:
        """Start again what has died; the names of those. What cannot start now, for want of room
        or of processes, is tried again at the next look.
        """
        dead = [child for child in self.children.values() if not child.alive]
        for child in dead:
            child.restarts += 1
            time.sleep(min(RESTART_PAUSE, child.restarts))
            with suppress(OSError):
                child.start()
        return [child.name for child in dead if child.alive]

    def stop(self, *first: str) -> None:
        """Stop `first` in that order, then the rest, the youngest first."""
        names = [name for name in first if name in self.children]
        names += [name for name in reversed(self.children) if name not in names]
        for name in names:
            self.children[name].stop()
        self.pid_file.unlink(missing_ok=True)


def end_left_over(pid_file: Path) -> None:
    """A child of a supervisor that was killed, and what the child itself has left behind."""
    with suppress(OSError, ValueError):
        end_group(int(pid_file.read_text()))
    pid_file.unlink(missing_ok=True)


def end_group(group: int) -> None:
    """End every process of a group at once; ours only if it runs from this checkout."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if group_of(stat) == group and (stat.parent / "cwd").resolve() == ROOT:
                os.kill(int(stat.parent.name), signal.SIGKILL)
        except (OSError, IndexError):
            continue  # it has ended, or is somebody else's


def group_of(stat: Path) -> int:
    return int(stat.read_text().rsplit(")", 1)[1].split()[2])


def free_port(wanted: int = 0) -> int:
    """`wanted` if nobody holds it, else any free port; loopback only."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_healthy(port: int, *, host: str = "127.0.0.1") -> bool:
    """The web process answers requests; its port is open before it has read its code."""
    asked = HTTPConnection(EVERY_ADDRESS.get(host, host), port, timeout=2)
    try:
        asked.request("GET", "/healthz", headers={"Host": "localhost"})
        return asked.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False
