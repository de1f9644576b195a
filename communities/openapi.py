"""What the API says about itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.generators import SchemaGenerator

EVERYWHERE = ("400", "401", "403", "406", "429", "500", "503")
WITH_A_BODY = ("409", "413", "415")
ASKED_WRONGLY = ("404", "422")
WORDS = {
    "200": "办好了 (done)",
    "400": "内容无法读取，或有不认识的参数 (unreadable, or an unknown parameter)",
    "401": "密钥缺失、无效或已停用 (no valid key)",
    "403": "没有这项权限 (not granted)", "404": "没有，或不在范围内 (none here)",
    "406": "只提供 JSON (JSON only)", "409": "与已有内容冲突 (conflict)",
    "413": "请求内容太大 (too large)",
    "415": "只接受 JSON (JSON only)", "422": "有内容需要改正 (wrong content)",
    "429": "请求太频繁，见 Retry-After (too many)", "500": "系统出了问题 (our fault)",
    "503": "暂时不能办理 (unavailable)",
}  # fmt: skip
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "message_en", "fields", "request_id"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "message_en": {"type": "string"},
                "fields": {"type": "object", "additionalProperties": True},
                "request_id": {"type": "string"},
            },
        }
    },
}
Schema = Mapping[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what is sent; `name` is the way to it: observations[].id_number."""

    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method, for the page people read."""

    path: str
    method: str
    words: str
    parameters: list[dict[str, object]] = field(default_factory=list)
    body: list["Part"] = field(default_factory=list)
    example: str = ""


def described() -> dict[str, object]:
    """The OpenAPI document, with the troubles every endpoint may answer."""
    document = SchemaGenerator().get_schema(public=True)
    return {**document, "paths": with_troubles(document["paths"]), "components": {
        **document["components"],
        "schemas": {**document["components"].get("schemas", {}), "Error": ERROR},
    }}  # fmt: skip


def with_troubles(paths: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
    return {
        path: {
            method: {**told, "responses": {**answers(told), **troubles(method, told)}}
            if method in METHODS
            else told
            for method, told in item.items()
        }
        for path, item in paths.items()
    }


def answers(told: Mapping[str, Any]) -> dict[str, object]:
    """The answers an endpoint declares; one it says nothing of gets our words."""
    return {
        code: {**answer, "description": answer.get("description") or WORDS.get(code, "")}
        for code, answer in told["responses"].items()
    }


def troubles(method: str, told: Mapping[str, Any]) -> dict[str, object]:
    """What may go wrong with one operation: everywhere, with a body, with what was asked."""
    codes = [*EVERYWHERE, *(WITH_A_BODY if method != "get" else ())]
    if told.get("parameters") or told.get("requestBody"):
        codes += ASKED_WRONGLY
    return {
        code: {
            "description": WORDS[code],
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
        for code in codes
        if code not in told["responses"]
    }


def operations(*, english: bool) -> list[Operation]:
    """Every operation in the language of its reader."""
    document = described()
    schemas = document["components"]["schemas"]  # type: ignore[index]  # a mapping by the standard
    return [
        operation(path, method, told, schemas, english=english)
        for path, item in document["paths"].items()  # type: ignore[attr-defined]  # a mapping by the standard
        for method, told in item.items()
        if method in METHODS
    ]


def operation(path: str, method: str, told: Schema, schemas: Schema, *, english: bool) -> Operation:
    sent = body_of(told)
    return Operation(
        path=path,
        method=method.upper(),
        words=in_one_language(told.get("description", ""), english=english),
        parameters=told.get("parameters", []),
        body=list(parts_of(sent, schemas)),
        example=json.dumps(example_of(sent, schemas), ensure_ascii=False) if sent else "",
    )


def in_one_language(words: str, *, english: bool) -> str:
    """A description's first paragraph is Chinese, those after it say the same in English."""
    zh, _gap, en = words.partition("\n\n")
    return en if english else zh


def body_of(told: Schema) -> Schema:
    """The schema of what is sent; empty where nothing is."""
    for kind in told.get("requestBody", {}).get("content", {}).values():
        return dict(kind.get("schema", {}))
    return {}


def whole(schema: Schema, schemas: Schema) -> Schema:
    """A schema itself, not its name."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return schemas[name] if name else schema


def parts_of(schema: Schema, schemas: Schema, way: str = "") -> Iterator[Part]:
    """Everything that may be sent, those of a list under it."""
    told = whole(schema, schemas)
    for name, part in told.get("properties", {}).items():
        kind = whole(part, schemas)
        yield Part(
            way + name, kind.get("type", ""), name in told.get("required", ()),
            str(part.get("description", kind.get("description", ""))),
        )  # fmt: skip
        if kind.get("type") == "array":
            yield from parts_of(kind["items"], schemas, f"{way}{name}[].")


def example_of(schema: Schema, schemas: Schema) -> object:
    """The least that may be sent, to be filled in."""
    told = whole(schema, schemas)
    if told.get("type") == "object":
        parts = told.get("properties", {})
        return {name: example_of(parts[name], schemas) for name in told.get("required", ())}
    if told.get("type") == "array":
        return [example_of(told["items"], schemas)]
    return next(iter(told.get("enum", ())), "…")
