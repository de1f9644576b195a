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

BOX, TICK = re.compile("[□☐○◯]"), re.compile("[☑☒√✓✔■●◉]")
BOX_AND_WORD = re.compile(r"(?P<box>[□☐○◯☑☒√✓✔■●◉])\s*(?P<word>[^□☐○◯☑☒√✓✔■●◉]+)")
WORD_AND_BOX = re.compile(r"(?P<word>[^□☐○◯☑☒√✓✔■●◉]+)(?P<box>[□☐○◯☑☒√✓✔■●◉])")
# Of the words over columns, of codes and of addresses; a name keeps its own letters.
TRADITIONAL = str.maketrans(
    "號證電話聯繫絡係關與戶別齡學歷業單棟樓層鄉鎮區縣黨團員務職備註編類貫國現錄資況狀態實際體"
    "殘級離異喪無長孫兒媽爺親屬漢滿爾壯農網門來遷時間緊參險醫養標誌稱謂產權東婦計總屆數隊組營"
    "寫簽負責審",
    "号证电话联系络系关与户别龄学历业单栋楼层乡镇区县党团员务职备注编类贯国现录资况状态实际体"
    "残级离异丧无长孙儿妈爷亲属汉满尔壮农网门来迁时间紧参险医养标志称谓产权东妇计总届数队组营"
    "写签负责审",
)


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


def ticked(text: str) -> str:
    """The words that are ticked in a cell of boxes (□未婚 ☑已婚 □离异), parted by 、; another cell
    as it is. Nothing is told where no box is ticked.
    """
    if BOX.search(text) is None:
        return text
    before = BOX_AND_WORD if BOX.match(text.strip()) or TICK.match(text.strip()) else WORD_AND_BOX
    chosen = (found["word"] for found in before.finditer(text) if TICK.match(found["box"]))
    return "、".join(word.strip(" ,，、;；") for word in chosen)


def simplified(text: str) -> str:
    """戶主 as 户主, 電話 as 电话."""
    return text if text.isascii() else text.translate(TRADITIONAL)


def as_text(raw: object) -> str:
    """The text of a cell of any type: a whole number in a number cell loses its '.0'."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)
