"""What an address or a form may carry: days, whole numbers of a size, text a database can hold."""

import re
from datetime import date

from django.http import HttpRequest

from communities.errors import Invalid

WHOLE = re.compile(r"[0-9]{1,18}")


def whole_number(text: str) -> int | None:
    """The number a text of ASCII digits says; None when it is none or longer than any of ours."""
    return int(text) if WHOLE.fullmatch(text) else None


def day(text: str, name: str) -> date:
    """The day a form's field says. Raises Invalid for what is no date."""
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise Invalid("日期应写作 2026-11-23。", "Write a date as 2026-11-23.",
                      fields={name: "date"}) from trouble  # fmt: skip


def carries_nul(request: HttpRequest) -> bool:
    """Whether the address or the form holds the one character PostgreSQL cannot keep."""
    if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    forms = request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data")
    return forms and any("\0" in word for words in request.POST.lists() for word in spread(words))


def spread(words: tuple[str, list[str]]) -> list[str]:
    name, values = words
    return [name, *(value for value in values if isinstance(value, str))]
