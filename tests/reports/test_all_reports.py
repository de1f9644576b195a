"""Every indicator and every check of the dictionary's fifteen reports, counted over a street."""

import csv
import re
from pathlib import Path

import pytest

from reports.catalogue import read_definition
from reports.engine.drill import Figure, behind, is_carried
from reports.engine.plan import measures
from reports.engine.run import Books, Task, pass_over
from reports.renderers.meaning import meaning
from tests.reports.make import NOON, OCTOBER, OPENED, RIVER, make_areas, make_native, when

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "data"
CODES = [f"R{n:02d}" for n in range(1, 16)]
SENTENCES = {"member changes", "环比", "births not yet"}
TODAY = NOON.date()


def rows(name, report):
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["report"] == report]


@pytest.mark.parametrize("report", CODES)
def test_every_formula_has_a_sentence_without_signs_or_names_of_ours(report):
    """Names of kinds and facts that no shipped report counts yet may stand as they are."""
    for one in definition_of(report).indicators:
        told = meaning(one.expr)
        assert not re.search(r"[<>=!]|\b(REG|RES|RET|on_time|off_time|stock|flow)\b", told), told
        if report in ("R01", "R03"):
            assert not re.search(r"[a-z_]{3,}", told), told


def definition_of(report):
    """The dictionary's report as a file of ours."""
    said = [f'code = "{report}"\ntitle = "{report}"\nline = "x"\ncolumns = ["total"]']
    said += [
        f'[[indicators]]\nrow = "{row["row"]}"\nlabel = "{row["label_zh"]}"\n'
        f'kind = "{row["kind"]}"\nformula = "{row["formula"]}"'
        for row in rows("report_indicators.csv", report)
    ]
    said += [
        f'[[checks]]\nrule = "{row["check"]}"'
        for row in rows("report_checks.csv", report)
        if not any(words in row["check"] for words in SENTENCES)
    ]
    return read_definition("\n".join(said))


@pytest.fixture
def street():
    make_areas()
    return make_native(RIVER)


@pytest.mark.parametrize("code", CODES)
def test_every_report_of_the_dictionary_is_counted_and_checked(street, code):
    report = definition_of(code)
    first = Task(report, OPENED, (RIVER,), when(1000, "2026-09-30"), opening=True)
    opened = pass_over(first, today=TODAY)
    books = {RIVER: Books(0, opened.figures[RIVER], 1000, OPENED.last)}

    passed = pass_over(
        Task(report, OCTOBER, (RIVER,), when(2000, "2026-10-31"), books), today=TODAY
    )

    assert [*passed.figures[RIVER]] == [one.row for one in report.indicators]
    assert not passed.faults


@pytest.mark.parametrize("code", CODES)
def test_every_figure_of_the_dictionary_opens(street, code):
    report = definition_of(code)

    for one in report.indicators:
        figure = Figure(report, RIVER, one.row, "total", (1,), when(2000, "2026-10-31"))
        found = behind(figure, after=0, limit=5, since=figure.when.day)

        assert len(found) <= 1
        assert not found or not all(is_carried(part) for part in measures(one.expr))
