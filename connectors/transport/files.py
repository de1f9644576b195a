"""Files of another system by SFTP: host key pinned, size capped, contents checked before use."""

import base64
import hashlib
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import paramiko

from connectors.errors import FileRefused, NeedsPerson, TryLater
from connectors.transport.egress import (
    CONNECT_SECONDS,
    READ_SECONDS,
    SIZE_CAP,
    Deadline,
    pinned_address,
)
from connectors.transport.pulse import Pulse

WHOLE_FILE_SECONDS = 600.0
PIECE = 256 * 1024
SETTLED = 2.0  # seconds in which an upload under way grows
MD5 = re.compile(rb"(?<![0-9A-Fa-f])[0-9A-Fa-f]{32}(?![0-9A-Fa-f])")


class FileStore:
    """One SFTP place; a connection lasts as long as the `with` block."""

    def __init__(self, place: Mapping[str, object], pulse: Pulse) -> None:
        self._place = place
        self._pulse = pulse

    @contextmanager
    def opened(self) -> Iterator["OpenStore"]:
        """Raises TryLater when the place cannot be reached, NeedsPerson for a wrong host key."""
        transport = self._connected()
        try:
            sftp = paramiko.SFTPClient.from_transport(transport)
            sftp.get_channel().settimeout(READ_SECONDS)
            yield OpenStore(sftp, self._pulse)
        except FileNotFoundError as trouble:
            raise FileRefused(
                "对方缺少应有的文件或目录。", "A promised file or folder is missing."
            ) from trouble
        except PermissionError as trouble:
            raise NeedsPerson(
                "文件服务器不让我们读取约定的目录或文件，请对方开通权限。",
                "The file server denies us the agreed folder or file.",
                kind="sign_in",
            ) from trouble
        except UnicodeDecodeError as trouble:
            raise NeedsPerson(
                "对方目录里有文件名不是 UTF-8 编码，列不出目录；请对方改名或移走。",
                "A file's name in the other side's folder is not UTF-8.",
                kind="schema",
            ) from trouble
        except (OSError, EOFError, paramiko.SSHException) as trouble:
            raise TryLater("读取对方文件时中断。", "Reading the file broke off.") from trouble
        finally:
            transport.close()

    def _connected(self) -> paramiko.Transport:
        host, port = str(self._place["host"]), int(str(self._place["port"]))
        try:
            line = socket.create_connection((pinned_address(host, port), port), CONNECT_SECONDS)
            transport = paramiko.Transport(line)
            transport.banner_timeout = transport.auth_timeout = READ_SECONDS
            transport.start_client(timeout=READ_SECONDS)
        except (OSError, EOFError, paramiko.SSHException) as trouble:
            raise TryLater("连不上对方的文件服务器。", "Cannot reach the file server.") from trouble
        self._check_host_key(transport)
        try:
            transport.auth_password(str(self._place["user"]), str(self._place["password"]))
        except paramiko.AuthenticationException as trouble:
            transport.close()
            raise NeedsPerson(
                "文件服务器拒绝登录。", "The file server refuses the sign-in.", kind="sign_in"
            ) from trouble
        except (OSError, EOFError, paramiko.SSHException) as trouble:
            transport.close()
            raise TryLater("登录文件服务器时中断。", "Signing in broke off.") from trouble
        return transport

    def _check_host_key(self, transport: paramiko.Transport) -> None:
        told = str(self._place.get("host_key", "")).split()
        key = transport.get_remote_server_key()
        offered = base64.b64encode(key.asbytes()).decode()
        if offered not in told:
            transport.close()
            raise NeedsPerson(
                "文件服务器的主机密钥与登记的不符。",
                "The file server's host key is not the registered one.",
                kind="sign_in",
            )


class OpenStore:
    def __init__(self, sftp: paramiko.SFTPClient, pulse: Pulse) -> None:
        self._sftp = sftp
        self._pulse = pulse

    def names(self, folder: str) -> list[str]:
        return sorted(self._sftp.listdir(folder))

    def is_growing(self, path: str, size: int) -> bool:
        """Whether a file is another a moment after it was read: somebody is still sending it."""
        self._pulse.sleep(SETTLED)
        return self._sftp.stat(path).st_size != size

    def read(self, path: str) -> bytes:
        """The whole file, at most 50 MB and within the deadline."""
        deadline = Deadline(WHOLE_FILE_SECONDS, self._pulse)
        parts, size = [], 0
        with self._sftp.open(path, "rb") as handle:
            handle.prefetch()
            while piece := handle.read(PIECE):
                size += len(piece)
                if size > SIZE_CAP or deadline.left() <= 0:
                    raise FileRefused("文件超过 50 MB 或传输太慢。", "Too large or too slow.")
                parts.append(piece)
                self._pulse.touch()
        return b"".join(parts)


def check_md5(content: bytes, manifest: bytes) -> None:
    """Raises FileRefused when the file beside it names another MD5."""
    if hashlib.md5(content, usedforsecurity=False).hexdigest() != md5_in(manifest):
        raise FileRefused("文件内容与 MD5 不符，没有采用。", "The MD5 does not match; not used.")


def md5_in(manifest: bytes) -> str:
    """The MD5 a manifest names, wherever it stands in it; "" when it names none."""
    found = MD5.search(manifest.replace(b"\0", b""))
    return found[0].decode().lower() if found else ""


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
