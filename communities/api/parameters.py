"""Query parameters: those an endpoint declares, and no other."""

import re
from collections.abc import Iterable, Sequence

from drf_spectacular.utils import OpenApiParameter

from communities.api.errors import ApiTrouble

PLAIN = re.compile(r"[a-z_]{1,40}")
UNPRINTED = "?"  # a name of other signs is not said back: it may be somebody's number


def refuse_unknown(asked: Iterable[str], takes: Sequence[OpenApiParameter]) -> None:
    """A misspelt filter must not give everything. Raises ApiTrouble 400 with each name."""
    known = [one.name for one in takes]
    unknown = set(asked).difference(known)
    if not unknown:
        return
    zh, en = "、".join(known) or "无", ", ".join(known) or "none"
    raise ApiTrouble(
        "unknown_parameter",
        400,
        f"地址里有这个接口不认识的参数。可用的参数：{zh}。",
        f"The address holds a parameter that is not taken here. Taken: {en}.",
        fields={name if PLAIN.fullmatch(name) else UNPRINTED: "unknown" for name in unknown},
    )
