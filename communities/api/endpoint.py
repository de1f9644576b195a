"""The base of every endpoint: who calls, what it needs, in which rows, how trouble is told."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from communities import trail
from communities.access import require, visible_prefixes
from communities.actor import Actor
from communities.api.authentication import ConsoleAuthentication, KeyAuthentication
from communities.api.errors import answer, translate
from communities.api.limits import count_call
from communities.api.parameters import refuse_unknown
from communities.envelope import database_away
from communities.errors import Refused
from communities.models import Consumer
from communities.permissions import KEY, OPEN, Need, Permission
from communities.rowscope import tell_scope
from communities.traces import kind_of

log = logging.getLogger(__name__)


class Call(Request):
    """What an endpoint is handed."""

    actor: Actor
    consumer: Consumer


class Endpoint(APIView):
    """Declare `needs = {"GET": Permission.X}`; read `request.actor`; raise HubErrors.

    A need may also be KEY (a key only), SIGNED_IN (key or session) or OPEN. Everything runs in
    one transaction that sees the caller's rows only and is undone when the answer is an error.
    `brings_scope` is for an endpoint whose only read sets that scope in the same statement.
    `takes` are the query parameters, any other is refused; `words` say in Chinese what the
    docstring says in English.
    """

    needs: ClassVar[Mapping[str, Permission | Need]] = {}
    takes: ClassVar[Sequence[OpenApiParameter]] = ()
    words: ClassVar[str] = ""
    brings_scope: ClassVar[bool] = False
    authentication_classes = (KeyAuthentication, ConsoleAuthentication)
    permission_classes = ()
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.needs = cls.needs  # type: ignore[attr-defined]  # read by the gate
        return view

    @property
    def allowed_methods(self) -> list[str]:
        return [method for method in super().allowed_methods if method in self.needs]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            response = super().dispatch(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        if response.status_code == Refused.status:
            self._note_refusal(request)
        return response

    def initial(
        self,
        request: Call,  # type: ignore[override]  # ours knows its caller
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().initial(request, *args, **kwargs)
        need = self.needs.get("GET" if request.method == "HEAD" else request.method or "")
        if need is None:
            self.http_method_not_allowed(request, *args, **kwargs)
        if need is OPEN:
            return
        if not isinstance(request.user, Actor):
            raise NotAuthenticated
        request.actor = request._request.actor = request.user  # type: ignore[attr-defined]  # what endpoints read
        if request.actor.is_consumer:
            count_call(request.consumer)
        if need is KEY and not request.actor.is_consumer:
            raise Refused("这个接口只对下游系统密钥开放。", "This endpoint takes a key only.")
        if isinstance(need, Permission):
            require(request.actor, need)
        refuse_unknown(request.GET, self.takes)
        if not self.brings_scope:
            tell_scope(visible_prefixes(request.actor))

    def handle_exception(self, exc: Exception) -> Response:
        error = translate(exc)
        if error is None and isinstance(exc, OperationalError | InterfaceError):
            log.error("database away: %s", kind_of(exc))
            error = database_away()
        if error is None:
            raise exc
        response = answer(error, self.request._request)
        response.exception = True
        return response

    def _note_refusal(self, request: HttpRequest) -> None:
        actor = getattr(request, "actor", None)
        if actor is not None:
            trail.note(actor, action="refused", purpose="", result="refused", request=request)
