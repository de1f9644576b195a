"""What checks read of other reports: their figures of the same period and unit."""

from collections.abc import Iterator, Sequence

from reports.catalogue import Definition
from reports.engine.figures import from_json
from reports.engine.grid import Cell, Column, Figures
from reports.language.references import refs_in
from reports.models import Submission
from reports.periods import Period
from reports.selectors.books import LOCKED, of_units

FIRST_COLUMNS = ("total", "month")


def rows_elsewhere(definition: Definition) -> set[tuple[str, str]]:
    """(report, row) of every row of another report that a check names."""
    return {
        (ref.report, ref.row)
        for one in definition.checks for ref in refs_in(one.check.rule) if ref.report
    }  # fmt: skip


def figures_elsewhere(
    definition: Definition, period: Period, units: Sequence[str]
) -> dict[tuple[str, str, str], Column]:
    """(report, row, column) -> one number for each unit in order; None where nothing was made."""
    wanted = rows_elsewhere(definition)
    sheets = {report: current_figures(report, period, units) for report, _ in wanted}
    return {
        (report, row, column): [
            cell(sheets[report].get(unit, {}), row, column, definition) for unit in units
        ]
        for report, row in wanted
        for column in definition.columns
    }


def current_figures(report: str, period: Period, units: Sequence[str]) -> dict[str, Figures]:
    """The locked figures of each unit, else those of its draft."""
    found: dict[str, Figures] = {}
    for unit, state, figures in current(report, period, units):
        if state == LOCKED or unit not in found:
            found[unit] = from_json(figures)
    return found


def current(report: str, period: Period, units: Sequence[str]) -> Iterator[tuple]:
    held = of_units(report, units).filter(period=period.name, sheet__isnull=False)
    yield from held.exclude(state=Submission.State.SUPERSEDED).values_list(
        "unit", "state", "sheet__figures"
    )


def cell(figures: Figures, row: str, column: str, definition: Definition) -> Cell:
    """The same column; our first column also stands against the other report's first."""
    cells = figures.get(row, {})
    if column in cells or column != definition.first_column:
        return cells.get(column)
    return next((cells[name] for name in FIRST_COLUMNS if name in cells), None)


def is_newer_elsewhere(definition: Definition, submission: Submission) -> bool:
    """Whether a report that our checks read has been made again since this draft."""
    reports = {report for report, _ in rows_elsewhere(definition)}
    return Submission.objects.filter(
        report__in=reports, period=submission.period, unit=submission.unit,
        sheet_id__gt=submission.sheet_id or 0,
    ).exclude(state=Submission.State.SUPERSEDED).exists()  # fmt: skip
