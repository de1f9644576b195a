"""What people write for a code: the code, its label, a short word, or both together."""

import csv
import re
from functools import lru_cache
from pathlib import Path

from hub.cleaning.cleaned import plain, simplified

FOLDER = Path(__file__).resolve().parent.parent / "codes" / "data"
PAIR = re.compile(r"[\[(]?([0-9A-Za-z]{1,6})[\])]?\s*[-_:：、.|/ ]?\s*(\D.*)", re.S)
BACKWARD = re.compile(r"(\D.*?)(?:\(([0-9A-Za-z]{1,6})\)|\s*[-_:：、.|/ ]?\s*(\d{1,6}))")
IN_BRACKETS = re.compile(r"\([^()]*\)")
OF_THE_HEAD = re.compile(r"^(?:户主[之的]?|之)(?=.)")
# Of these a single figure may be a code of another list with the same name: to the short list of
# relations 1 is the spouse and 2 a son, to the long one 01 is the person and 02 the head.
OF_SEVERAL_LENGTHS = frozenset({"family_relation"})
WHOLE = re.compile(r"\d+\.0+")


def squeezed(text: str) -> str:
    """The form words are compared in: plain and simplified, without spaces, small letters."""
    return simplified(plain(text)).replace(" ", "").lower()


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def value_synonyms() -> dict[str, dict[str, str]]:
    """Per code list: word -> code, from value_synonyms.csv."""
    words: dict[str, dict[str, str]] = {}
    for row in rows_of("value_synonyms"):
        words.setdefault(row["code_list"], {})[squeezed(row["word"])] = row["code"]
    return words


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """The name of a country by its three letters: its first Chinese word in value_synonyms.csv."""
    names: dict[str, str] = {}
    for row in rows_of("value_synonyms"):
        if row["code_list"] == "alpha3" and not row["word"].isascii():
            names.setdefault(row["code"], row["word"])
    return names


class Wordlist:
    """The words of one code list. Exact words only: half a word is never guessed at."""

    def __init__(self, code_list: str) -> None:
        rows = rows_of(code_list) if (FOLDER / f"{code_list}.csv").exists() else []
        self.codes = {row["code"] for row in rows}
        self.words = {}
        for row in rows:
            for word in (
                row.get("label_en", ""),
                IN_BRACKETS.sub("", row["label_zh"]),
                row["label_zh"],
            ):
                self.words[squeezed(word)] = row["code"]
        self.words.update(value_synonyms().get(code_list, {}))
        self.words.pop("", None)
        padded = code_list not in OF_SEVERAL_LENGTHS
        self.width = min((len(code) for code in self.codes), default=0) if padded else 0

    def code_of(self, raw: str) -> str | None:
        """The code a cell means, or None."""
        text = plain(raw)
        whole = IN_BRACKETS.fullmatch(text)
        return self.exact(text) or self.pair(text) or (self.exact(text[1:-1]) if whole else None)

    def exact(self, text: str) -> str | None:
        if text in self.codes:
            return text
        if WHOLE.fullmatch(text):
            text = text.partition(".")[0]
        if text.isdigit() and text.zfill(self.width) in self.codes:
            return text.zfill(self.width)
        word = squeezed(text)
        return self.words.get(word) or self.words.get(OF_THE_HEAD.sub("", word))

    def pair(self, text: str) -> str | None:
        """01-汉族, 01 汉族, (01)汉族, 汉族(01), 汉族01: both halves must mean the same."""
        found = PAIR.fullmatch(text)
        if found is None:
            backward = BACKWARD.fullmatch(text)
            if backward is None:
                return None
            label, code = backward[1], backward[2] or backward[3]
        else:
            code, label = found.groups()
        meant = self.exact(code)
        return meant if meant and meant == self.exact(label.strip()) else None


@lru_cache(maxsize=256)
def wordlist(code_list: str) -> Wordlist:
    return Wordlist(code_list)
