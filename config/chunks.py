"""A body that comes in pieces, of no told length, as several HTTP libraries send JSON unasked."""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any

PIECE = 64 * 2**10
IN_MEMORY = 2**20
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def count_chunks(app: App, *, within: str, most: int) -> App:
    """Addresses `within` get a chunked body whole and counted: the frame reads as many bytes as it
    is told, and of none told none. One longer than `most` is told as too long, and not read on.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not comes_in_chunks(environ) or not environ["PATH_INFO"].startswith(within):
            return app(environ, start_response)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            while body.tell() <= most and (piece := environ["wsgi.input"].read(PIECE)):
                body.write(piece)
            environ["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            environ["wsgi.input"] = body
            return app(environ, start_response)

    return serve


def comes_in_chunks(environ: dict[str, Any]) -> bool:
    return environ.get("HTTP_TRANSFER_ENCODING", "").lower().endswith("chunked")
