"""Every trouble becomes a Chinese page, a fragment or a JSON envelope with its own status."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from communities.envelope import broken, envelope
from communities.errors import Conflict, HubError, NotFound, Refused, TooMany
from communities.request_context import request_id_of

API = "/api/"
View = Callable[..., HttpResponse]


class BadRequest(HubError):
    code = "bad_request"


class NotAllowedHere(HubError):
    code = "method_not_allowed"
    status = 405


class FormExpired(HubError):
    code = "form_expired"
    status = 403


def for_machines(view: View) -> View:
    """An address outside the API whose troubles are JSON as well."""
    view.for_machines = True  # type: ignore[attr-defined]  # read when something goes wrong
    return view


def is_for_machines(request: HttpRequest) -> bool:
    found = request.resolver_match
    return request.path.startswith(API) or getattr(found and found.func, "for_machines", False)


def trouble(request: HttpRequest, error: HubError) -> HttpResponse:
    """The answer for an error: JSON for machines, a fragment for htmx, else a whole page."""
    number = request_id_of(request)
    if is_for_machines(request):
        answer: HttpResponse = JsonResponse(
            envelope(error, number), status=error.status,
            json_dumps_params={"ensure_ascii": False},
        )  # fmt: skip
    else:
        part = bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]  # set by HtmxMiddleware
        answer = render(
            request,
            "communities/trouble_part.html" if part else "communities/trouble.html",
            {"error": error, "title": title_of(error), "advice": advice_for(error),
             "changed": was_changed(error), "request_id": number, "back": page_before(request)},
            status=error.status,
        )  # fmt: skip
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.retry_after)
    answer["Cache-Control"] = "no-store"
    return answer


def page_before(request: HttpRequest) -> str:
    """The page whose form was refused, as an address of this console; "" where none is known."""
    if request.method != "POST":
        return ""
    _scheme, _sign, told = request.headers.get("Referer", "").partition("://")
    _host, slash, rest = told.partition("/")
    address = slash + rest
    known = address.partition("?")[0] != request.path
    return address if known and url_has_allowed_host_and_scheme(address, None) else ""


def title_of(error: HubError) -> str:
    titles = {
        403: _("没有权限"), 404: _("没有找到"), 405: _("不支持的操作"), 409: _("现在还不能这样办"),
        413: _("有内容需要改正"), 422: _("有内容需要改正"), 429: _("操作太频繁"),
        503: _("暂时不能办理"),
    }  # fmt: skip
    if was_changed(error):
        return _("内容已被他人改动")
    return titles.get(error.status, _("系统出了问题"))


def was_changed(error: HubError) -> bool:
    """Whether somebody else has changed what the form was filled against: both values are told."""
    told = error.fields.values() if isinstance(error, Conflict) else ()
    return any(isinstance(one, Mapping) for one in told)


def advice_for(error: HubError) -> str:
    advice = {
        403: _("可以返回首页；如工作需要这项权限，请联系安全管理员。"),
        404: _("请核对后重新查找，或返回首页。"),
        409: _("请先处理上面说明的情况，再试一次。"),
        413: _("请按提示改正后再提交，已填的内容不会丢失。"),
        422: _("请按提示改正后再提交，已填的内容不会丢失。"),
        429: _("请稍等片刻再试。"),
        503: _("已办理的内容没有丢失，请稍等几分钟后重试。"),
    }
    if was_changed(error):
        return _("请看一眼现在的内容，再决定是否提交您的修改。")
    other = _("已办理的内容没有丢失。请重试；如仍不行，把请求编号告诉系统管理员。")
    return advice.get(error.status, other)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    zh, en = "没有这个页面，或它不在您的范围内。", "No such page, or it is outside your scope."
    return trouble(request, NotFound(zh, en))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    zh = "请求里有系统读不了的字符或格式，请改正后再提交。"
    return trouble(request, BadRequest(zh, "The request could not be read; correct it and resend."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, Refused("不能进行这项操作。", "This is not allowed."))


def server_error(request: HttpRequest) -> HttpResponse:
    return trouble(request, broken())


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What the CSRF check answers."""
    zh = "页面停留太久或来源不对，这次提交没有生效。请刷新页面后重试。"
    return trouble(request, FormExpired(zh, "The page is too old or foreign; reload it."))
