"""What the one search box was asked for: a number, a phone, a household, an address or a name."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from hub.cleaning import clean_id_number, clean_phone, plain
from hub.errors import NumberWrong, SearchTooShort

CITIZEN_LENGTHS = (15, 18)
NEARLY_WHOLE = (10, 12, 16, 17, 19)
FEWEST_LETTERS = 2
LONGEST_NAME = 4
MOST_INITIALS = 4
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af·]")
DIGIT = re.compile(r"\d")
LETTERS = re.compile(r"[a-z]+")
SYLLABLE = re.compile(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]{1,3}(ng|n|r)?")
PLACE = re.compile(
    r"\d|栋|幢|号楼|单元|室|路|街|巷|弄|小区|花园|苑|社区|村|湾|里$|大厦|公寓|山庄|宿舍"
)
ESTATE = re.compile(r"(小区|花园|社区|大厦|公寓|山庄|宿舍|单元|号楼)$")
DOCUMENT = re.compile(r"[A-Z]{1,3}\d{6,15}")
DASHED = re.compile(r"\d{1,4}(-\d{1,4}){1,2}")
HOUSEHOLD = re.compile(r"[A-Z]{0,4}\d{4,20}")
NUMBERED = re.compile(r"(?=.*\d)[A-Za-z0-9-]{1,17}")  # a citizen's number is longer
WHOLE_PHONE = re.compile(r"(86)?1[3-9]\d{9}|0\d{9,11}")
MASKED = re.compile(r"[*＊]")


class Kind(StrEnum):
    NUMBER = "number"
    PHONE = "phone"
    HOUSEHOLD = "household"
    ADDRESS = "address"
    NAME = "name"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` is cleaned; `place` holds the further words of a name search: area or building."""

    kind: Kind
    text: str
    place: tuple[str, ...] = ()

    @property
    def may_be_a_place(self) -> bool:
        """路遥 is a name and 江堤路 a road: what found nobody as a name is tried as an address."""
        return self.kind is Kind.NAME and PLACE.search(self.text) is not None

    @property
    def may_be_set_wide(self) -> bool:
        """王 芳 as lists are set: what found nobody with 芳 as a place is tried as one name."""
        whole = self.text + "".join(self.place)
        wide = self.kind is Kind.NAME and len(self.place) == 1 and len(whole) <= LONGEST_NAME
        return wide and all(map(HAN.fullmatch, whole))

    @property
    def may_be_a_household(self) -> bool:
        """A07, 12-3 or HK0001234 found nowhere else may be the number of a household."""
        apart = self.kind in (Kind.ADDRESS, Kind.NUMBER)
        return apart and NUMBERED.fullmatch(self.text) is not None

    @property
    def digits_off(self) -> int:
        """How many digits a number has that is nearly an ID number or a phone; 0 for others."""
        near = self.kind is Kind.HOUSEHOLD and self.text.isdigit()
        return len(self.text) if near and len(self.text) in NEARLY_WHOLE else 0

    @property
    def is_whole(self) -> bool:
        """A whole number reaches beyond the own grid; names and lists never do."""
        return self.kind in (Kind.NUMBER, Kind.PHONE)


def recognise(typed: str) -> Asked:
    """Which of the six a typed text is.

    Raises SearchTooShort for a single character or a surname alone, and for a number with a wrong
    check digit or with stars in it, each with its sentence.
    """
    text = plain(typed).strip()
    if MASKED.search(text):
        raise SearchTooShort(
            "带*的号码不能查找，请输入完整号码。", "A masked number cannot be found."
        )
    if not HAN.search(text):
        return recognise_plain(text)
    words = tuple(text.split())
    if LETTERS.fullmatch(words[0].lower()):
        return letters(tuple(text.lower().split()))
    if is_a_place(words[0]):
        return Asked(Kind.ADDRESS, "".join(words))
    return a_name(words)


def is_a_place(word: str) -> bool:
    sure = len(word) > LONGEST_NAME or DIGIT.search(word) or ESTATE.search(word)
    return bool(sure and PLACE.search(word))


def recognise_plain(text: str) -> Asked:
    """A text without Chinese characters: a number, a phone, a household or letters of a name."""
    squeezed = re.sub(r"[\s\-]", "", text).upper()
    digits = len(squeezed)
    if digits in CITIZEN_LENGTHS and squeezed[:-1].isdigit():
        number = clean_id_number(squeezed)
        if number.number is None or number.problem:
            raise NumberWrong
        return Asked(Kind.NUMBER, number.number)
    phone = clean_phone(text)
    if WHOLE_PHONE.fullmatch(squeezed) and phone.value:
        return Asked(Kind.PHONE, str(phone.value))
    if DASHED.fullmatch("".join(text.split())):
        return Asked(Kind.ADDRESS, "".join(text.split()))
    if DOCUMENT.fullmatch(squeezed) or (squeezed.isdigit() and digits == 18):
        return Asked(Kind.NUMBER, squeezed)
    if HOUSEHOLD.fullmatch(squeezed):
        return Asked(Kind.HOUSEHOLD, squeezed)
    words = tuple(text.lower().split())
    if words and LETTERS.fullmatch(words[0]):
        return letters(words)
    if PLACE.search(text):
        return Asked(Kind.ADDRESS, "".join(text.split()))
    raise too_short()


def letters(words: tuple[str, ...]) -> Asked:
    """Syllables may stand apart (zhao yulan); what comes after them is the place."""
    syllables = tuple(takewhile(LETTERS.fullmatch, words))
    spelled, place = "".join(syllables), words[len(syllables) :]
    alone = len(spelled) > MOST_INITIALS and SYLLABLE.fullmatch(spelled)
    if len(spelled) < FEWEST_LETTERS or (alone and not place):
        raise too_short()
    return Asked(Kind.LETTERS, spelled, place)


def a_name(words: tuple[str, ...]) -> Asked:
    if len(words[0]) < FEWEST_LETTERS and len(words) == 1:
        raise too_short()
    return Asked(Kind.NAME, words[0], words[1:])


def too_short() -> SearchTooShort:
    return SearchTooShort(
        "请再输入一个字：姓名至少两个字，或在姓氏后加社区、楼栋（如「王 3栋」）。",
        "Please type more: two characters of the name, or the surname with a building.",
    )
