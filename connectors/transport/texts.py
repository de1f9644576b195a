"""Text of other systems in the encoding it really has, whatever it is said to be in."""

import codecs
from contextlib import suppress

CHINESE = "gb18030"  # holds all of GBK and GB 2312, and every character there is
GB_NAMES = ("gb2312", "gbk", "gb18030", "cp936", "gb_2312-80", "euc-cn", "x-gbk", "ms936")
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FIRST_CHINESE = 0x2E80


def text_of(raw: bytes, told: str = "") -> str:
    """The text of some bytes; `told` is the encoding they claim. Broken letters show."""
    for mark, name in BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace")
    if is_utf8(raw):
        return raw.decode()
    name = told.strip().lower()
    for one in (CHINESE if name in GB_NAMES else name, CHINESE):
        with suppress(LookupError, UnicodeDecodeError):
            return raw.decode(one or CHINESE)
    return raw.decode(CHINESE, "replace")


def is_utf8(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 and not GBK that happens to look so.

    Two letters of GBK may be one of UTF-8, but then a Greek or Arabic one.
    """
    try:
        beyond = [letter for letter in raw.decode() if ord(letter) > 0x7F]
    except UnicodeDecodeError:
        return False
    return 2 * sum(ord(letter) >= FIRST_CHINESE for letter in beyond) >= len(beyond)
