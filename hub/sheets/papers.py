"""A list of people whose numbers are of another document than the citizen's: 护照号码 alone."""

import re
from collections.abc import Sequence

from hub.sheets.words import squeezed

KINDS = (
    (re.compile(r"护照(?:号码?|编号)?"), "护照"),
    (
        re.compile(r"(?:港澳(?:居民)?(?:来往内地)?通行证|回乡证)(?:号码?|编号)"),
        "港澳居民来往内地通行证",
    ),
    (
        re.compile(r"(?:台湾(?:居民)?(?:来往大陆)?通行证|台胞证)(?:号码?|编号)"),
        "台湾居民来往大陆通行证",
    ),
)


def papers_in(labels: Sequence[str]) -> tuple[int, str] | None:
    """The first column of such numbers and the kind of its document."""
    for column, label in enumerate(labels):
        for words, kind in KINDS:
            if words.fullmatch(squeezed(label)):
                return column, kind
    return None
