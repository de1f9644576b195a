"""Names of persons: one middle dot, no stray spaces, doubtful ones marked and kept."""

import re

from hub.cleaning.cleaned import BLANK_WORDS, NOTHING, Cleaned, as_text, plain

HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
CLEAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
DOTS = re.compile("[•．・‧∙⋅●᛫﹒◦•･]")
ASCII_DOT = re.compile(rf"(?<=[{HAN}])\s*[.·]\s*(?=[{HAN}])")
SPACE = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
LOST = re.compile(r"[?？�□■〓\ue000-\uf8ff\U000f0000-\U0010fffd]")
REMARK = re.compile(
    r"\((?:户主|本人|已故|故|亡|死亡|去世|租户|租客|房东|空挂|搬走|已搬走|外出|迁出|迁入|新增|独居|空巢|党员|低保|残疾|男|女)\)$"
    r"|[/、,，][男女]$"
)
AFTER = re.compile(
    rf"(?<=[{HAN}]{{2}})[\s\-]*(?:已故|已去世|已死亡|去世|已迁出|已搬走|已注销|户主)$"
)
# ★张三, 张三※: marks that send the reader to a note.
STARS = re.compile(r"^[\s★☆※▲△◆◇]+|[\s★☆※▲△◆◇]+$")
# 3、张三 and 张三(13800001111): a number before or a telephone after is no part of a name.
AROUND = re.compile(rf"^\d{{1,4}}[、.)]\s*(?=[{HAN}])|(?<=[{HAN}])\s*[:(]?\s*1[3-9]\d{{9}}\)?$")
WITHOUT_LETTERS = re.compile(rf"[^A-Za-z{HAN}]+")
FORMS_OF_ADDRESS = frozenset(
    ["大姐", "大哥", "大爷", "大妈", "大叔", "大娘", "阿姨", "叔叔", "师傅", "奶奶", "爷爷", "婆婆"]
    + [
        "先生",
        "女士",
        "太太",
        "小姐",
        "老师",
        "医生",
        "嫂子",
        "伯伯",
        "爹爹",
        "太婆",
        "老板",
        "同志",
    ]
    + ["嫂", "婶", "姨", "某", "某某", "婆", "爹", "总"]
)
LONGEST, LONGEST_CLEAN = 100, 4


def clean_name(raw: object) -> Cleaned:
    """A name with flags Q03 (cleaned), Q06 (a form of address), Q07 (a character was lost)."""
    if (
        type(raw) is str
        and CLEAN.fullmatch(raw)
        and raw[1:] not in FORMS_OF_ADDRESS
        and not (len(raw) == LONGEST_CLEAN and AFTER.search(raw))
    ):
        return Cleaned(raw) if raw not in BLANK_WORDS else NOTHING
    told = as_text(raw)
    text = plain(DOTS.sub("·", STARS.sub("", told)))
    if text in BLANK_WORDS:
        return NOTHING
    text = SPACE.sub("", ASCII_DOT.sub("·", AFTER.sub("", REMARK.sub("", AROUND.sub("", text)))))
    problem = trouble_of(text)
    if problem:
        return Cleaned(None, (), problem)
    return Cleaned(text, flags_of(text, told))


def trouble_of(text: str) -> str:
    if "*" in text:
        return "value_masked"
    if len(text) > LONGEST:
        return "too_long"
    return "name_bad_form" if WITHOUT_LETTERS.fullmatch(LOST.sub("A", text)) else ""


def flags_of(text: str, told: str) -> tuple[str, ...]:
    flags = ["Q03"] if text != told else []
    if LOST.search(text):
        flags.append("Q07")
    if text[1:] in FORMS_OF_ADDRESS and text[1:] != "某":
        flags.append("Q06")
    return tuple(flags)
