"""Who calls the API: a downstream system by its key, or a person by the console's session."""

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, CSRFCheck, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from communities.actor import Actor, actor_of, actor_of_consumer
from communities.errors import Refused
from communities.selectors.consumers import consumer_with_key


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`."""

    def authenticate(self, request: Request) -> tuple[Actor, str] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        consumer = None
        if len(words) == 2:
            consumer = consumer_with_key(words[1].decode("latin-1"), today=timezone.localdate())
        if consumer is None:
            raise AuthenticationFailed
        request.consumer = consumer  # type: ignore[attr-defined]  # read by the endpoint
        return actor_of_consumer(consumer), "key"

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ConsoleAuthentication(BaseAuthentication):
    """The session of the console, with its CSRF check."""

    def authenticate(self, request: Request) -> tuple[Actor, str] | None:
        staff = getattr(request._request, "user", None)
        if staff is None or not staff.is_authenticated:
            return None
        if staff.must_change_password:
            raise Refused("请先修改初始口令。", "Change the first password before anything else.")
        if _is_foreign(request):
            raise Refused("页面停留太久或来源不对，请刷新后重试。", "CSRF check failed; reload.")
        return actor_of(staff), "session"


def _is_foreign(request: Request) -> bool:
    """Django's own CSRF check, as the framework runs it for sessions."""
    check = CSRFCheck(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _is_foreign, (), {}) is not None  # type: ignore[arg-type]  # as above
