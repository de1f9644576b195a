from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities import trail
from communities.asking import whole_number
from communities.permissions import Permission
from communities.web.pages import PageRequest, page
from hub.selectors.requests import asked_of, lists_of, owners_due
from hub.services.handover import ask_for_list, release_list, take_list
from hub.services.requests import answer_request
from hub.sheets.formats import CONTENT_TYPE

CHECKING = "P03"


@page("GET", needs=Permission.QUESTION_SEE)
def requests(request: PageRequest) -> HttpResponse:
    """What owners were asked to correct: who owes an answer, until when, handed over when."""
    owner, after = request.GET.get("owner", "")[:12], request.GET.get("after", "")
    today = timezone.localdate()
    start = whole_number(after) or 0
    shown, following = asked_of(owner, actor=request.actor, today=today, after=start)
    people = [one.whom.id for one in shown]
    trail.note(request.actor, action="requests", purpose=CHECKING, residents=people, detail=owner)
    due = owners_due(today)
    told = {
        "owners": due,
        "owner": owner,
        "chosen": next((one for one in due if one.owner == owner), None),
        "rows": shown,
        "following": following,
        "lists": lists_of(request.actor, today),
    }
    return render(request, "hub/requests.html", told)


@page("POST", needs=Permission.QUESTION_SETTLE)
def answer(request: PageRequest, number: int) -> HttpResponse:
    """The owner's answer, told to us by telephone or on paper."""
    answer_request(
        request=number,
        state=request.POST.get("answer", ""),
        reason=request.POST.get("reason", ""),
        actor=request.actor,
    )
    if request.htmx:
        return render(request, "hub/settled.html", {})
    return HttpResponseRedirect(reverse("hub:requests"))


@page("POST", needs=Permission.EXPORT)
def make_list(request: PageRequest) -> HttpResponse:
    owner = request.POST.get("owner", "")[:12]
    ask_for_list(owner=owner, actor=request.actor, today=timezone.localdate())
    return HttpResponseRedirect(reverse("hub:requests") + "#lists")


@page("POST", needs=Permission.EXPORT_APPROVE)
def release(request: PageRequest, list_id: UUID) -> HttpResponse:
    release_list(list_id=list_id, actor=request.actor)
    return HttpResponseRedirect(reverse("communities:portal"))


@page("POST", needs=Permission.EXPORT)
def download(request: PageRequest, list_id: UUID) -> HttpResponse:
    content = take_list(list_id=list_id, actor=request.actor, today=timezone.localdate())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="requests.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
