"""Keeping what a pass found: sheets, failures, postings, and the pointer to the newest draft."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection

from reports.engine.faults import SHOWN
from reports.engine.run import Fault, Passed, Task
from reports.models import Failure, Run, Sheet

FOLDER = Path(__file__).parent.parent / "sql"
POINT = (FOLDER / "point.sql").read_text()
BEGIN = (FOLDER / "begin.sql").read_text()
POSTINGS = (FOLDER / "postings.sql").read_text()
SHEETS = "copy reports_sheet (run_id, unit, figures, previous_id, failed) from stdin"
BATCH = 1000


def keep(*, run: Run, task: Task, passed: Passed) -> str:
    """Write the sheets of a pass and point each unit's pending submission at its new one.

    Gives a hash over the figures of every unit in code order: a run can be compared by it.
    """
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        with cursor.copy(SHEETS) as copy:
            for row in sheets(run, task, passed):
                digest.update(f"{row[1]}{row[2]}".encode())
                copy.write_row(row)
        if not task.opening:
            cursor.execute(POSTINGS, {"run": run.pk})
        told: dict[str, int | str | bool] = {
            "run": run.pk, "report": run.report, "period": run.period, "opening": task.opening,
            "reason": run.reason,
        }  # fmt: skip
        cursor.execute(POINT, told)
        cursor.execute(BEGIN, told)
    keep_failures(run, task, passed)
    return digest.hexdigest()


def sheets(run: Run, task: Task, passed: Passed) -> Iterator[tuple[object, ...]]:
    for unit, figures in zip(passed.figures.units, passed.figures.texts(), strict=True):
        book = task.books.get(unit)
        faults = passed.faults.get(unit, ())
        stops = sum(not one.broken.footing.check.warns for one in faults)
        yield run.pk, unit, figures, book.sheet_id if book else None, stops


def keep_failures(run: Run, task: Task, passed: Passed) -> None:
    if not passed.faults:
        return
    held = dict(Sheet.objects.filter(run=run).values_list("unit", "pk"))
    before = named_before(task, passed)
    failures = [
        failure_of(held[unit], fault, before.get((unit, fault.broken.footing.number), ()))
        for unit, faults in passed.faults.items() for fault in faults
    ]  # fmt: skip
    Failure.objects.bulk_create(failures, batch_size=BATCH, ignore_conflicts=True)


def named_before(task: Task, passed: Passed) -> dict[tuple[str, int], Sequence[int]]:
    """Whom a check named in the period before, by unit and check: a figure that is carried over
    from there is theirs still, though by now nothing may be wrong with them."""
    sheets = {task.books[unit].sheet_id: unit for unit in passed.faults if unit in task.books}
    return {
        (sheets[one.sheet_id], one.check_number): one.residents
        for one in Failure.objects.filter(sheet__in=sheets, records__gt=0)
    }


def failure_of(sheet: int, fault: Fault, before: Sequence[int]) -> Failure:
    one, residents = fault.broken, fault.residents or before
    return Failure(
        sheet_id=sheet, check_number=one.footing.number, column=one.column, row=one.row,
        left=str(one.left), right=str(one.right), warns=one.footing.check.warns,
        records=len(residents), residents=list(residents[:SHOWN]),
    )  # fmt: skip
