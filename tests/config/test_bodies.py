"""A request is whole before it is served, and senders that stall keep nobody from the pages."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from io import BytesIO

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import override_settings

from communities.envelope import REFUSED_UNREAD
from config.bodies import IN_MEMORY, LARGEST_FORM, Doorway, whole_bodies
from config.processes import ROOT, free_port, is_healthy
from config.product import web_words

ROWS = "/api/v1/observations"
MOST = IN_MEMORY + 10
PIECES = {"HTTP_TRANSFER_ENCODING": "Chunked"}
STALLED = 60


def frame(environ, _start_response):
    """What the frame makes of a request: its body, or the code of why there is none."""
    refusal = environ.get(REFUSED_UNREAD)
    return [WSGIRequest(environ).body, refusal.code.encode() if refusal else b""]


def a_doorway(**more):
    return Doorway(**{"room": 4, "share": 2, "patience": 0.01, **more})


def sent(body, *, path=ROWS, doorway=None, **headers):
    told = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "REMOTE_ADDR": "10.1.1.1", **headers}
    served = whole_bodies(frame, doorway=doorway or a_doorway())
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=MOST):
        return tuple(served({**told, "wsgi.input": BytesIO(body)}, None))


@pytest.mark.parametrize("size", [0, 1, MOST])
@pytest.mark.parametrize("path", [ROWS, "/sign-in"])
def test_what_comes_in_pieces_of_no_told_length_is_read_whole(size, path):
    assert sent(b"x" * size, path=path, **PIECES) == (b"x" * size, b"")


def test_rows_of_a_told_length_are_read_whole():
    assert sent(b"rows", CONTENT_LENGTH="4") == (b"rows", b"")


def test_a_flood_in_pieces_is_too_large_as_any_other():
    assert sent(b"x" * (MOST + 1), **PIECES) == (b"", b"too_large")


@pytest.mark.parametrize(("path", "most"), [(ROWS, MOST), ("/imports", LARGEST_FORM)])
def test_what_says_it_is_too_large_is_not_begun(path, most):
    assert sent(b"", path=path, CONTENT_LENGTH=str(most + 1)) == (b"", b"too_large")


def test_a_form_that_breaks_off_is_not_taken_for_a_shorter_one():
    assert sent(b"road=Jiangteng+1", CONTENT_LENGTH="17") == (b"", b"bad_request")


def test_a_body_nobody_reads_is_not_waited_for():
    assert sent(b"", REQUEST_METHOD="GET", CONTENT_LENGTH="4") == (b"", b"")


def test_one_terminal_waits_with_its_share_and_all_of_them_with_the_room_there_is():
    doorway = a_doorway()
    with ExitStack() as waiting:
        for terminal in ("10.1.1.1", "10.1.1.1"):
            waiting.enter_context(doorway.place(terminal))
        assert sent(b"rows", doorway=doorway, CONTENT_LENGTH="4") == (b"", b"unavailable")
        elsewhere = {"REMOTE_ADDR": "10.2.2.2", "CONTENT_LENGTH": "4"}
        assert sent(b"rows", doorway=doorway, **elsewhere) == (b"rows", b"")
        for terminal in ("10.3.3.3", "10.4.4.4"):
            waiting.enter_context(doorway.place(terminal))
        assert sent(b"rows", doorway=doorway, **elsewhere) == (b"", b"unavailable")
    assert sent(b"rows", doorway=doorway, CONTENT_LENGTH="4") == (b"rows", b"")


def test_a_body_that_is_there_waits_its_turn_behind_others_that_are():
    doorway, taken = a_doorway(share=1, patience=30), []
    senders = [
        threading.Thread(
            target=lambda: taken.append(sent(b"rows", doorway=doorway, CONTENT_LENGTH="4"))
        )
        for _ in range(30)
    ]
    with doorway.place("10.1.1.1"):
        for sender in senders:
            sender.start()
    for sender in senders:
        sender.join()

    assert taken == [(b"rows", b"")] * 30


@pytest.fixture(scope="module")
def served():
    """The web process as it is served, over real sockets."""
    port = free_port()
    environment = {**os.environ, "HUB_PROCESS": "web", "DJANGO_SETTINGS_MODULE": "config.settings"}
    process = subprocess.Popen(
        [sys.executable, *web_words("127.0.0.1", port)], cwd=ROOT, env=environment
    )
    try:
        ends = time.monotonic() + 60
        while not is_healthy(port):
            assert process.poll() is None, "the web process has ended"
            assert time.monotonic() < ends, "the web process does not answer"
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def senders_that_stall(port, *, path, of_length=1000):
    """Sockets that have begun a POST and keep its body to themselves."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {of_length}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\nna"
    )
    with ExitStack() as open_ones:
        senders = []
        for _ in range(STALLED):
            sender = open_ones.enter_context(socket.create_connection(("127.0.0.1", port)))
            sender.sendall(head.encode())
            senders.append(sender)
        yield senders


def asked(port, path, *, body=None):
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Host": "localhost", "Content-Type": "application/json"}
        caller.request("POST" if body else "GET", path, body, headers)
        answer = caller.getresponse()
        return answer.status, answer.read()
    finally:
        caller.close()


@pytest.mark.parametrize("path", ["/sign-in", ROWS])
def test_pages_and_health_are_answered_while_sixty_senders_stall(served, path):
    with senders_that_stall(served, path=path) as senders:
        time.sleep(0.2)
        for page in ("/healthz", "/sign-in", "/static/communities/hub.css") * 4:
            assert asked(served, page)[0] == 200, page
        held = [sender for sender in senders if not told_why(sender)]
        assert len(held) <= 6, "more wait for bodies than two processes have shares for"
        status, answer = asked(served, ROWS, body="{}")
        assert status == 503
        assert "稍后再试" in json.loads(answer)["error"]["message"]
    ends = time.monotonic() + 10
    while asked(served, ROWS, body="{}")[0] != 401:
        assert time.monotonic() < ends, "who has gone keeps a place"
        time.sleep(0.1)


def told_why(sender):
    """Whether a sender was answered with 503; False for one that is waited for."""
    sender.settimeout(1)
    try:
        return b" 503 " in sender.recv(2000)
    except TimeoutError:
        return False
