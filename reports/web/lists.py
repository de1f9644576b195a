"""The list of reports: what is due, made, blocked, and who can clear it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.permissions import Permission
from communities.web.pages import page
from reports.selectors.overview import overviews


@page("GET", needs=Permission.REPORT_SEE)
def reports(request: HttpRequest) -> HttpResponse:
    shown = overviews(request.actor, timezone.now(), timezone.localdate())  # type: ignore[attr-defined]  # set by the page
    return render(request, "reports/list.html", {"reports": shown})
