from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities import trail
from communities.asking import whole_number
from communities.errors import Invalid
from communities.permissions import Permission
from communities.web.pages import PageRequest, page
from hub.errors import AnotherPerson, SearchTooShort
from hub.models import Question
from hub.selectors.aside import Aside, rows_set_aside
from hub.selectors.questions import inbox
from hub.services.keeping import keep_all
from hub.services.settling import (
    discard_set_aside,
    drop_question,
    give_number,
    keep_held,
    take_other,
)

CHECKING = "P03"


@page("GET", needs=Permission.QUESTION_SEE)
def questions(request: PageRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    start = whole_number(after) or 0
    field = request.GET.get("field", "")
    shown = inbox(request.actor, day=timezone.localdate(), field=field, after=start)
    people = [one.whom.id for one in shown.disagreements]
    trail.note(request.actor, action="questions", purpose=CHECKING, residents=people)
    return render(request, "hub/questions.html", {"inbox": shown, "aside": aside(request)})


def aside(request: PageRequest) -> Aside:
    """The reasons why rows stayed out, and the rows of the one that is opened."""
    beyond = whole_number(request.GET.get("beyond", "")) or 0
    return rows_set_aside(request.actor, opened=request.GET.get("aside", ""), after=beyond)


@page("POST", needs=Permission.QUESTION_SETTLE)
def settle(request: PageRequest, number: int) -> HttpResponse:
    """One disagreement: keep what is held, or take what the other source says."""
    answer = request.POST.get("answer")
    if answer == "keep":
        keep_held(dissent=number, actor=request.actor)
    elif answer == "take":
        take_other(dissent=number, actor=request.actor, today=timezone.localdate())
    else:
        raise Invalid("请选择保留现值或采用新值。", "Choose to keep or to take.")
    return settled(request)


@page("POST", needs=Permission.QUESTION_SETTLE)
def settle_all(request: PageRequest) -> HttpResponse:
    """The owner's value stays wherever one source differs in one field."""
    field, source = request.POST.get("field", ""), request.POST.get("source", "")
    many = keep_all(field=field, source=source, actor=request.actor)
    messages.success(request, _("%(many)s 条保留归口值，已记入变更。") % {"many": many})
    return HttpResponseRedirect(reverse("hub:questions") + f"?field={field}")


@page("POST", needs=Permission.QUESTION_SETTLE)
def answer_question(request: PageRequest, number: int) -> HttpResponse:
    if request.POST.get("drop"):
        drop_question(question=number, actor=request.actor)
        return settled(request)
    typed = request.POST.get("id_number", "")
    try:
        give_number(
            question=number, id_number=typed, actor=request.actor, today=timezone.localdate()
        )
    except (SearchTooShort, AnotherPerson) as wrong:
        if not request.htmx:
            raise
        return asked_again(request, number, typed, wrong.sentence)
    return settled(request)


def asked_again(request: PageRequest, number: int, typed: str, wrong: str) -> HttpResponse:
    """The row stays as it stands; its form comes back with what was typed and what is wrong."""
    asked = {"question": Question.objects.get(pk=number), "typed": typed, "wrong": wrong}
    answer = render(request, "hub/question_form.html", asked, status=SearchTooShort.status)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#q-{number} form", "outerHTML"
    return answer


@page("POST", needs=Permission.QUESTION_SETTLE)
def discard(request: PageRequest, number: int) -> HttpResponse:
    discard_set_aside(set_aside=number, actor=request.actor)
    return settled(request)


def settled(request: PageRequest) -> HttpResponse:
    if request.htmx:
        return render(request, "hub/settled.html", {})
    return HttpResponseRedirect(reverse("hub:questions"))
