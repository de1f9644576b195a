"""A read-only SFTP server over one folder, with one user."""

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import paramiko

from tests.simulators.base.faults import Faults

HANG_SECONDS = 3600
BACKLOG = 20


class Login(paramiko.ServerInterface):
    def __init__(self, user: str, password: str) -> None:
        self.user, self.password = user, password

    def check_auth_password(self, username: str, password: str) -> int:
        if (username, password) == (self.user, self.password):
            return paramiko.AUTH_SUCCESSFUL
        return paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, channel_id: int) -> int:
        if kind == "session":
            return paramiko.OPEN_SUCCEEDED
        return paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def get_allowed_auths(self, username: str) -> str:
        return "password"


class Reading(paramiko.SFTPHandle):
    """One open file; tells its owner when it was read to the end."""

    def __init__(self, path: Path, done: Callable[[Path], None]) -> None:
        super().__init__(os.O_RDONLY)
        self.path, self.done = path, done
        self.readfile = path.open("rb")
        self.size = path.stat().st_size
        self.furthest = 0

    def read(self, offset: int, length: int) -> bytes | int:
        found = super().read(offset, length)
        if isinstance(found, bytes):
            self.furthest = max(self.furthest, offset + len(found))
        return found

    def stat(self) -> paramiko.SFTPAttributes:
        return paramiko.SFTPAttributes.from_stat(self.path.stat())

    def close(self) -> None:
        super().close()
        if self.furthest >= self.size:
            self.furthest = -1
            self.done(self.path)


class Folder(paramiko.SFTPServerInterface):
    """The folder as callers see it; nothing outside it exists."""

    root: Path
    faults: Faults
    done: Callable[[Path], None]

    def place(self, path: str) -> Path:
        return self.root / self.canonicalize(path).lstrip("/")

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        if not self.place(path).is_dir():
            return paramiko.SFTP_NO_SUCH_FILE
        return [
            paramiko.SFTPAttributes.from_stat(one.stat(), one.name)
            for one in sorted(self.place(path).iterdir())
        ]

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        place = self.place(path)
        if not place.exists():
            return paramiko.SFTP_NO_SUCH_FILE
        return paramiko.SFTPAttributes.from_stat(place.stat(), place.name)

    lstat = stat

    def open(self, path: str, flags: int, attr: object) -> paramiko.SFTPHandle | int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return paramiko.SFTP_PERMISSION_DENIED
        if not self.place(path).is_file():
            return paramiko.SFTP_NO_SUCH_FILE
        if self.faults.take("hang", f"sftp:{path}"):
            time.sleep(HANG_SECONDS)
        return Reading(self.place(path), type(self).done)


class SftpDesk:
    """Listens on loopback; one thread per caller."""

    def __init__(self, root: Path, key: paramiko.PKey, login: tuple[str, str], faults: Faults):
        self.root, self.key, self.login, self.faults = root, key, login, faults
        self.socket = socket.socket()

    def open(self, port: int, done: Callable[[Path], None]) -> int:
        kept = {"root": self.root, "faults": self.faults, "done": staticmethod(done)}
        self.folder = type("BoundFolder", (Folder,), kept)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", port))
        self.socket.listen(BACKLOG)
        threading.Thread(target=self.listen, daemon=True).start()
        return self.socket.getsockname()[1]

    def listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(caller,), daemon=True).start()

    def serve(self, caller: socket.socket) -> None:
        transport = paramiko.Transport(caller)
        transport.add_server_key(self.key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, self.folder)
        try:
            transport.start_server(server=Login(*self.login))
        except (paramiko.SSHException, OSError, EOFError):
            transport.close()

    def close(self) -> None:
        self.socket.close()


def host_key(path: Path) -> paramiko.PKey:
    """The server's own key, made once."""
    if not path.exists():
        paramiko.ECDSAKey.generate().write_private_key_file(str(path))
    return paramiko.ECDSAKey.from_private_key_file(str(path))
