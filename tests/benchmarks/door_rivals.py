"""What one would write instead of the door, as well as one would write it.

Both rivals are given clean values of a table they know; they match by the hashed number, compare,
and write what changed. The chunked one keeps the same change rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import orjson
from django.db import connection
from django.db.models import QuerySet

from hub.models import Resident
from hub.models.categories import Employment
from hub.sealing import identity_hash

FACTS = (
    "emp_status",
    "emp_form",
    "emp_register_date",
    "emp_flex_start",
    "emp_flex_content",
    "emp_subsidy_start",
    "emp_subsidy_used",
    "emp_job_wish",
)
DAYS = ("emp_register_date", "emp_flex_start")
CHUNK = 1000
WRITE_CHANGE = """
insert into hub_change (kind, subject_id, category, before, after, source, actor, effective_date)
values ('R', %s, 'c05_employment', %s, %s, 'EMP', 'bench', %s)
"""
Cells = Mapping[str, str]


def typed(cells: Cells) -> dict[str, object]:
    facts: dict[str, object] = {name: cells[name] for name in FACTS}
    for name in DAYS:
        facts[name] = date.fromisoformat(cells[name])
    facts["emp_subsidy_used"] = int(cells["emp_subsidy_used"])
    return facts


def live() -> QuerySet[Resident]:
    """The records whose number is unique: said so, the index on it serves."""
    return Resident.objects.exclude(record_status="4")


def bulk_update(rows: Sequence[Cells]) -> None:
    for start in range(0, len(rows), CHUNK):
        chunk = {
            identity_hash("111", cells["id_number"]): typed(cells)
            for cells in rows[start : start + CHUNK]
        }
        people = live().filter(id_number_hash__in=list(chunk)).values_list("id", "id_number_hash")
        known = {key: chunk[bytes(hashed)] for key, hashed in people}
        take_chunk(known, Employment.objects.in_bulk(list(known)))


def take_chunk(told: Mapping[int, dict[str, object]], held: Mapping[int, Employment]) -> None:
    changed, history = [], []
    for key, facts in told.items():
        row = held[key]
        news = {name: value for name, value in facts.items() if getattr(row, name) != value}
        if news:
            before = {name: getattr(row, name) for name in news}
            history.append((key, as_json(before), as_json(news), date(2026, 11, 23)))
            for name, value in news.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        Employment.objects.bulk_update(changed, FACTS)
        with connection.cursor() as cursor:
            cursor.executemany(WRITE_CHANGE, history)


def as_json(values: Mapping[str, object]) -> str:
    return orjson.dumps(values).decode()


def update_or_create(rows: Sequence[Cells]) -> None:
    for cells in rows:
        person = live().only("id").get(id_number_hash=identity_hash("111", cells["id_number"]))
        Employment.objects.update_or_create(subject_id=person.id, defaults=typed(cells))


def copy_logged(rows: Sequence[Cells]) -> None:
    """The floor: the same rows, whole, into a logged table with its key."""
    with connection.cursor() as cursor:
        cursor.execute("truncate bench_logged")
        with cursor.copy("copy bench_logged from stdin") as copy:
            for line in lines(rows):
                copy.write(line)


def lines(rows: Sequence[Cells]) -> Iterator[bytes]:
    for cells in rows:
        yield b"%s\t%s\t\\\\x00\n" % (cells["id_number"].encode(), orjson.dumps(cells))
