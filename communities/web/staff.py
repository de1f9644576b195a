"""Accounts and postings, for the security administrator."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from communities.asking import day
from communities.errors import HubError
from communities.models.posting import LINE_CHOICES, ROLE_CHOICES
from communities.permissions import Permission
from communities.selectors.areas import area_told
from communities.selectors.staff import (
    account_with,
    holds_today,
    is_over,
    posting_with,
    staff_and_postings,
)
from communities.services.staff import (
    disable,
    enable,
    end_posting,
    hire,
    post,
    reset_password,
)
from communities.web.pages import PageRequest, page

SHOWN = 100


@page("GET", "POST", needs=Permission.STAFF_MANAGE)
def staff(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        return _hire(request)
    return _list(request)


@page("GET", "POST", needs=Permission.STAFF_MANAGE)
def account(request: PageRequest, number: int) -> HttpResponse:
    person = account_with(number)
    if request.method == "GET":
        return _account(request, number)
    deed = request.POST.get("deed")
    try:
        if deed == "disable":
            disable(staff=person, actor=request.actor)
        elif deed == "enable":
            enable(staff=person, actor=request.actor)
        elif deed == "reset":
            reset_password(staff=person, new=request.POST.get("new", ""), actor=request.actor)
        else:
            _grant(request, number)
    except HubError as error:
        return _account(request, number, error)
    return HttpResponseRedirect(reverse("communities:account", args=[number]))


@page("POST", needs=Permission.STAFF_MANAGE)
def end(request: PageRequest, number: int) -> HttpResponse:
    posting = posting_with(number)
    end_posting(posting=posting, on=timezone.localdate(), actor=request.actor)
    return HttpResponseRedirect(reverse("communities:account", args=[posting.staff_id]))


def _hire(request: PageRequest) -> HttpResponse:
    told = {name: request.POST.get(name, "").strip() for name in ("username", "name")}
    try:
        person = hire(
            **told, password=request.POST.get("password", ""), actor=request.actor,
            must_change_password=True,
        )  # fmt: skip
    except HubError as error:
        return _list(request, error, told)
    return HttpResponseRedirect(reverse("communities:account", args=[person.pk]))


def _list(
    request: PageRequest, error: HubError | None = None, told: dict[str, str] | None = None
) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    today = timezone.localdate()
    people = list(staff_and_postings(search=search)[: SHOWN + 1])
    rows = [(person, [p for p in person.postings.all() if holds_today(p, today)])
            for person in people[:SHOWN]]  # fmt: skip
    shown = {"rows": rows, "more": len(people) > SHOWN, "search": search, "error": error,
             "told": told or {}}  # fmt: skip
    return render(request, "communities/staff.html", shown, status=error.status if error else 200)


def _account(request: PageRequest, number: int, error: HubError | None = None) -> HttpResponse:
    person = account_with(number)
    today = timezone.localdate()
    shown = {
        "person": person,
        "postings": [
            (posting, holds_today(posting, today), is_over(posting, today))
            for posting in person.postings.all()
        ],
        "roles": ROLE_CHOICES, "lines": LINE_CHOICES, "today": today, "error": error,
        "told": request.POST,
    }  # fmt: skip
    return render(request, "communities/account.html", shown, status=error.status if error else 200)


def _grant(request: PageRequest, number: int) -> None:
    told = request.POST
    post(
        staff=account_with(number), area=area_told(told.get("area", "")).code,
        role=told.get("role", ""), line=told.get("line", ""),
        starts_on=day(told.get("starts_on", ""), "starts_on"),
        ends_on=day(told["ends_on"], "ends_on") if told.get("ends_on") else None,
        actor=request.actor,
    )  # fmt: skip
