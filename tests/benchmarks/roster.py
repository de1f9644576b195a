"""One roster workbook into an empty community: ours beside django-import-export in bulk mode.

The same file. The rival's resource writes the same persons with clean, hashed and sealed numbers
and phones, in bulk, without homes, households, history, events or provenance: less than ours does.
End states are compared by identity, name, sex and birth date. The rival runs on a slice that ours
runs too; peak memory is that of a process of its own.
"""

import os
import resource
import subprocess
import sys
import time
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, transaction
from openpyxl import Workbook

from communities.actor import system_actor
from communities.rowscope import every_row
from hub.services.sheet_import import take_sheet
from tests.benchmarks.measure import Figure, at_least, at_most, say
from tests.benchmarks.people import COMMUNITY, id_numbers, names, roster_cells
from tests.benchmarks.roster_rival import import_in_bulk

SLICE = 5_000
TODAY = date(2026, 11, 23)
TITLES = {
    "id_number": "身份证号码",
    "name": "姓名",
    "ethnic_group": "民族",
    "education_level": "文化程度",
    "marital_status": "婚姻状况",
    "mobile": "联系电话",
    "hukou_division": "户籍地区划",
    "address": "居住地址",
    "household_key": "户号",
    "relation_to_head": "与户主关系",
}


def figures(rows: int = 100_000) -> list[Figure]:
    with TemporaryDirectory() as folder:
        whole, part = Path(folder, "whole.xlsx"), Path(folder, "part.xlsx")
        part.write_bytes(workbook(min(rows, SLICE), seed=31))
        whole.write_bytes(workbook(rows, seed=int(time.time())))
        ours, our_end = undone(lambda: ours_takes(part.read_bytes()))
        theirs, their_end = undone(lambda: import_in_bulk(part))
        if our_end != their_end:
            raise AssertionError("the sides do not end with the same persons")
        seconds, peak = apart(whole)
    rate, slow = rows / seconds, min(rows, SLICE) / theirs
    say(f"  slice: ours {ours:.1f} s, import-export {theirs:.1f} s; whole file {rate:,.0f} rows/s")
    return [
        at_least("times django-import-export in bulk, slice", theirs / ours, 8),
        at_least("times its rate, whole file", rate / slow, 8, f"[{slow:,.0f} rows/s there]"),
        at_most("peak memory, whole file, MB", peak, 500),
    ]


def workbook(rows: int, *, seed: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(list(TITLES.values()))
    for i, (number, name) in enumerate(zip(id_numbers(rows, seed), names(rows), strict=True)):
        cells = roster_cells(i, number, name)
        sheet.append([cells[field] for field in TITLES])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def ours_takes(content: bytes) -> None:
    actor = system_actor("bench")
    taken = take_sheet(
        content=content,
        community=COMMUNITY,
        actor=actor,
        today=TODAY,
        operation=f"bench:{time.time()}",
    )
    if taken.created < 0.99 * taken.rows:
        raise AssertionError(f"not everybody was created: {taken.counts()}")


def undone(work) -> tuple[float, set[tuple]]:
    """Seconds with every constraint checked, and the persons it made, taken back afterwards."""
    with transaction.atomic():
        with every_row(), connection.cursor() as cursor:
            cursor.execute("select coalesce(max(id), 0) from hub_resident")
            before = cursor.fetchone()[0]
            begun = time.perf_counter()
            work()
            cursor.execute("set constraints all immediate")
            seconds = time.perf_counter() - begun
            cursor.execute(
                "select id_number_hash, name, sex, birth_date from hub_resident where xmin::text"
                " = (pg_current_xact_id()::xid)::text or id > %s",
                [before],
            )
            seen = {(bytes(hashed), *rest) for hashed, *rest in cursor.fetchall()}
        transaction.set_rollback(True)
    return seconds, seen


def apart(path: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a process that takes the whole file and keeps it."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
        [sys.executable, "-m", "tests.benchmarks.roster_apart", str(path)],
        env=os.environ, check=True, capture_output=True, text=True,
    )  # fmt: skip
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def take_apart(path: Path) -> None:
    begun = time.perf_counter()
    ours_takes(path.read_bytes())
    seconds = time.perf_counter() - begun
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(seconds, max(own, child) / 1024)
