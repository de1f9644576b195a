from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from communities import trail
from communities.errors import HubError, Invalid
from communities.language import is_english
from communities.permissions import Permission
from communities.selectors.areas import area_with
from communities.web.pages import PageRequest, page
from hub.models import SheetImport
from hub.selectors.sheet_imports import communities_to_import, import_with, imports_of
from hub.services.sheet_preview import RowTrouble
from hub.services.uploads import LARGEST, ask_to_take, hand_in, held_out_of, seen_of
from hub.sheets.formats import CONTENT_TYPE
from hub.sheets.resources import blank_roster

LISTED = 50
SHOWN = 200
PURPOSE = "P08"


@page("GET", "POST", needs=Permission.IMPORT_SHEET)
def imports(request: PageRequest) -> HttpResponse:
    """The files of my area and the form for the next one."""
    if request.method == "GET":
        return listed(request)
    try:
        upload = handed_in(request)
    except HubError as refusal:
        return listed(request, refusal=refusal)
    return HttpResponseRedirect(reverse("hub:import", args=[upload.import_id]))


def listed(request: PageRequest, *, refusal: HubError | None = None) -> HttpResponse:
    told = {
        "uploads": imports_of(request.actor)[:LISTED],
        "communities": communities_to_import(request.actor),
        "chosen": request.POST.get("community", ""),
        "refusal": refusal.sentence if refusal else "",
    }
    return render(request, "hub/imports.html", told, status=refusal.status if refusal else 200)


def handed_in(request: PageRequest) -> SheetImport:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("请选择文件。", "Choose a file.")
    if (file.size or 0) > LARGEST:
        raise Invalid("文件超过 30 MB，请拆成几个文件。", "The file is larger than 30 MB.")
    return hand_in(
        filename=file.name or "",
        content=file.read(),
        community=request.POST.get("community", ""),
        actor=request.actor,
    )


@page("GET", "POST", needs=Permission.IMPORT_SHEET)
def import_page(request: PageRequest, import_id: UUID) -> HttpResponse:
    """What would come of the file; one click takes it in, then what has come of it."""
    upload = import_with(import_id, request.actor)
    if request.method == "POST":
        ask_to_take(upload=upload, actor=request.actor, today=timezone.localdate())
        return HttpResponseRedirect(reverse("hub:import", args=[import_id]))
    if request.htmx:
        waiting = upload.state == SheetImport.State.QUEUED
        return HttpResponse(status=204) if waiting else HttpResponseClientRefresh()
    seen = seen_of(upload)
    rows = seen.rows if seen else upload.counts["rows"]
    trail.note(request.actor, action="import_preview", purpose=PURPOSE, count=rows)
    told = {
        "upload": upload,
        "area": area_with(upload.community),
        "seen": seen,
        "held_out": by_reason(seen.held_out[:SHOWN]) if seen else [],
        "more_held_out": len(seen.held_out) - SHOWN if seen else 0,
        "cells": by_reason(seen.cells[:SHOWN]) if seen else [],
        "lost": by_reason(seen.lost) if seen else [],
        "done": upload.state == SheetImport.State.DONE,
        "queued": upload.state == SheetImport.State.QUEUED,
    }
    return render(request, "hub/imports_one.html", told)


@dataclass(slots=True)
class Lines:
    """The lines of one sheet that have the same trouble."""

    one: RowTrouble
    lines: list[int] = field(default_factory=list)

    @property
    def told(self) -> str:
        return (", " if is_english() else "、").join(map(str, self.lines))


def by_reason(rows: Iterable[RowTrouble]) -> list[Lines]:
    """A trouble is said once, with the lines that have it; in the order of the file."""
    found: dict[tuple[str, str, str, str], Lines] = {}
    for row in rows:
        key = (row.sheet, row.field, row.reason, row.raw)
        found.setdefault(key, Lines(row)).lines.append(row.line)
    return list(found.values())


@page("GET", needs=Permission.IMPORT_SHEET)
def import_held_out(request: PageRequest, import_id: UUID) -> HttpResponse:
    """The workbook of the rows that did not enter."""
    upload = import_with(import_id, request.actor)
    content = held_out_of(upload)
    trail.note(
        request.actor,
        action="export",
        purpose=PURPOSE,
        count=upload.counts["refused"] + upload.counts["questioned"],
        detail=str(import_id),
    )
    return workbook(content, _("%(file)s-未导入的行") % {"file": Path(upload.filename).stem})


@page("GET", needs=Permission.IMPORT_SHEET)
def import_blank(request: PageRequest) -> HttpResponse:
    """An empty roster with the dictionary's headings."""
    return workbook(blank_roster(), _("空白花名册"))


def workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    response["X-Content-Type-Options"] = "nosniff"
    return response
