"""What a private PostgreSQL and a private Valkey have in common: a lock, a place, a user."""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
MARK = "checkout"  # names the checkout a folder outside it belongs to
END_SECONDS = 15
SOCKET_LIMIT = 85  # the kernel allows 107 bytes, the socket's own name included
PLAIN = re.compile(r"[\w./+-]+", re.ASCII)


class CannotStart(Exception):
    """A private server cannot run here; the sentence says what to do instead."""


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def unprivileged() -> pwd.struct_passwd | None:
    """The user a server drops to when we are root; None when we are not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart("找不到可用的普通用户（postgres 或 nobody），请设置 DATABASE_URL。")


def run_as(user: pwd.struct_passwd | None) -> dict[str, object]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def run(
    command: Sequence[str], *, user: pwd.struct_passwd | None, timeout: float = 90
) -> tuple[int, str]:
    """Exit code and output; a file takes the output, because a daemon keeps a pipe open."""
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # type: ignore[call-overload] # noqa: S603 - own binaries, no shell
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={**os.environ, "HOME": "/", "LC_ALL": "C.UTF-8"},
                timeout=timeout,
                check=False,
                **run_as(user),
            )
        except PermissionError as trouble:
            raise CannotStart(
                "当前环境不允许切换到普通用户，无法启动私有数据库；请设置 DATABASE_URL。"
                " (cannot drop privileges here)"
            ) from trouble
        output.seek(0)
        return done.returncode, output.read().decode(errors="replace")


def may_enter(path: Path, user: pwd.struct_passwd | None) -> bool:
    if user is None:
        return True
    return run(["/bin/sh", "-c", 'test -x "$1"', "_", str(path)], user=user)[0] == 0


def private_folder(of: Path) -> Path:
    """A folder of ours in the system's temporary directory, one per place it stands in for."""
    name = "hub-" + hashlib.sha256(str(of).encode()).hexdigest()[:10]
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise CannotStart(f"临时文件夹 {folder} 属于其他用户，请删除后重试。")
    folder.chmod(0o711)
    if not (folder / MARK).exists():
        (folder / MARK).write_text(str(ROOT))
    return folder


def socket_folder(wanted: Path, *, of: Path) -> Path:
    """The folder wanted for a socket of `of`, or a private one where its path is too long or has
    blanks, quotes or Chinese in it: addresses and the servers' options name it.
    """
    path = str(wanted)
    if len(os.fsencode(path)) <= SOCKET_LIMIT and PLAIN.fullmatch(path):
        return wanted
    return private_folder(of)


def make_folder(path: Path, user: pwd.struct_passwd | None) -> None:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if user is not None:
        shutil.chown(path, user.pw_uid, user.pw_gid)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state_of(pid: int | str) -> str:
    """The kernel's letter for a process, Z for a zombie, empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""


def is_gone(pid: int | str) -> bool:
    """Whether nothing runs under the number any more; a zombie waits for its parent only."""
    return state_of(pid) in ("", "Z")


def end_process(pid: int, how: signal.Signals = signal.SIGQUIT) -> None:
    """End a server that nobody is to be waited for; returns when it is gone or will not go."""
    deadline = time.monotonic() + END_SECONDS
    with suppress(ProcessLookupError):
        os.kill(pid, how)
    while not is_gone(pid) and time.monotonic() < deadline:
        time.sleep(0.05)


class Users:
    """Who still needs a server: each process holds a shared lock, the last one out switches off."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: IO[str] | None = None

    def join(self) -> None:
        if self.held is None:
            self.held = open(self.path, "w")  # noqa: SIM115 - held for the life of the process
            fcntl.flock(self.held, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """True when nobody else is left."""
        if self.held is None:
            return False
        held, self.held = self.held, None
        with held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True
