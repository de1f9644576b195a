"""A small HTTP server on loopback that can also misbehave at the level of bytes."""

import json
import sys
import time
import traceback
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

HANG_SECONDS = 3600
ENDLESS_LIMIT = 2**31


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: Any
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as an object; an empty body is an empty object.

        Raises ValueError.
        """
        found = json.loads(self.body) if self.body else {}
        if not isinstance(found, dict):
            raise ValueError("object expected")
        return found

    def cookie(self, name: str) -> str:
        for part in (self.headers.get("Cookie") or "").split(";"):
            key, _, value = part.strip().partition("=")
            if key == name:
                return value
        return ""


@dataclass
class Answer:
    """`manner` is "" for an honest answer, or how the bytes go wrong."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = ""


def json_answer(found: Any, status: int = 200, **headers: str) -> Answer:
    body = json.dumps(found, ensure_ascii=False).encode()
    return Answer(status, body, headers=headers)


def html_answer(title: str, status: int = 200) -> Answer:
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{title}</body></html>"
    return Answer(status, text.encode(), "text/html; charset=utf-8")


class Desk(Protocol):
    """Whoever answers."""

    def answer(self, request: Request) -> Answer: ...


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    desk: Desk

    def do_GET(self) -> None:
        self.serve()

    def do_POST(self) -> None:
        self.serve()

    def serve(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = Request(self.command, parts.path, query, self.headers, body)
        answer = self.desk.answer(request)
        try:
            self.send(answer)
        except OSError:
            self.close_connection = True

    def send(self, answer: Answer) -> None:
        manner = answer.manner
        if manner in ("hang", "cut"):
            self.close_connection = True
            if manner == "hang":
                self.wait_for_goodbye(HANG_SECONDS)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name.replace("_", "-"), value)
        if manner == "endless":
            self.end_headers_closing()
            self.pour()
            return
        self.send_header("Content-Length", str(len(answer.body)))
        if manner == "truncated":
            self.end_headers_closing()
            self.wfile.write(answer.body[: len(answer.body) // 2])
            return
        self.end_headers()
        if manner == "slowloris":
            self.drip(answer.body)
            return
        self.wfile.write(answer.body)

    def end_headers_closing(self) -> None:
        self.close_connection = True
        self.send_header("Connection", "close")
        self.end_headers()

    def drip(self, body: bytes) -> None:
        """One byte a second."""
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            time.sleep(1)

    def pour(self) -> None:
        """A body that does not end (until the reader goes away)."""
        block, sent = b"0" * 65536, 0
        while sent < ENDLESS_LIMIT:
            self.wfile.write(block)
            sent += len(block)

    def wait_for_goodbye(self, seconds: float) -> None:
        """Never answer; leave when the caller does."""
        self.connection.settimeout(seconds)
        self.connection.recv(1)

    def log_message(self, *words: object) -> None:
        """Nothing: the ledger is the record."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, address: object) -> None:
        """A caller that went away is no trouble; anything else is told."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc(file=sys.stderr)


def open_server(desk: Desk, port: int) -> Server:
    handler = type("BoundHandler", (Handler,), {"desk": desk})
    return Server(("127.0.0.1", port), handler)
