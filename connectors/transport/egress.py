"""The only way out: allowed addresses, each resolved once, every byte under one total deadline."""

import socket
import ssl
import time
from collections.abc import Iterable

import httpcore
import httpx
from django.conf import settings

from connectors.errors import NeedsPerson, TryLater
from connectors.transport.pulse import SLICE, STILL, Pulse

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
TOTAL_SECONDS = 60.0
SIZE_CAP = 50 * 1024 * 1024

_pinned: dict[tuple[str, int], str] = {}


def allowed(host: str, port: int) -> bool:
    return f"{host}:{port}" in settings.HUB_EGRESS_ALLOW


def pinned_address(host: str, port: int) -> str:
    """The address this host had when it was first called; a name that later moves is not followed.

    Raises NeedsPerson for a host and port that are not on the list of allowed ones.
    """
    if not allowed(host, port):
        raise NeedsPerson(
            f"不允许连接 {host}:{port}，请管理员登记该地址。",
            f"Connecting to {host}:{port} is not allowed; an administrator must list it.",
            kind="sign_in",
        )
    if (host, port) not in _pinned:
        _pinned[host, port] = _resolve(host, port)
    return _pinned[host, port]


def _resolve(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as trouble:
        raise TryLater(f"找不到 {host} 的地址。", f"{host} does not resolve.") from trouble
    return str(found[0][4][0])


class Deadline:
    """One moment after which nothing of a call may still be waiting."""

    def __init__(self, seconds: float, pulse: Pulse = STILL) -> None:
        self.end = time.monotonic() + seconds
        self.pulse = pulse

    def left(self) -> float:
        return self.end - time.monotonic()


class _Stream(httpcore.NetworkStream):
    """Reads in short slices, so that one byte a second cannot hold a call for ever."""

    def __init__(self, inner: httpcore.NetworkStream, backend: "PinnedBackend") -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        silent_until = time.monotonic() + (READ_SECONDS if timeout is None else timeout)
        while True:
            deadline = self._backend.deadline
            wait = min(SLICE, deadline.left(), silent_until - time.monotonic())
            if wait <= 0:
                raise httpcore.ReadTimeout("total deadline or read timeout")
            try:
                return self._inner.read(max_bytes, wait)
            except httpcore.ReadTimeout:
                deadline.pulse.touch()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._backend.deadline.left()
        if left <= 0:
            raise httpcore.WriteTimeout("total deadline")
        self._inner.write(buffer, min(left, timeout or READ_SECONDS))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, timeout), self._backend)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the pinned address only and hands every stream the call's deadline."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()
        self.deadline = Deadline(TOTAL_SECONDS)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        wait = min(CONNECT_SECONDS, max(self.deadline.left(), 0.01))
        address = pinned_address(host, port)
        return _Stream(
            self._inner.connect_tcp(address, port, wait, local_address, socket_options), self
        )

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class EgressTransport(httpx.HTTPTransport):
    """httpx over the pinned backend."""

    def __init__(self) -> None:
        super().__init__(retries=0, trust_env=False)
        self.backend = PinnedBackend()
        # httpx offers no argument for a network backend; its pool is replaced whole
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=4,
            keepalive_expiry=10,
            network_backend=self.backend,
        )
