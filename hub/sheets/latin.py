"""Headings of an exported table in Latin letters: lianxidianhua, home_address, idCard."""

import re
from collections.abc import Mapping

from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
SPELLED = re.compile(r"[a-z]{4,40}")
JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|_+")


def words_apart(label: str) -> str:
    """home_address and homeAddress as words: home address."""
    return JOINT.sub(" ", label) if label.isascii() else label


def spelled(words: Mapping[str, str]) -> dict[str, str]:
    """The fields of Chinese words by their spelling; one of several fields is none's."""
    found: dict[str, set[str]] = {}
    for word, field in words.items():
        if HAN.fullmatch(word):
            found.setdefault("".join(lazy_pinyin(word, v_to_u=False)), set()).add(field)
    return {word: fields.pop() for word, fields in found.items() if len(fields) == 1}
