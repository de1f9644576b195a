"""Cells of coded columns: one code, or several."""

import re
from collections.abc import Callable
from functools import lru_cache

from hub.cleaning.cleaned import BLANK_WORDS, NOTHING, Cleaned, as_text, plain, ticked
from hub.cleaning.words import wordlist

SEVERAL = re.compile(r"[,，、;；|\n]+")
NOT_MAPPED = Cleaned(None, ("Q14",), "code_unknown")


@lru_cache(maxsize=512)
def clean_code(code_list: str) -> Callable[[object], Cleaned]:
    """A cleaner of one code list: the value is the code; an unknown word is dropped with Q14."""
    words = wordlist(code_list)

    @lru_cache(maxsize=8192)
    def from_text(raw: str) -> Cleaned:
        raw = ticked(raw)
        code = words.code_of(raw)
        if code is not None:
            return Cleaned(code)
        return NOTHING if plain(raw) in BLANK_WORDS else NOT_MAPPED

    def clean(raw: object) -> Cleaned:
        return from_text(raw if type(raw) is str else as_text(raw))

    return clean


@lru_cache(maxsize=512)
def clean_codes(code_list: str) -> Callable[[object], Cleaned]:
    """A cleaner of several codes in one cell; the value is a list without repeats."""
    one = clean_code(code_list)

    def clean(raw: object) -> Cleaned:
        raw = ticked(raw) if isinstance(raw, str) else raw
        whole = one(raw) if isinstance(raw, str) else NOTHING
        if whole.value is not None:
            return Cleaned([whole.value])
        parts = list(raw) if isinstance(raw, (list, tuple, set)) else SEVERAL.split(as_text(raw))
        answers = [one(part) for part in parts]
        codes = list(dict.fromkeys(answer.value for answer in answers if answer.value is not None))
        if any(answer.problem for answer in answers):
            return Cleaned(codes or None, ("Q14",), "" if codes else "code_unknown")
        return Cleaned(codes) if codes else NOTHING

    return clean
