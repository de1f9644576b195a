"""The words a header may use for a field: the dictionary's labels and `synonyms.csv`."""

import csv
import re
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from hub.dictionary import FIELDS
from hub.fields import RESIDENT

SYNONYMS = Path(__file__).resolve().parent.parent / "codes" / "data" / "synonyms.csv"

HOUSEHOLD_KEY, ADDRESS, HEAD_ID, PHONE_ALT = "household_key", "address", "head_id", "phone_alt"
# Parts of a living address in columns of their own.
PLACE_PARTS = ("building_name", "building_no", "unit_no", "floor_no", "room_no")
# Columns a roster has and the hub does not take from it.
NOT_TAKEN = frozenset({"head_name", "serial", "remarks", "age", "photo", "signature"})
BESIDE = frozenset({HOUSEHOLD_KEY, ADDRESS, HEAD_ID, *PLACE_PARTS})

NOISE = re.compile(r"[\s*:;.。、·#\"'“”‘’_|\u200b-\u200f\ufeff]+")
NUMBERING = re.compile(r"^(?:\(?\d{1,2}\)?[.、)]|[①-⑳])\s*")
BRACKETS = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
PIECES = re.compile(r"[/\\|,，;；\n]+")
LATIN = re.compile(r"[a-z#][a-z0-9 .'#_-]*")
OWN = re.compile(
    r"^(?:居民|人员|本人|个人|住户|家庭成员|成员|被登记人|登记人|常住人口|人口|填报人)"
)
ENDING = re.compile(r"(?:信息|情况|栏|填写|必填|选填|名称)$")
OTHER_PERSON = re.compile(
    "户主|监护人|配偶|爱人|丈夫|妻子|联系人|房主|房东|业主|产权人|子女|儿子|女儿|赡养人|父亲|母亲|父母"
    "|家属|亲属|紧急|应急|单位|户籍|户口|迁入前|原住|照料人|经办|网格|楼栋长|包保|负责人|填表|登记员"
)
GROUP_ENDING = re.compile(r"(?:基本)?(?:信息|情况|资料|栏)$")


def takes(field: str) -> bool:
    """Whether a sheet may tell this field of a resident."""
    if field in BESIDE:
        return True
    declared = FIELDS.get(field)
    return (
        declared is not None
        and declared.entity == RESIDENT
        and declared.derived != "yes"
        and declared.type not in ("uuid", "fk")
    )


def label_of(field: str) -> str:
    """The Chinese label of a recognised field, also of those beside the dictionary."""
    declared = FIELDS.get(field)
    return declared.label if declared else BESIDE_LABELS.get(field, field)


BESIDE_LABELS = {
    HOUSEHOLD_KEY: "户号（本表）",
    ADDRESS: "居住地址",
    HEAD_ID: "户主证件号码",
    "head_name": "户主姓名",
    "serial": "序号",
    "remarks": "备注",
    "age": "年龄",
    "photo": "照片",
    "signature": "签名",
}


def squeezed(label: str) -> str:
    """One form for comparing: narrow, small letters, no spaces or marks."""
    return NOISE.sub("", normalize("NFKC", label)).lower()


@lru_cache(maxsize=1)
def header_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for name, declared in FIELDS.items():
        words.setdefault(squeezed(declared.label), name)
        words.setdefault(squeezed(declared.label_en), name)
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        words.update({squeezed(row["word"]): row["field"] for row in csv.DictReader(file)})
    words["现居住地址"] = ADDRESS
    words.pop("", None)
    return words


@lru_cache(maxsize=4096)
def field_of(label: str, group: str = "") -> str | None:
    """The field a header cell means, under the heading `group` of a second header row."""
    whose = OTHER_PERSON.search(GROUP_ENDING.sub("", group))
    if whose and not OTHER_PERSON.search(label):
        return named(whose[0] + label) or named(GROUP_ENDING.sub("", group) + label)
    return named(label)


def named(label: str) -> str | None:
    narrow = normalize("NFKC", label).strip().lower()
    for form in forms(NUMBERING.sub("", narrow)):
        found = header_words().get(squeezed(form))
        if found:
            return found
    return None


def forms(label: str) -> list[str]:
    """The label whole, without brackets, by its pieces, in each script, without filler words.

    A bracket that names another person (联系电话(家属)) is never dropped.
    """
    bare = BRACKETS.sub("", label).strip()
    whose = next((OTHER_PERSON.search(told) for told in BRACKETS.findall(label)), None)
    if whose:
        return [label, whose[0] + bare]
    latin = " ".join(LATIN.findall(bare)).strip()
    chinese = LATIN.sub("", bare).strip()
    found = [label, bare, *PIECES.split(bare), chinese, *PIECES.split(chinese), latin]
    for word in (bare, chinese):
        found += [OWN.sub("", word), ENDING.sub("", word), ENDING.sub("", OWN.sub("", word))]
    return [form for form in found if form]
