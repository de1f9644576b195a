from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import trail
from communities.asking import whole_number
from communities.permissions import Permission
from communities.web.pages import PageRequest, page
from hub.selectors.settled import settled_lately
from hub.services.reopening import reopen_dissent, reopen_question, reopen_set_aside

CHECKING = "P03"


@page("GET", needs=Permission.QUESTION_SEE)
def settled_page(request: PageRequest) -> HttpResponse:
    """What was settled lately, by whom and when; each can be opened again."""
    after = request.GET.get("after", "")
    start = whole_number(after) or 0
    shown = settled_lately(request.actor, day=timezone.localdate(), after=start)
    people = [one.shown.whom.id for one in shown.disagreements]
    trail.note(request.actor, action="questions", purpose=CHECKING, residents=people)
    return render(request, "hub/settled_page.html", {"settled": shown})


@page("POST", needs=Permission.QUESTION_SETTLE)
def undo(request: PageRequest, number: int) -> HttpResponse:
    reopen_dissent(dissent=number, actor=request.actor, today=timezone.localdate())
    return back()


@page("POST", needs=Permission.QUESTION_SETTLE)
def undo_question(request: PageRequest, number: int) -> HttpResponse:
    reopen_question(question=number, actor=request.actor)
    return back()


@page("POST", needs=Permission.QUESTION_SETTLE)
def undo_discard(request: PageRequest, number: int) -> HttpResponse:
    reopen_set_aside(set_aside=number, actor=request.actor)
    return back()


def back() -> HttpResponse:
    return HttpResponseRedirect(reverse("hub:settled"))
