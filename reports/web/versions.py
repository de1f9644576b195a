"""A new version of a locked report: why, by whom; and the versions side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.permissions import Permission
from communities.web.pages import page
from reports.errors import NotMadeYet
from reports.renderers.table import lines_of
from reports.selectors.versions import differences, version_of, versions_of
from reports.services.confirm import require_own_unit
from reports.services.restate import locked_from, restate
from reports.web.asked import Asked, asked


def can_restate(it: Asked, *, is_locked: bool, is_head: bool) -> bool:
    """Offered to the head of a community whose report is locked; a street sums them up again."""
    return it.is_community and is_locked and is_head


@page("GET", "POST", needs=Permission.REPORT_CONFIRM)
def restate_sheet(request: HttpRequest, code: str, period: str, unit: str) -> HttpResponse:
    it = asked(request, code, period, unit)
    require_own_unit(it.area.code, actor=it.actor)
    months = locked_from(it.definition.code, it.period, it.area.code)
    if not it.is_community or not months or months[0].period != it.period.name:
        raise NotMadeYet
    if request.method == "GET":
        return render(request, "reports/restate.html", {"it": it, "months": months})
    fresh = restate(
        report=it.definition.code, period=it.period, unit=it.area.code, actor=it.actor,
        reason=request.POST.get("reason", ""), now=timezone.now(),
    )  # fmt: skip
    told = {"n": fresh[0].version}
    messages.success(request, _("第 %(n)s 版已生成并锁定，原版仍可查看。") % told)
    return redirect(
        "reports:version", it.definition.code, it.period.name, it.area.code, fresh[0].version
    )


@page("GET", needs=Permission.REPORT_SEE)
def version(request: HttpRequest, code: str, period: str, unit: str, number: int) -> HttpResponse:
    """One confirmed version as it was, and what it changed against the one before."""
    it = asked(request, code, period, unit)
    own = version_of(it.definition, it.period, it.area, number, it.actor)
    every = versions_of(it.definition.code, it.period, it.area.code)
    earlier = [one.version for one in every if one.version < number]
    changed = []
    if earlier:
        before = version_of(it.definition, it.period, it.area, max(earlier), it.actor)
        changed = list(differences(it.definition, before, own))
    return render(request, "reports/version.html", {
        "it": it,
        "own": own.submission,
        "lines": lines_of(it.definition, own.figures),
        "differences": changed,
        "before": max(earlier, default=None),
        "versions": every,
    })  # fmt: skip
