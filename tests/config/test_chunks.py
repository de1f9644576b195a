"""A department's program may send its rows in pieces, without saying how much will come."""

from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest
from django.test import override_settings

from config.chunks import IN_MEMORY, count_chunks

ROWS = "/api/v1/observations"
MOST = IN_MEMORY + 10


def frame(environ, _start_response):
    """What the frame makes of a request."""
    return [WSGIRequest(environ).body]


def sent(body, *, path=ROWS, **headers):
    told = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "wsgi.input": BytesIO(body), **headers}
    return b"".join(count_chunks(frame, within="/api/", most=MOST)(told, None))


@pytest.mark.parametrize("size", [0, 1, MOST])
def test_rows_sent_in_pieces_are_read_whole(size):
    assert sent(b"x" * size, HTTP_TRANSFER_ENCODING="chunked") == b"x" * size


def test_rows_of_a_told_length_are_read_as_before():
    assert sent(b"rows", CONTENT_LENGTH="4") == b"rows"


def test_a_flood_in_pieces_is_too_large_as_any_other():
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=MOST), pytest.raises(RequestDataTooBig):
        sent(b"x" * (MOST + 1), HTTP_TRANSFER_ENCODING="Chunked")


def test_a_page_of_the_console_is_left_to_the_frame():
    assert sent(b"rows", path="/sign-in", HTTP_TRANSFER_ENCODING="chunked") == b""
