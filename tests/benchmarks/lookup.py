"""One screen of one person over HTTP at a million: beside SELECT 1 and a nested serializer.

The product's web process (granian, two workers), one key for all sides, sixteen clients that hold
their connections, sides in turn. Clients, server and database share the machine.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.test import Client
from django.utils import timezone

from communities.actor import system_actor
from communities.models import Staff
from communities.permissions import CLOSED_TO_FEED
from communities.services.consumers import grant_key
from communities.services.staff import hire, post
from config.product import web_words
from hub.dictionary import CATEGORIES, fields_of
from tests.benchmarks.measure import Figure, at_least, at_most, percentile, say
from tests.benchmarks.world import Known, sample, world

ROOT = Path(__file__).resolve().parents[2]
ACTOR = system_actor("bench")
CLIENTS, SECONDS, ROUNDS = 16, 4.0, 3
PURPOSE = "P02"
CITY = "420100000000"
Ask = Callable[[http.client.HTTPConnection, Known], http.client.HTTPResponse]


def figures(rows: int = 1_000_000) -> list[Figure]:
    world(rows)
    people = sample()
    key, cookie = key_of_consumer(), cookie_of_worker()
    with served() as port:
        same_person(port, people[0], key)
        sides = {
            "lookup": asking("/api/v1/residents/lookup", key),
            "floor": asking("/bench/floor", key),
            "nested": asking("/bench/nested", key),
            "page": viewing(cookie),
        }
        seen: dict[str, list[list[float]]] = {name: [] for name in sides}
        for turn in range(ROUNDS + 1):
            for name, ask in sides.items():
                times = load(port, ask, people)
                if turn:  # the first round warms every worker
                    seen[name].append(times)
    rate = {name: statistics.median(len(one) / SECONDS for one in turns)
            for name, turns in seen.items()}  # fmt: skip
    p95 = {name: statistics.median(percentile(one, 0.95) * 1000 for one in turns)
           for name, turns in seen.items()}  # fmt: skip
    say("  " + ", ".join(f"{name} {rate[name]:,.0f}/s p95 {p95[name]:.0f} ms" for name in sides))
    return [
        at_least("lookup beside SELECT 1", rate["lookup"] / rate["floor"], 0.5),
        at_least("lookup beside a nested serializer", rate["lookup"] / rate["nested"], 8),
        at_most("lookup p95 ms, 16 clients", p95["lookup"], 100),
        at_most("page p95 ms, 16 clients", p95["page"], 200),
    ]


def key_of_consumer() -> str:
    """A key to every field that may leave."""
    fields = [field.name for category in CATEGORIES if category not in CLOSED_TO_FEED
              for field in fields_of(category)
              if field.direction in ("out", "both") or field.level in ("L1", "L2")]  # fmt: skip
    made = grant_key(
        name=f"bench {time.time()}", fields=fields, areas=[CITY], purpose=PURPOSE,
        starts_on=timezone.localdate(), actor=ACTOR, per_minute=10_000_000,
        basis="benchmark",
    )  # fmt: skip
    return made.key


def cookie_of_worker() -> str:
    staff = Staff.objects.filter(username="bench").first() or hire(
        username="bench",
        name="测试",
        password="Jiang-Di-2026-roads",
        actor=ACTOR,  # noqa: S106 - a scratch database
    )
    post(staff=staff, area=CITY, role="DISTRICT", line="labour", actor=ACTOR,
         starts_on=timezone.localdate())  # fmt: skip
    client = Client()
    client.force_login(staff)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def asking(path: str, key: str) -> Ask:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(line: http.client.HTTPConnection, known: Known) -> http.client.HTTPResponse:
        body = json.dumps({"id_number": known.number, "purpose": PURPOSE})
        line.request("POST", path, body=body, headers=headers)
        return line.getresponse()

    return ask


def viewing(cookie: str) -> Ask:
    def ask(line: http.client.HTTPConnection, known: Known) -> http.client.HTTPResponse:
        path = f"/residents/{known.resident_id}?purpose={PURPOSE}"
        line.request("GET", path, headers={"Cookie": cookie})
        return line.getresponse()

    return ask


def same_person(port: int, known: Known, key: str) -> None:
    """Both views give the same person before their times count."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    ours = json.loads(asking("/api/v1/residents/lookup", key)(line, known).read())["resident"]
    theirs = json.loads(asking("/bench/nested", key)(line, known).read())["resident"]
    if not ours or str(ours["resident_id"]) != theirs["resident_id"]:
        raise AssertionError("the two views do not give the same person")


def load(port: int, ask: Ask, people: list[Known]) -> list[float]:
    """Seconds of every answer that sixteen clients got within the time."""
    taken: list[list[float]] = [[] for _ in range(CLIENTS)]
    until = time.perf_counter() + SECONDS
    threads = [
        threading.Thread(target=one_client, args=(port, ask, people[n::CLIENTS], until, taken[n]))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for times in taken for one in times]


def one_client(port: int, ask: Ask, people: list[Known], until: float, taken: list[float]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    turn = 0
    while time.perf_counter() < until:
        begun = time.perf_counter()
        try:
            answer = ask(line, people[turn % len(people)])
            answer.read()
        except (http.client.HTTPException, ConnectionError):
            line.close()  # a held connection that the server has ended; the next ask opens one
            continue
        if answer.status != 200:
            raise AssertionError(f"answered {answer.status}")
        taken.append(time.perf_counter() - begun)
        turn += 1
    line.close()


@contextmanager
def served() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, *web_words("127.0.0.1", port)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.served",
             "HUB_PROCESS": "web"},
    )  # fmt: skip
    try:
        wait_for(port)
        yield port
    finally:
        web.terminate()
        web.wait(timeout=20)


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the web process did not answer")
