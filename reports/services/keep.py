"""Keeping what a pass found: sheets, failures, postings, and the pointer to the newest draft."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Max

from reports.engine.faults import SHOWN
from reports.engine.figures import to_json
from reports.engine.run import Fault, Passed, Task
from reports.models import Failure, Run, Sheet, Submission
from reports.selectors.books import PENDING

POSTINGS = """
    insert into reports_posting (run_id, unit, event_id, late)
    select %s, unit, id, bool_or(late) from report_posted group by unit, id
"""
BATCH = 1000


def keep(*, run: Run, task: Task, passed: Passed) -> None:
    """Write the sheets of a pass and point each unit's pending submission at its new one."""
    Failure.objects.filter(sheet__run=run).delete()
    sheets = Sheet.objects.bulk_create(
        [sheet_of(run, task, passed, unit) for unit in task.units], batch_size=BATCH
    )
    Failure.objects.bulk_create(
        [
            failure_of(sheet, fault)
            for sheet in sheets
            for fault in passed.faults.get(sheet.unit, ())
        ],
        batch_size=BATCH,
    )
    if not task.opening:
        with connection.cursor() as cursor:
            cursor.execute(POSTINGS, [run.pk])
    point(run, task, sheets)


def sheet_of(run: Run, task: Task, passed: Passed, unit: str) -> Sheet:
    book = task.books.get(unit)
    stops = [one for one in passed.faults.get(unit, ()) if not one.broken.footing.check.warns]
    return Sheet(
        run=run, unit=unit, figures=to_json(dict(passed.figures[unit])),
        previous_id=book.sheet_id if book else None, failed=len(stops),
    )  # fmt: skip


def failure_of(sheet: Sheet, fault: Fault) -> Failure:
    one = fault.broken
    return Failure(
        sheet=sheet, check_number=one.footing.number, column=one.column, row=one.row,
        left=str(one.left), right=str(one.right), warns=one.footing.check.warns,
        records=len(fault.residents), residents=list(fault.residents[:SHOWN]),
    )  # fmt: skip


def point(run: Run, task: Task, sheets: Sequence[Sheet]) -> None:
    """The pending submission of each unit, made where there is none, shows the new sheet."""
    mine = Submission.objects.filter(
        report=run.report, period=run.period, unit__in=[sheet.unit for sheet in sheets]
    )
    pending = {one.unit: one for one in mine.filter(state__in=PENDING).select_for_update()}
    versions = dict(mine.values_list("unit").annotate(newest=Max("version")))
    fresh = []
    for sheet in sheets:
        submission = pending.get(sheet.unit) or Submission(
            report=run.report, period=run.period, unit=sheet.unit,
            version=versions.get(sheet.unit, 0) + 1,
            reason=run.reason,
        )  # fmt: skip
        submission.sheet = sheet
        submission.opening = task.opening
        submission.state = Submission.State.DRAFT if sheet.failed else Submission.State.CHECKED
        fresh.append(submission)
    Submission.objects.bulk_create([one for one in fresh if one.pk is None], batch_size=BATCH)
    Submission.objects.bulk_update(
        [one for one in fresh if one.pk is not None], ["sheet", "opening", "state"],
        batch_size=BATCH,
    )  # fmt: skip
