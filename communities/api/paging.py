"""Keyset paging: a page starts after the last key of the page before, and nothing is counted."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter

from communities.asking import whole_number
from communities.errors import Invalid

MOST = 200
LIMIT = OpenApiParameter("limit", int, description=f"每页条数，最多 {MOST} (rows a page)")
CURSOR = OpenApiParameter("cursor", str, description="上一页给出的游标 (cursor of the page before)")


@dataclass(frozen=True, slots=True)
class Page:
    """`size` rows after the key `after` (None at the start)."""

    size: int
    after: list[object] | None

    @classmethod
    def asked(cls, request: HttpRequest, *, size: int = 50, most: int = MOST) -> "Page":
        """From `?limit=` and `?cursor=`. Raises Invalid for a cursor that is not ours."""
        return cls(asked_size(request, size, most), read_cursor(request.GET.get("cursor", "")))

    def answer(self, rows: Sequence[object], keys: Sequence[Sequence[object]]) -> dict[str, object]:
        """`rows` and `keys` hold up to size + 1 entries; the one too many says there is more."""
        more = len(rows) > self.size
        kept = list(rows[: self.size])
        last = keys[len(kept) - 1] if kept else self.after
        return {"items": kept, "cursor": write_cursor(last), "more": more}


def asked_size(request: HttpRequest, size: int, most: int) -> int:
    """`?limit=` between 1 and `most`. Raises Invalid for what is no whole number."""
    told = request.GET.get("limit", "")
    wanted = whole_number(told) if told else size
    if wanted is None:
        raise Invalid("每页条数应为整数。", "limit must be a whole number.",
                      fields={"limit": "integer"})  # fmt: skip
    return min(max(wanted, 1), most)


def write_cursor(key: Sequence[object] | None) -> str | None:
    if key is None:
        return None
    text = json.dumps(list(key), default=str).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def read_cursor(text: str) -> list[object] | None:
    if not text:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError, binascii.Error) as trouble:
        raise _foreign() from trouble
    if not isinstance(key, list) or not all(map(plain, key)):
        raise _foreign()
    return key


def plain(part: object) -> bool:
    """A part of a key as we write them: a number, nothing or a printable text."""
    return part.isprintable() if isinstance(part, str) else isinstance(part, int | None)


def _foreign() -> Invalid:
    return Invalid("游标无法识别，请从头读取。", "The cursor is not one of ours; start again.",
                   fields={"cursor": "unknown"})  # fmt: skip
