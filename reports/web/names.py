"""Behind a figure: the people or the events it counted; behind a failed check: its records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities import trail
from communities.asking import whole_number
from communities.permissions import Permission
from communities.web.pages import page
from reports.catalogue import COLUMN_LABELS
from reports.errors import NotMadeYet
from reports.models import Failure, Sheet
from reports.selectors.people import (
    definition_of,
    named,
    people_behind,
    refuse_numbers_only,
    sees_names,
)
from reports.selectors.small import shown_together
from reports.web.asked import Asked, asked

PURPOSE = "P04"


@page("GET", needs=Permission.REPORT_SEE)
def names(
    request: HttpRequest, code: str, period: str, unit: str, row: str, column: str
) -> HttpResponse:
    it = asked(request, code, period, unit)
    it.definition.require_column(column)
    if not it.is_community:
        return parts(request, it, row, column)
    sheet = sheet_of(it)
    listed = people_behind(
        sheet, row, column, actor=it.actor, after=whole_number(request.GET.get("after", "")) or 0,
        today=timezone.localdate(),
    )  # fmt: skip
    note(request, it, row, [line.internal for line in listed.lines if line.internal])
    definition = definition_of(sheet.run)
    return render(request, "reports/names.html", {
        "it": it,
        "sheet": sheet,
        "indicator": definition.indicator(row),
        "column": column,
        "column_label": COLUMN_LABELS.get(column, column),
        "number": sheet.figures.get(row, {}).get(column),
        "listed": listed,
    })  # fmt: skip


def parts(request: HttpRequest, it: Asked, row: str, column: str) -> HttpResponse:
    """A figure of a street or above opens to the figures of its communities."""
    own, children = it.standings()
    made = [child for child in children if child.figures]
    total, shown = shown_together(
        it.definition, it.actor, it.area.prefix, own.figures or {},
        {child.area.code: child.figures for child in made if child.figures},
    )  # fmt: skip
    return render(request, "reports/parts.html", {
        "it": it,
        "indicator": it.definition.indicator(row),
        "column": column,
        "column_label": COLUMN_LABELS.get(column, column),
        "number": total.get(row, {}).get(column),
        "opens": sees_names(it.actor, it.area.code),
        "parts": [(child, shown[child.area.code][row].get(column)) for child in made],
    })  # fmt: skip


@page("GET", needs=Permission.REPORT_SEE)
def records(
    request: HttpRequest, code: str, period: str, unit: str, number: int, column: str
) -> HttpResponse:
    """The records behind a failed check."""
    it = asked(request, code, period, unit)
    sheet = sheet_of(it)
    row = request.GET.get("row", "")
    refuse_numbers_only(it.actor, it.area.code, it.definition, "")
    failure = Failure.objects.filter(
        sheet=sheet, check_number=number, column=column, row=row
    ).first()
    residents = failure.residents if failure else []
    footing = next((one for one in it.definition.checks if one.number == number), None)
    note(request, it, f"check {number}", residents)
    return render(request, "reports/records.html", {
        "it": it,
        "footing": footing,
        "failure": failure,
        "lines": named(residents, it.actor, it.area.code, timezone.localdate()),
    })  # fmt: skip


def sheet_of(it: Asked) -> Sheet:
    """Raises NotMadeYet."""
    own, _children = it.standings()
    if own.submission is None or own.submission.sheet is None:
        raise NotMadeYet
    return own.submission.sheet


def note(request: HttpRequest, it: Asked, what: str, residents: list[int]) -> None:
    trail.note(
        it.actor, action="drill", purpose=PURPOSE, residents=residents, request=request,
        detail=f"{it.definition.code} {it.period.name} {it.area.code} {what}",
    )  # fmt: skip
