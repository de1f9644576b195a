"""Signing in and out, one's own password, language and text size."""

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from communities.errors import HubError
from communities.models import Staff
from communities.permissions import OPEN, SIGNED_IN
from communities.request_context import terminal_of
from communities.services.passwords import change_password
from communities.services.sign_in import SignInRefused, end_older_sessions, sign_in
from communities.sessions import BEGAN
from communities.web.frame import LARGE, PURPOSE
from communities.web.pages import PageRequest, page

YEAR = 365 * 24 * 3600


@sensitive_post_parameters("password")
@page("GET", "POST", needs=OPEN)
def sign_in_page(request: PageRequest) -> HttpResponse:
    where = safe_way_back(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method == "GET":
        if request.user.is_authenticated:
            return HttpResponseRedirect(where)
        told = {"next": where, "ended": "ended" in request.GET}
        return render(request, "communities/sign_in.html", told)
    try:
        staff = sign_in(
            username=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
            source=terminal_of(request),
        )
    except SignInRefused as error:
        shown = {"next": where, "error": error, "username": request.POST.get("username", "")}
        return render(request, "communities/sign_in.html", shown, status=error.status)
    begin_session(request, staff)
    return HttpResponseRedirect(where)


def begin_session(request: PageRequest, staff: Staff) -> None:
    """A new session id and a new form token; nothing of the anonymous session is kept."""
    request.session.flush()
    request.session[BEGAN] = timezone.now().isoformat()
    login(request, staff, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    end_older_sessions(staff=staff, keep=request.session.session_key or "")


@page("POST", needs=OPEN)
def sign_out(request: PageRequest) -> HttpResponse:
    logout(request)
    response = HttpResponseRedirect("/sign-in")
    response.delete_cookie(PURPOSE, samesite="Lax")  # who comes next says their own
    return response


@sensitive_post_parameters("old", "new", "again")
@page("GET", "POST", needs=SIGNED_IN, before_password=True)
def password_page(request: PageRequest) -> HttpResponse:
    if request.method == "GET":
        return render(request, "communities/password.html", {})
    told = {name: request.POST.get(name, "") for name in ("old", "new", "again")}
    if told["new"] != told["again"]:
        return _password_again(request, HubError("两次输入的新口令不一致。", "They differ."))
    try:
        change_password(
            staff=request.user, old=told["old"], new=told["new"], actor=request.actor,
            keep_session=request.session.session_key or "",
        )  # fmt: skip
    except HubError as error:
        return _password_again(request, error)
    update_session_auth_hash(request, request.user)
    return HttpResponseRedirect("/")


def _password_again(request: PageRequest, error: HubError) -> HttpResponse:
    return render(request, "communities/password.html", {"error": error}, status=422)


@page("POST", needs=OPEN)
def language(request: PageRequest) -> HttpResponse:
    wanted = request.POST.get("language", "")
    response = HttpResponseRedirect(safe_way_back(request, request.POST.get("next", "/")))
    if wanted in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


@page("POST", needs=OPEN)
def text_size(request: PageRequest) -> HttpResponse:
    response = HttpResponseRedirect(safe_way_back(request, request.POST.get("next", "/")))
    _keep(response, LARGE, "large" if request.POST.get("size") == "large" else "normal")
    return response


def safe_way_back(request: PageRequest, where: str) -> str:
    """The path asked for when it is one of this site's own, else the first page."""
    own = url_has_allowed_host_and_scheme(
        where, allowed_hosts=None, require_https=request.is_secure()
    )
    return where if own and where.startswith("/") else "/"


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
