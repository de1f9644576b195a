"""Telephone numbers: mobiles as 11 digits, fixed lines as area code, dash, number."""

import re
from unicodedata import normalize

from hub.cleaning.cleaned import BLANK_WORDS, DROPPED, NOTHING, Cleaned, as_text

MOBILE = re.compile(r"1[3-9]\d{9}")
FIXED = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))?([2-9]\d{6,7})")
SERVICE = re.compile(r"[48]00\d{7}|9[56]\d{3,6}|1[01]\d{1,3}|12\d{3,4}")
EXTENSION = re.compile(r"(?:转|ext\.?|x|#|-(?=\d{1,5}$))\s*(\d{1,6})$", re.I)
NOISE = re.compile(r"[\s()（）\-—–－_.·'\"‘’“”+]")
COUNTRY = re.compile(r"(?:0086|86)(?=1[3-9]\d{9}$|0\d{9,11}$)")
SEVERAL = re.compile(
    r"[/、,，;；|\n或和]+"
    r"|(?<=\d{7})\s+(?=(?:[\u4e00-\u9fff]{1,4}:?\s*)?(?:1[3-9]\d{9}|(?:0\d{2,3}-?)?\d{7}))"
)
TWO = re.compile(r"(?<!\d)(1[3-9]\d{9})[-~]?(1[3-9]\d{9})(?!\d)")
REMARK = re.compile(r"\([^()]*\)|[\u4e00-\u9fff:]+")
BRACKETED = re.compile(r"(?<=\d)\s*\([^()]*\d{7}[^()]*\)")
OTHERS = re.compile("[儿女子妻夫父母爸妈媳孙哥姐弟妹邻亲婿]|家属|配偶|老伴|爱人|房东|监护")


def clean_phone(raw: object) -> Cleaned:
    """One number; the first of several in a cell. What cannot be dialled is a problem."""
    if type(raw) is str and MOBILE.fullmatch(raw):
        return Cleaned(raw)
    told = even(raw)
    if told in BLANK_WORDS:
        return NOTHING
    if "*" in told:
        return Cleaned(None, (), "value_masked")
    numbers = phones_in(told)
    if not numbers:
        return Cleaned(None, (), "phone_bad_form")
    return Cleaned(numbers[0], () if numbers[0] == raw else ("Q03",))


def phones_in(raw: object) -> list[str]:
    """Every number in a cell that holds several; 儿子139… is somebody else's."""
    text = TWO.sub(r"\1/\2", even(raw))
    text = BRACKETED.sub(without_others, text)
    parts = SEVERAL.split(text)
    return [number for part in parts if (number := dialled(part) or dialled(bare(part)))]


def even(raw: object) -> str:
    """Narrow, and without the marks of direction that a copied contact brings along."""
    return DROPPED.sub("", normalize("NFKC", as_text(raw))).strip()


def without_others(bracket: re.Match[str]) -> str:
    """138…(儿子139…) has a number of the person's own before somebody else's in brackets."""
    return "" if OTHERS.search(bracket[0]) else bracket[0]


def bare(part: str) -> str:
    """A number without the words around it: 本人138…, 138…(微信同号)."""
    return "" if OTHERS.search(part) else REMARK.sub("", part)


def dialled(part: str) -> str:
    digits = COUNTRY.sub("", NOISE.sub("", part.strip().removesuffix(".0")))
    if MOBILE.fullmatch(digits) or SERVICE.fullmatch(digits):
        return digits
    fixed = FIXED.fullmatch(digits)
    if fixed:
        return "-".join(piece for piece in fixed.groups() if piece)
    extension = EXTENSION.search(part)
    if extension is None:
        return ""
    line = FIXED.fullmatch(NOISE.sub("", part[: extension.start()]))
    return "-".join([*filter(None, line.groups()), extension[1]]) if line else ""
