from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import trail
from communities.permissions import Permission
from communities.web.pages import PageRequest, page
from hub.errors import AnswersWanting, NobodyHere, SearchTooShort
from hub.selectors.cases import cases_of_counters, meter, my_drafts
from hub.services.matters.counter import (
    COUNTER_PURPOSE,
    Opened,
    look_at_case,
    open_case,
    submit_case,
)
from hub.services.matters.definition import matter_named, shipped_matters
from hub.services.numbers_asked import stop_enumeration
from hub.web.case_lists import lines_of
from hub.web.looking import keep_purpose

NEWEST = 30


@page("GET", needs=Permission.MATTER_FILE)
def matters(request: PageRequest) -> HttpResponse:
    """Every matter, today's drafts, what became of the last cases, and the re-entry meter."""
    today = timezone.localdate()
    shown = shipped_matters()
    return render(
        request,
        "hub/matters.html",
        {
            "matters": [{"matter": one, "counts": one.counts} for one in shown.values()],
            "drafts": lines_of(my_drafts(request.actor, today), request.actor),
            "cases": lines_of(cases_of_counters(request.actor)[:NEWEST], request.actor),
            "meter": [(row, shown.get(row.matter)) for row in meter(month=today)],
        },
    )


@page("GET", "POST", needs=Permission.MATTER_FILE)
def start(request: PageRequest, matter: str) -> HttpResponse:
    """The ID number and Enter: the draft opens and the form stands filled."""
    definition = matter_named(matter)
    if request.method == "GET":
        return render(request, "hub/matter_start.html", {"matter": definition})
    number = request.POST.get("id_number", "")
    stop_enumeration(actor=request.actor, now=timezone.now())
    try:
        opened = open_case(
            matter=matter, id_number=number, actor=request.actor, today=timezone.localdate()
        )
    except (SearchTooShort, NobodyHere) as wrong:
        trail.note(
            request.actor, action="matter", purpose=COUNTER_PURPOSE, result="nobody", matter=matter
        )
        told = {"matter": definition, "typed": number, "wrong": wrong.sentence}
        return render(request, "hub/matter_start.html", told, status=wrong.status)
    where = reverse("hub:case", args=[opened.case.case_id])
    return keep_purpose(HttpResponseRedirect(where), COUNTER_PURPOSE)


@page("GET", "POST", needs=Permission.MATTER_FILE)
def case(request: PageRequest, case_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    if request.method == "POST":
        return submit(request, case_id)
    opened = look_at_case(case_id=case_id, actor=request.actor, today=today)
    return render(request, "hub/case.html", told(opened))


def submit(request: PageRequest, case_id: UUID) -> HttpResponse:
    """Submit once; a wrong answer comes back with the form and its sentence, nothing is lost."""
    today = timezone.localdate()
    try:
        submit_case(case_id=case_id, answers=request.POST.dict(), actor=request.actor, today=today)
    except AnswersWanting as wanting:
        opened = look_at_case(case_id=case_id, actor=request.actor, today=today)
        context = {**told(opened), "wrong": wanting.fields, "given": request.POST.dict()}
        asked = (ask.name for ask in opened.matter.asks)
        context["first_wrong"] = next((name for name in asked if name in wanting.fields), "")
        return render(request, "hub/case.html", context, status=wanting.status)
    return HttpResponseRedirect(reverse("hub:case", args=[case_id]))


@page("GET", "POST", needs=Permission.MATTER_FILE)
def printed(request: PageRequest, case_id: UUID) -> HttpResponse:
    """The promise with the form, for the one signature the law asks for.

    It is signed before it is sent: a draft is printed with the answers as they stand typed.
    """
    opened = look_at_case(case_id=case_id, actor=request.actor, today=timezone.localdate())
    typed = request.POST.dict() if opened.case.state == "draft" else {}
    shown = told(opened)
    shown["given"] = {**opened.case.asked, **typed}
    return render(request, "hub/case_print.html", shown)


def told(opened: Opened) -> dict[str, object]:
    return {
        "case": opened.case,
        "matter": opened.matter,
        "profile": opened.profile,
        "form": opened.form,
        "counts": opened.form.counts,
        "is_draft": opened.case.state == "draft" and opened.case.opened_on == timezone.localdate(),
        "given": opened.case.asked,
        "wrong": {},
        "first_wrong": "",
    }
