"""What comes of one cell, and the plain form of the text in it."""

import re
from dataclasses import dataclass
from unicodedata import is_normalized, normalize

BLANK_WORDS = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "\\N",
        "null",
        "NULL",
        "Null",
        "none",
        "None",
        "nan",
        "NaN",
    }
    | {"N/A", "n/a", "#N/A", "无", "暂无", "不详", "未知", "空", "（无）", "(无)", "[空]", "NA"}
)
INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff"
DIRT = re.compile(
    rf"[\u0000-\u001f\u007f-\u00a0\u2000-\u200a\u2028\u2029\u202f\u3000\uff01-\uff5e{INVISIBLE}]"
)
DROPPED = re.compile(rf"[{INVISIBLE}\u0000-\u0008\u000e-\u001f\u007f]")
SPACES = re.compile(r"[\s\u00a0\u3000]+")
CHINESE_MARKS = "，：；！？"
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in CHINESE_MARKS}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The value of one cell in our terms.

    `flags` are codes of dq_flag.csv; `problem` is an id of `hub.reasons.REASONS`: the value was
    dropped, the raw one is to be shown with that reason.
    """

    value: object
    flags: tuple[str, ...] = ()
    problem: str = ""


NOTHING = Cleaned(None)


def plain(text: str) -> str:
    """NFC, no invisible marks, one narrow form of letters, digits and brackets, single spaces."""
    if DIRT.search(text):
        text = DROPPED.sub("", text).translate(NARROW)
        text = SPACES.sub(" ", text)
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return text.strip()


def as_text(raw: object) -> str:
    """The text of a cell of any type: a whole number in a number cell loses its '.0'."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)
