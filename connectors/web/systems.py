"""The page of outside systems: when each was read last, what stopped it, what waits to be sent."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.errors import NotFound
from communities.permissions import Permission
from communities.web.pages import PageRequest, page
from connectors.errors import UnknownSystem
from connectors.models import Outgoing, Run, Schedule
from connectors.selectors.systems import outgoing_to, runs_of, set_aside_of, systems_now
from connectors.services.outgoing import try_again
from connectors.services.runs import ask_about_person, close_run, open_run, resume_run
from connectors.services.set_aside import raw_of_set_aside
from hub.selectors.codes import label_of

SHOWN = 50
Row = TypeVar("Row", bound=Model)


def found(rows: type[Row], pk: object) -> Row:
    """The row of that key. Raises NotFound."""
    row = rows._default_manager.filter(pk=pk).first()
    if row is None:
        raise NotFound("没有找到。", "Nothing was found.")
    return row


@page("GET", needs=Permission.SYSTEMS_SEE)
def systems(request: PageRequest) -> HttpResponse:
    now = systems_now()
    told = {
        "systems": [one for one in now if one.is_outside],
        "own": [one for one in now if not one.is_outside],
    }
    return render(request, "connectors/systems.html", told)


@page("GET", needs=Permission.SYSTEMS_SEE)
def system(request: PageRequest, code: str) -> HttpResponse:
    found = next((one for one in systems_now() if one.code == code), None)
    if found is None:
        raise UnknownSystem("没有这个系统。", "There is no such system.")
    context = {
        "system": found,
        "runs": runs_of(code)[:SHOWN],
        "outgoing": outgoing_to(code)[:SHOWN],
        "set_aside": set_aside_of(code, request.actor, SHOWN),
        "can_be_read": Schedule.objects.filter(pk=code).exists(),
    }
    return render(request, "connectors/system.html", context)


@page("POST", needs=Permission.SYSTEMS_RUN)
def read_now(request: PageRequest, code: str) -> HttpResponse:
    schedule = found(Schedule, code)
    open_run(system=schedule.system, actor=request.actor)
    return redirect("connectors:system", code)


@page("POST", needs=Permission.SYSTEMS_RUN)
def settle_run(request: PageRequest, number: int) -> HttpResponse:
    run = found(Run, number)
    if request.POST.get("answer") == "close":
        close_run(run=run, actor=request.actor, now=timezone.now())
    else:
        accepts = request.POST.get("answer") == "accept"
        resume_run(run=run, actor=request.actor, accepts_shrink=accepts)
    return redirect("connectors:system", run.system)


@page("POST", needs=Permission.SYSTEMS_RUN)
def send_again(request: PageRequest, number: int) -> HttpResponse:
    message = found(Outgoing, number)
    try_again(message=message, actor=request.actor, now=timezone.now())
    return redirect("connectors:system", message.target)


@page("POST", needs=Permission.SET_ASIDE_SEE)
def raw_row(request: PageRequest, number: int) -> HttpResponse:
    cells = raw_of_set_aside(number=number, actor=request.actor)
    return render(request, "connectors/raw_row.html", {"cells": cells})


@page("POST", needs=Permission.RESIDENT_SEE)
def ask_owner(request: PageRequest, code: str, resident: UUID) -> HttpResponse:
    """Ask one system about one resident now; the answer enters by the door like any other."""
    schedule = found(Schedule, code)
    purpose = request.POST.get("purpose", "")
    ask_about_person(
        system=schedule.system, resident=resident, purpose=purpose, actor=request.actor
    )
    told = {"system": label_of("external_system", schedule.system)}
    messages.success(request, _("已向%(system)s重查；有变化的，稍后刷新本页可见。") % told)
    return redirect("hub:resident", resident)
