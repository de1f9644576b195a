"""The OpenAPI words of every endpoint, made in one place: Chinese first, English second."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter


class TwoLanguages(AutoSchema):
    """An endpoint's `words` and its docstring, and the query parameters it `takes`."""

    def get_description(self) -> str:  # type: ignore[override]  # as the class above it
        words: str = self.view.words  # type: ignore[attr-defined]  # every view is an Endpoint
        return "\n\n".join(filter(None, (words, super().get_description())))

    def get_override_parameters(self) -> list[OpenApiParameter]:  # type: ignore[override]  # of these kinds
        return list(self.view.takes)  # type: ignore[attr-defined]  # as above
