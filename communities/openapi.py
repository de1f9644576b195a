"""What the API says about itself."""

from dataclasses import dataclass, field

from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method, for the page people read."""

    path: str
    method: str
    words: str
    parameters: list[dict[str, object]] = field(default_factory=list)
    body: str = ""


def described() -> dict[str, object]:
    """The OpenAPI document."""
    return SchemaGenerator().get_schema(public=True)


def operations() -> list[Operation]:
    document = described()
    return [
        Operation(path, method.upper(), told.get("description", ""), told.get("parameters", []),
                  _body(told))
        for path, item in document["paths"].items()  # type: ignore[attr-defined]  # a mapping by the standard
        for method, told in item.items()
        if method in METHODS
    ]  # fmt: skip


def _body(told: dict[str, dict[str, dict[str, dict[str, dict[str, str]]]]]) -> str:
    content = told.get("requestBody", {}).get("content", {})
    for kind in content.values():
        return kind.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return ""
