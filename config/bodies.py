"""A request is whole before the frame sees it, and few threads wait for the rest of one.

The web server gives a thread to every request whose head has come, and a body that never comes
would keep that thread for as long as its sender likes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from threading import Condition
from time import monotonic
from typing import IO, Any

from django.conf import settings

from communities.envelope import REFUSED_UNREAD, crowded, cut_short, too_large
from communities.errors import HubError

THREADS, LEFT_TO_PAGES = 8, 3  # of one web process; the others may wait for bodies
PIECE = 64 * 2**10
IN_MEMORY = 2**20
LARGEST_FORM = 64 * 2**20  # who hands in a file of a little more than 30 MB is still told so
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")  # the frame reads none of these
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Doorway:
    """The threads of a process that wait for bodies: `room` of them, `share` for one terminal.

    A body that is there passes in no time, so whoever finds the doorway full waits a moment for one
    who has just come, and not for those who have stood there longer than `patience`.
    """

    def __init__(self, *, room: int, share: int, patience: float) -> None:
        self.room, self.share, self.patience = room, share, patience
        self.waiting: list[tuple[str, float]] = []
        self.moved = Condition()

    @contextmanager
    def place(self, terminal: str) -> Iterator[None]:
        """Held while a body comes in; raises when none gets free."""
        with self.moved:
            if not self.moved.wait_for(lambda: self.has_room(terminal), self.hope()):
                raise crowded()
            mine = (terminal, monotonic())
            self.waiting.append(mine)
        try:
            yield
        finally:
            with self.moved:
                self.waiting.remove(mine)
                self.moved.notify_all()

    def has_room(self, terminal: str) -> bool:
        terminals = [each for each, _ in self.waiting]
        return len(terminals) < self.room and terminals.count(terminal) < self.share

    def hope(self) -> float:
        """Seconds in which somebody may still pass who has only just come."""
        last = max((since for _, since in self.waiting), default=0.0)
        return max(0.0, last + self.patience - monotonic())


def whole_bodies(app: App, *, doorway: Doorway) -> App:
    """Hands on a body that has come to its end; one that cannot is told to the gate instead.

    It may come in pieces of no told length, as several HTTP libraries send JSON unasked.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in WITHOUT_BODY:
            return app(environ, start_response)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                with doorway.place(environ["REMOTE_ADDR"]):
                    receive(environ, body, largest(environ["PATH_INFO"]))
            except HubError as refusal:
                environ[REFUSED_UNREAD] = refusal
                body.truncate(0)
                body.seek(0)
            environ["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            environ["wsgi.input"] = body
            return app(environ, start_response)

    return serve


def receive(environ: dict[str, Any], body: IO[bytes], most: int) -> None:
    """Raises HubError for a body that is too long or that breaks off."""
    told = 0 if comes_in_pieces(environ) else int(environ.get("CONTENT_LENGTH") or 0)
    if told > most:
        raise too_large()
    while body.tell() <= most and (piece := environ["wsgi.input"].read(PIECE)):
        body.write(piece)
    if body.tell() > most:
        raise too_large()
    if body.tell() < told:
        raise cut_short()


def largest(path: str) -> int:
    """Rows and questions are short, a form of the console may bring a file."""
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE if path.startswith("/api/") else LARGEST_FORM


def comes_in_pieces(environ: dict[str, Any]) -> bool:
    return environ.get("HTTP_TRANSFER_ENCODING", "").lower().endswith("chunked")
