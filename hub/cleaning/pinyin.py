"""How a name is found: by its characters, its reading, its initials, in every reading."""

import unicodedata
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from pypinyin import Style, pinyin

from hub.cleaning.cleaned import plain

MOST_READINGS = 12
LONGEST_PIECE = 40  # what a piece of a search key may have
LONGEST_PINYIN = 200
# Readings as a surname, where the dictionary's first reading is another one.
SURNAMES = {
    **{"单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "朴": "piao", "区": "ou"},
    **{"任": "ren", "华": "hua", "盖": "ge", "乐": "yue", "缪": "miao", "翟": "zhai", "员": "yun"},
    **{
        "种": "chong",
        "秘": "bi",
        "冼": "xian",
        "洗": "xian",
        "召": "shao",
        "宁": "ning",
        "黑": "he",
    },
    **{"繁": "po", "折": "she", "那": "na", "哈": "ha", "撒": "sa", "祭": "zhai", "粘": "nian"},
    **{"句": "gou", "牟": "mu", "佴": "nai", "钭": "tou", "隗": "wei", "燕": "yan", "应": "ying"},
    **{"曲": "qu", "覃": "tan", "谌": "chen", "薄": "bo", "车": "che", "卜": "bu", "过": "guo"},
    **{
        "纪": "ji",
        "柏": "bai",
        "盛": "sheng",
        "石": "shi",
        "沈": "shen",
        "贾": "jia",
        "强": "qiang",
    },
    **{"都": "du", "瞿": "qu", "阚": "kan", "俞": "yu", "於": "yu", "乜": "nie", "佘": "she"},
    **{"逄": "pang", "万": "wan", "葛": "ge", "令": "ling", "乘": "sheng", "能": "nai", "郗": "xi"},
    **{"尹": "yin", "洪": "hong", "雷": "lei", "贺": "he", "倪": "ni", "汤": "tang", "褚": "chu"},
    **{
        "匡": "kuang",
        "居": "ju",
        "尚": "shang",
        "宿": "su",
        "贲": "ben",
        "莘": "shen",
        "羊": "yang",
    },
}
COMPOUND = {
    **{
        "欧阳": "ou yang",
        "尉迟": "yu chi",
        "万俟": "mo qi",
        "长孙": "zhang sun",
        "令狐": "ling hu",
    },
    **{
        "澹台": "tan tai",
        "单于": "chan yu",
        "司马": "si ma",
        "诸葛": "zhu ge",
        "上官": "shang guan",
    },
    **{"夏侯": "xia hou", "皇甫": "huang fu", "东方": "dong fang", "公孙": "gong sun"},
    **{"慕容": "mu rong", "司徒": "si tu", "宇文": "yu wen", "轩辕": "xuan yuan", "呼延": "hu yan"},
    **{"端木": "duan mu", "南宫": "nan gong", "西门": "xi men", "独孤": "du gu", "鲜于": "xian yu"},
    **{"闻人": "wen ren", "申屠": "shen tu", "太史": "tai shi", "拓跋": "tuo ba", "百里": "bai li"},
    **{
        "淳于": "chun yu",
        "濮阳": "pu yang",
        "司空": "si kong",
        "赫连": "he lian",
        "公冶": "gong ye",
    },
}


class NameSearch(NamedTuple):
    """`pinyin` is the best reading in one word; `grams` every character and every two neighbours;
    `initials` those of all readings, then the whole words of the other readings."""

    pinyin: str
    grams: list[str]
    initials: list[str]


@lru_cache(maxsize=131072)
def name_search(name: str) -> NameSearch:
    """The search keys of one name."""
    letters = [letter for letter in plain(name).lower() if letter.isalnum()]
    readings = [syllables_of(letter) for letter in letters]
    put_surname_first(letters, readings)
    words = [tuple(word) for word in islice(product(*readings), MOST_READINGS)]
    spelled = list(dict.fromkeys("".join(word)[:LONGEST_PINYIN] for word in words))
    initials = ["".join(syllable[0] for syllable in word) for word in words if word]
    return NameSearch(
        pinyin=spelled[0] if spelled else "",
        grams=grams_of(letters),
        initials=list(dict.fromkeys(one[:LONGEST_PIECE] for one in [*initials, *spelled[1:]])),
    )


def grams_of(letters: list[str]) -> list[str]:
    pairs = [first + second for first, second in zip(letters, letters[1:], strict=False)]
    return list(dict.fromkeys([*letters, *pairs]))


def put_surname_first(letters: list[str], readings: list[list[str]]) -> None:
    compound = COMPOUND.get("".join(letters[:2]), "").split() if len(letters) > 2 else []
    best = compound or [SURNAMES[letters[0]]] if letters and letters[0] in SURNAMES else compound
    for place, syllable in enumerate(best):
        readings[place] = list(dict.fromkeys([syllable, *readings[place]]))


@lru_cache(maxsize=50000)
def syllables_of(letter: str) -> list[str]:
    """Every reading of one character without tones; ü as v, then u."""
    if letter.isascii():
        return [letter]
    marked = pinyin(letter, style=Style.TONE, heteronym=True, errors="ignore")
    spelled = [without_tones(syllable) for syllable in marked[0]] if marked else [letter]
    also = [syllable.replace("v", "u") for syllable in spelled if "v" in syllable]
    return list(dict.fromkeys([*spelled, *also]))


def without_tones(syllable: str) -> str:
    apart = unicodedata.normalize("NFD", syllable.replace("ü", "v").replace("ê", "e"))
    apart = apart.replace("u\u0308", "v")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
