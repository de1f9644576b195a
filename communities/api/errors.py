"""Errors of the REST frame in one envelope."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest
from rest_framework import exceptions, status
from rest_framework.response import Response

from communities.envelope import envelope, too_large
from communities.errors import HubError, NotFound, NotSignedIn, Refused, TooMany
from communities.request_context import request_id_of


class ApiTrouble(HubError):
    """A trouble of the protocol itself: method, media type, parse error."""

    def __init__(self, code: str, status_code: int, zh: str, en: str,
                 fields: dict[str, object] | None = None) -> None:  # fmt: skip
        super().__init__(zh, en, fields=fields)
        self.code = code
        self.status = status_code


NON_FIELD = "non_field_errors"
PROTOCOL: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求的内容无法读取。", "The request could not be read."),
    405: ("method_not_allowed", "这个地址不支持该方法。", "This method is not taken here."),
    406: ("not_acceptable", "只提供 JSON。", "Only JSON is given."),
    415: ("unsupported_media_type", "只接受 JSON。", "Only JSON is taken."),
}


def translate(trouble: Exception) -> HubError | None:
    """Our error for one of the framework's, or None when it is not theirs."""
    if isinstance(trouble, HubError):
        return trouble
    if isinstance(trouble, Http404 | exceptions.NotFound):
        return NotFound("没有这项内容，或它不在您的范围内。", "Not found, or outside your scope.")
    if isinstance(trouble, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return NotSignedIn("密钥缺失、无效或已停用。", "The key is missing, wrong or revoked.")
    if isinstance(trouble, exceptions.PermissionDenied):
        return Refused("没有这项权限。", "This right is missing.")
    if isinstance(trouble, exceptions.Throttled):
        return TooMany("请求太频繁，请稍后再试。", "Too many requests.",
                       retry_after=max(1, int(getattr(trouble, "wait", 0) or 1)))  # fmt: skip
    if isinstance(trouble, exceptions.ValidationError):
        return ApiTrouble("invalid", 422, "有内容需要改正。", "Some content needs correcting.",
                          fields=_fields(trouble.detail))  # fmt: skip
    if isinstance(trouble, RequestDataTooBig):
        return too_large()
    if isinstance(trouble, RecursionError):  # JSON nested without end
        return ApiTrouble(PROTOCOL[400][0], 400, *PROTOCOL[400][1:])
    if isinstance(trouble, exceptions.APIException):
        code, zh, en = PROTOCOL.get(trouble.status_code, PROTOCOL[400])
        return ApiTrouble(code, trouble.status_code, zh, en)
    return None


def answer(error: HubError, request: HttpRequest) -> Response:
    response = Response(envelope(error, request_id_of(request)), status=error.status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    if error.status == status.HTTP_401_UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _fields(detail: object, within: str = "") -> dict[str, object]:
    """The framework's nested sentences as a word for each place: {"observations.0.at": "invalid"}.

    What is wrong with a place as a whole stands under the place itself.
    """
    if isinstance(detail, Mapping):
        pieces: Iterable[tuple[object, object]] = detail.items()
    elif isinstance(detail, list) and any(isinstance(one, dict | list) for one in detail):
        pieces = enumerate(detail)
    else:
        first = detail[0] if isinstance(detail, list) and detail else detail
        return {within: getattr(first, "code", "invalid")}
    found: dict[str, object] = {}
    for name, told in pieces:
        here = "" if name == NON_FIELD else str(name)
        found |= _fields(told, ".".join(filter(None, (within, here)))) if told else {}
    return found
