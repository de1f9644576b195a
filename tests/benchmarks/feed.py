"""The change feed read from its beginning by one downstream system, page after page over HTTP.

Beside the rows of the change log alone, served the same way (the floor: no rights, no areas, no
access row), and beside what one would write instead: the people ordered by when they were last
received, by OFFSET, through a serializer. What the three hand over is compared before it is timed.
"""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from tests.benchmarks.lookup import key_of_consumer, served
from tests.benchmarks.measure import Figure, at_least, say
from tests.benchmarks.world import world

PAGE, PAGES, ROUNDS = 500, 40, 3
FIELDS = ("name", "sex", "birth_date", "community_code", "residence_type")
Read = Callable[[http.client.HTTPConnection, str], Iterator[list[dict]]]


def figures(rows: int = 100_000) -> list[Figure]:
    world(rows)
    key = key_of_consumer()
    sides: dict[str, Read] = {"feed": read_feed, "floor": read_floor, "offset": read_by_offset}
    with served() as port:
        same_people(port, key, sides)
        seen: dict[str, list[float]] = {name: [] for name in sides}
        for _turn in range(ROUNDS):
            for name, read in sides.items():
                seen[name].append(items_a_second(port, key, read))
    rate = {name: statistics.median(turns) for name, turns in seen.items()}
    say("  " + ", ".join(f"{name} {one:,.0f} items/s" for name, one in rate.items()))
    return [
        at_least("feed beside the bare change rows", rate["feed"] / rate["floor"], 0.3),
        at_least("feed beside pages by OFFSET", rate["feed"] / rate["offset"], 4),
    ]


def read_feed(line: http.client.HTTPConnection, key: str) -> Iterator[list[dict]]:
    cursor = ""
    for _ in range(PAGES):
        page = get(line, key, "/api/v1/changes", {"limit": PAGE, "cursor": cursor})
        yield [{"resident_id": item["resident_id"], **item["fields"]} for item in page["items"]]
        if not page["more"]:
            return
        cursor = page["cursor"]


def read_floor(line: http.client.HTTPConnection, key: str) -> Iterator[list[dict]]:
    at, seq = "-infinity", 0
    for _ in range(PAGES):
        page = get(line, key, "/bench/changes", {"limit": PAGE, "at": at, "seq": seq})
        if not page["items"]:
            return
        yield [{"id": item["subject_id"], **item["after"]} for item in page["items"]]
        at, seq = page["items"][-1]["recorded_at"], page["items"][-1]["seq"]


def read_by_offset(line: http.client.HTTPConnection, key: str) -> Iterator[list[dict]]:
    for number in range(PAGES):
        page = get(line, key, "/bench/people", {"limit": PAGE, "offset": number * PAGE})
        if not page["items"]:
            return
        yield page["items"]


def get(line: http.client.HTTPConnection, key: str, path: str, told: dict) -> dict:
    headers = {"Authorization": f"Bearer {key}"}
    line.request("GET", f"{path}?{urlencode(told)}", headers=headers)
    answer = line.getresponse()
    if answer.status != 200:
        raise AssertionError(f"{path} answered {answer.status}")
    return json.loads(answer.read())


def same_people(port: int, key: str, sides: dict[str, Read]) -> None:
    """Every side hands over the same people with the same values."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    told = {name: [item for page in read(line, key) for item in page]
            for name, read in sides.items()}  # fmt: skip
    values = {name: sorted(map(values_of, items)) for name, items in told.items()}
    if not (values["feed"] == values["floor"] == values["offset"]):
        raise AssertionError("the three do not hand over the same values")
    if keys_of(told["feed"], "resident_id") != keys_of(told["offset"], "resident_id"):
        raise AssertionError("the feed and the pages do not hand over the same people")


def values_of(item: dict) -> tuple[str, ...]:
    return tuple(str(item[name]) for name in FIELDS)


def keys_of(items: list[dict], name: str) -> set[str]:
    return {item[name] for item in items}


def items_a_second(port: int, key: str, read: Read) -> float:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = time.perf_counter()
    items = sum(len(page) for page in read(line, key))
    return items / (time.perf_counter() - begun)
