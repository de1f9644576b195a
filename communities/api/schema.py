"""The OpenAPI description."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
)
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from communities.api.endpoint import Endpoint
from communities.openapi import described
from communities.permissions import SIGNED_IN


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "communities.api.authentication.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "下游系统密钥 (key of a downstream system)",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "communities.api.authentication.ConsoleAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class Schema(Endpoint):
    """The OpenAPI description of this API, as JSON, or as YAML when asked."""

    needs = {"GET": SIGNED_IN}
    takes = (OpenApiParameter("format", str, enum=["json", "yaml"], description="格式 (format)"),)
    words = "这套接口的 OpenAPI 描述，JSON 格式，也可以要 YAML。"
    renderer_classes = (OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(described())
