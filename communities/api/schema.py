from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from communities.api.endpoint import Endpoint
from communities.permissions import SIGNED_IN


class Schema(Endpoint):
    """The OpenAPI description of this API, as JSON or (`Accept: application/yaml`) as YAML."""

    needs = {"GET": SIGNED_IN}
    renderer_classes = (OpenApiJsonRenderer, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(SchemaGenerator().get_schema(public=True))
