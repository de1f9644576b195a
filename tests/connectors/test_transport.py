"""Calls out: allowed places only, no redirects, one deadline, a cap, nothing foreign expanded."""

import socket
import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest

from connectors.errors import AnswerLost, FileRefused, NeedsPerson, RefusedThere, TryLater
from connectors.models import CallBreaker
from connectors.social_security.monthly_file import checked_lines
from connectors.transport import egress, soap
from connectors.transport.allowance import spend
from connectors.transport.breaker import Breaker
from connectors.transport.files import check_md5
from connectors.transport.http import Egress, seconds_to_wait
from connectors.transport.pulse import Pulse

pytestmark = pytest.mark.django_db
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@contextmanager
def server(*answers, slow=0.0, never=False):
    """A place that answers each call with the next of these bytes."""
    listener = socket.create_server(("127.0.0.1", 0))
    held = []

    def serve():
        for answer in answers:
            try:
                line, _where = listener.accept()
                held.append(line)
                line.recv(65536)
                for byte in [answer] if not slow else [bytes([b]) for b in answer]:
                    line.sendall(byte)
                    time.sleep(slow)
                if not never:
                    line.close()
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    for line in held:
        line.close()
    thread.join(5)


@pytest.fixture
def client(settings):
    made = []

    def make(port, **more):
        settings.HUB_EGRESS_ALLOW = [f"127.0.0.1:{port}"]
        egress._pinned.clear()
        place = f"http://127.0.0.1:{port}"
        made.append(Egress(base=place, system="EMP", sleep=lambda s: None, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_place_that_is_not_listed_is_never_called(settings):
    settings.HUB_EGRESS_ALLOW = ["127.0.0.1:1"]
    egress._pinned.clear()

    with pytest.raises(NeedsPerson, match="不允许连接"):
        Egress(base="http://127.0.0.1:2", system="EMP").call("GET", "/")


def test_a_redirect_is_refused(client):
    with (
        server(
            b"HTTP/1.1 302 Found\r\nlocation: http://10.0.0.1/\r\ncontent-length: 0\r\n\r\n"
        ) as p,
        pytest.raises(NeedsPerson, match="跳转"),
    ):
        client(p).call("GET", "/")


def test_one_byte_at_a_time_ends_at_the_deadline(client):
    begun = time.monotonic()
    drip = server(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 400, slow=0.05)
    with drip as port, pytest.raises(TryLater):
        client(port, total=1.0, tries=1).call("GET", "/")

    assert time.monotonic() - begun < 4


def test_a_place_that_never_answers_frees_the_call(client):
    begun = time.monotonic()
    with server(b"", never=True) as port, pytest.raises(TryLater):
        client(port, total=1.0, tries=1).call("GET", "/")

    assert time.monotonic() - begun < 4


def test_a_body_without_end_is_cut_off(client, monkeypatch):
    monkeypatch.setattr("connectors.transport.http.SIZE_CAP", 1000)
    flood = server(b"HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n" + b"x" * 5000)
    with flood as port, pytest.raises(NeedsPerson, match="50 MB"):
        client(port).call("GET", "/")


def test_errors_are_tried_again_and_limits_are_waited_for(client):
    error = b"HTTP/1.1 502 Bad\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    limit = b"HTTP/1.1 429 No\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    with server(error, limit, OK) as port:
        assert client(port).call("GET", "/").body == b"ok"


def test_a_write_without_an_answer_is_sent_once(client):
    with server(b"", OK) as port, pytest.raises(AnswerLost):
        client(port, total=2.0).call("POST", "/", writes=True)


def test_a_long_wait_becomes_a_later_try(client):
    limit = b"HTTP/1.1 429 No\r\nretry-after: 3600\r\ncontent-length: 0\r\n\r\n"
    with server(limit) as port, pytest.raises(TryLater) as caught:
        client(port).call("GET", "/")

    assert (caught.value.retry_after, caught.value.kind) == (3600, "limit")
    assert not caught.value.raises_alarm


def test_a_limit_of_calls_is_no_failure_of_the_other_system(client):
    limit = (
        b"HTTP/1.1 429 No\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )
    with server(*[limit] * 12) as port:
        bureau = client(port)
        for _call in range(12):
            with pytest.raises(TryLater) as caught:
                bureau.call("GET", "/")
            assert caught.value.kind == "limit"


def test_the_breaker_is_the_same_for_every_process():
    for _failure in range(10):
        Breaker("SI").count_failure()

    with pytest.raises(TryLater, match="暂停调用"):
        Breaker("SI").check()
    Breaker("EMP").check()
    CallBreaker.objects.update(open_until=None)
    Breaker("SI").check()


@pytest.mark.parametrize(("header", "seconds"), [("7", 7), ("", 1), ("soon", 1)])
def test_retry_after_is_read_as_seconds(header, seconds):
    assert seconds_to_wait(header) == seconds


def test_a_fifth_of_the_quota_is_kept_for_people_waiting(settings):
    day = date(2026, 11, 23)
    for _call in range(8):
        spend(system="SI", day=day, quota=10, waiting_person=False)

    with pytest.raises(TryLater):
        spend(system="SI", day=day, quota=10, waiting_person=False)
    assert spend(system="SI", day=day, quota=10, waiting_person=True)


def test_a_pulse_beats_while_it_sleeps(monkeypatch):
    monkeypatch.setattr("connectors.transport.pulse.SLICE", 0.01)
    beats = []

    Pulse(lambda: beats.append(1)).sleep(0.3)

    assert len(beats) > 1


def test_an_envelope_is_gbk_and_keeps_rare_characters():
    told = soap.envelope("query", {"aac003": "王𬭊"})

    assert told.startswith(b"<?xml version='1.0' encoding='GBK'?>")
    assert "王".encode("gbk") in told
    assert soap.parse(told).findtext(".//aac003") == "王𬭊"


def wrapped(inner):
    return (
        f'<?xml version="1.0" encoding="GBK"?><e:Envelope xmlns:e="{soap.ENVELOPE}"><e:Body>'
        f"<r><return>{inner}</return></r></e:Body></e:Envelope>"
    ).encode("gbk")


@pytest.mark.parametrize(
    "inner",
    [
        "&lt;result&gt;&lt;appcode&gt;1&lt;/appcode&gt;&lt;/result&gt;",
        "<![CDATA[<result><appcode>1</appcode></result>]]>",
    ],
)
def test_an_answer_is_read_escaped_or_as_cdata(inner):
    assert soap.answer_of(wrapped(inner)).findtext("appcode") == "1"


def test_a_dtd_is_refused_before_it_is_read():
    with pytest.raises(NeedsPerson, match="DTD"):
        soap.parse(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')


def test_a_fault_is_an_answer_and_half_an_answer_is_none():
    fault = wrapped("").replace(b"<r><return></return></r>", b"<e:Fault>bad</e:Fault>")

    with pytest.raises(RefusedThere, match="bad"):
        soap.answer_of(fault)
    with pytest.raises(TryLater):
        soap.answer_of(wrapped("x")[:-20])


LINE = b"|".join([b"1", b"2", b"3", b"110", b"1", b"1", b"", b"", b"", b"250000"] + [b""] * 10)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LINE, "结束行"),
        (LINE + b"\n#END|2|250000", "2 行"),
        (LINE + b"\n#END|1|1", "合计"),
        (LINE + b"\n#END|x|1", "结束行"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(content, words):
    with pytest.raises(FileRefused, match=words):
        checked_lines(content)


def test_a_whole_file_is_read():
    assert checked_lines(LINE + b"\r\n#END|1|250000\r\n") == [LINE]


@pytest.mark.parametrize("manifest", [b"", b"0" * 32 + b"  name"])
def test_another_md5_is_refused(manifest):
    with pytest.raises(FileRefused):
        check_md5(b"content", manifest)


def test_a_character_whose_second_byte_is_the_parting_line_moves_no_cell():
    cells = ["1", "2", ""] + [""] * 6 + ["500000"] + [""] * 10
    name = next(c for c in map(chr, range(0x4E00, 0x9FA5)) if c.encode("gbk")[1:] == b"|")
    cells[2] = name
    line = "|".join(cells).encode("gbk")

    assert checked_lines(line + b"\n#END|1|500000\r\n\r\n") == [line]
