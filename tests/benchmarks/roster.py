"""One roster workbook into an empty community: ours beside django-import-export in bulk mode.

The same file, every column of it; the rival writes no history, events or provenance. End states
are compared in every column, homes and households included. The rival runs on a slice that ours
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

from django.db import connection
from openpyxl import Workbook

from communities.actor import system_actor
from hub.services.sheet_import import take_sheet
from tests.benchmarks.measure import Figure, at_least, at_most, in_turn, say, undone
from tests.benchmarks.people import COMMUNITY, id_numbers, names, roster_cells
from tests.benchmarks.roster_rival import import_in_bulk

SLICE, ROUNDS = 5_000, 3
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


MADE = """
select r.id_number_hash, r.mobile_hash, r.name, r.sex, r.birth_date, r.ethnic_group,
    r.education_level, r.marital_status, r.relation_to_head, r.hukou_division, r.community_code,
    w.address_key, w.room_no,
    (select array_agg(m.id_number_hash order by m.id_number_hash) from hub_resident m
     where m.household_id = r.household_id)
from hub_resident r join hub_dwelling w on w.id = r.dwelling_id
where r.hukou_division = %s and r.source = 'IMPORT'
"""


def plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else str(value)


def figures(rows: int = 100_000) -> list[Figure]:
    with TemporaryDirectory() as folder:
        whole, part = Path(folder, "whole.xlsx"), Path(folder, "part.xlsx")
        part.write_bytes(workbook(min(rows, SLICE), seed=31))
        whole.write_bytes(workbook(rows, seed=int(time.time())))
        sides = {
            "ours": lambda: ours_takes(part.read_bytes()),
            "import-export": lambda: import_in_bulk(part),
        }
        ends = {name: undone(work, made) for name, work in sides.items()}
        if ends["ours"] != ends["import-export"]:
            raise AssertionError("the sides do not end with the same persons")
        spent = in_turn({name: lambda work=work: undone(work) for name, work in sides.items()},
                        ROUNDS)  # fmt: skip
        seconds, peak = apart(whole)
    ours, theirs = spent["ours"], spent["import-export"]
    rate, slow = rows / seconds, min(rows, SLICE) / theirs.wall
    say(f"  slice: ours {ours.wall:.1f} s, import-export {theirs.wall:.1f} s, processor"
        f" {theirs.cpu / ours.cpu:.1f} times; whole file {rate:,.0f} rows/s")  # fmt: skip
    return [
        at_least("times django-import-export in bulk, slice", theirs.wall / ours.wall, 8),
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


def made() -> set[tuple]:
    """The persons of the open transaction, whole, with their homes and households."""
    with connection.cursor() as cursor:
        cursor.execute(MADE, [COMMUNITY])
        return {tuple(map(plain, row)) for row in cursor.fetchall()}


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
