"""One report of one unit: the table, its checks, its state, and the click that locks it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.asking import whole_number
from communities.language import is_english
from communities.permissions import Permission
from communities.web.pages import page
from reports.catalogue import COLUMN_LABELS
from reports.errors import AlreadyLocked
from reports.models import Submission
from reports.renderers import csv_file, xlsx
from reports.renderers.table import tables
from reports.selectors.books import begun_after, begun_units
from reports.selectors.overview import heads_of, who
from reports.selectors.people import sees_names
from reports.selectors.standing import Standing, blocked
from reports.selectors.versions import versions_of
from reports.services.confirm import confirm, confirms, not_its_turn
from reports.services.remake import remake
from reports.web.asked import Asked, asked
from reports.web.versions import can_restate

FORMATS = {
    "xlsx": (xlsx.workbook, xlsx.TYPE),
    "csv": (csv_file.csv_bytes, csv_file.TYPE),
}


@page("GET", needs=Permission.REPORT_SEE)
def sheet(request: HttpRequest, code: str, period: str, unit: str) -> HttpResponse:
    it = asked(request, code, period, unit)
    own, children = it.standings()
    cut_off = it.definition.due.cut_off(it.period)
    made = tables(it.definition, cut_off, own, children, it.period.name, it.actor)
    heads = heads_of([it.area.code], timezone.localdate())
    not_yet = not_its_turn(own.submission, timezone.now())
    due = it.definition.due.due(it.period, "community" if it.is_community else "street")
    return render(request, "reports/sheet.html", {
        "it": it,
        "own": own,
        "children": children,
        "table": made[0] if made else None,
        "opens": sees_names(it.actor, it.area.code),
        "failures": blocked(it.definition, children or [own]),
        "column_labels": COLUMN_LABELS,
        "due": due,
        "cut_off": cut_off,
        "head": heads.get(it.area.code, ""),
        "clears": who(own, heads) if it.is_community else "",
        "not_yet": not_yet,
        "can_confirm": not not_yet and can_confirm(it, own, children),
        "waits_for": waits_for(children),
        "can_remake": own.figures is not None and not all_locked(own, children),
        "before": it.period.previous,
        "too_early": is_before_books(it, own, children),
        "no_books": has_no_books(it, own, children),
        "after": it.period.next,
        "versions": versions_of(it.definition.code, it.period, it.area.code),
        "can_restate": can_restate(it, is_locked=own.is_locked,
                                   is_head=confirms(it.area.code, actor=it.actor)),
    })  # fmt: skip


def is_before_books(it: Asked, own: Standing, children: list[Standing]) -> bool:
    """Whether the period lies before the opening, so that no report will ever be made of it."""
    if own.figures is not None:
        return False
    units = {one.area.code for one in children or [own]}
    return begun_after(it.definition.code, it.period, units) == units


def has_no_books(it: Asked, own: Standing, children: list[Standing]) -> bool:
    """Whether nothing was ever opened here: the clock makes nothing until somebody does."""
    units = [one.area.code for one in children or [own]]
    return own.figures is None and not begun_units(it.definition.code, units)


def waits_for(children: list[Standing]) -> int:
    return sum(not child.is_locked for child in children)


def can_confirm(it: Asked, own: Standing, children: list[Standing]) -> bool:
    """One primary action, offered only where the checks hold and the reader is the unit's head."""
    ready = own.state == Submission.State.CHECKED and not own.failed
    return ready and not waits_for(children) and confirms(it.area.code, actor=it.actor)


def all_locked(own: Standing, children: list[Standing]) -> bool:
    return all(one.is_locked for one in children or [own])


@page("POST", needs=Permission.REPORT_CONFIRM)
def confirm_sheet(request: HttpRequest, code: str, period: str, unit: str) -> HttpResponse:
    it = asked(request, code, period, unit)
    try:
        answer = confirm(
            report=it.definition.code, period=it.period.name, unit=it.area.code,
            run_id=whole_number(request.POST.get("run", "")), actor=it.actor, now=timezone.now(),
        )  # fmt: skip
    except AlreadyLocked as locked:  # a second tab, a second tap: the sheet says who did it
        messages.info(request, locked.sentence)
        return redirect("reports:sheet", it.definition.code, it.period.name, it.area.code)
    if answer.moved:
        told = {"rows": between().join(answer.moved)}
        messages.warning(
            request,
            _("这张表刚才有新数据进来，已按最新数据重新生成：第 %(rows)s 行的数字变了。"
              "请核对后再确认。") % told,
        )  # fmt: skip
    elif answer.remade:
        messages.warning(
            request,
            _(
                "这张表刚才有新数据进来，已按最新数据重新生成，数字没有变化。请再点一次“确认并锁定”。"
            ),
        )
    else:
        messages.success(request, _("已确认锁定。锁定后的数字不再变动。"))
    return redirect("reports:sheet", it.definition.code, it.period.name, it.area.code)


def between() -> str:
    return ", " if is_english() else "、"


@page("POST", needs=Permission.REPORT_SEE)
def remake_sheet(request: HttpRequest, code: str, period: str, unit: str) -> HttpResponse:
    it = asked(request, code, period, unit)
    remake(report=it.definition.code, period=it.period, area=it.area.code, actor=it.actor,
           now=timezone.now())  # fmt: skip
    messages.success(request, _("已按最新数据重新生成。"))
    return redirect("reports:sheet", it.definition.code, it.period.name, it.area.code)


@page("GET", needs=Permission.REPORT_SEE)
def download(request: HttpRequest, code: str, period: str, unit: str, ending: str) -> HttpResponse:
    """The file a receiver asks for; a draft says 草稿 on every sheet."""
    it = asked(request, code, period, unit)
    own, children = it.standings()
    made = tables(it.definition, it.definition.due.cut_off(it.period), own, children,
                  it.period.name, it.actor)  # fmt: skip
    if not made:
        return redirect("reports:sheet", it.definition.code, it.period.name, it.area.code)
    write, kind = FORMATS[ending]
    response = HttpResponse(write(made), content_type=kind)
    name = f"{made[0].file_name}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
