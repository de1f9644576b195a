"""The words a header may use for a field: the dictionary's labels and `synonyms.csv`."""

import csv
import re
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

from hub.cleaning import simplified
from hub.dictionary import FIELDS
from hub.fields import RESIDENT
from hub.sheets.latin import SPELLED, spelled, words_apart

SYNONYMS = Path(__file__).resolve().parent.parent / "codes" / "data" / "synonyms.csv"

HOUSEHOLD_KEY, ADDRESS, HEAD_ID, PHONE_ALT = "household_key", "address", "head_id", "phone_alt"
SPOUSE_PHONE = "spouse_phone"
OF_A_HEAD = {"head_name": "name", HEAD_ID: "id_number", "head_phone": "mobile"}
# Parts of a living address in columns of their own.
PLACE_PARTS = ("building_name", "building_no", "unit_no", "floor_no", "room_no")
BESIDE = frozenset({HOUSEHOLD_KEY, ADDRESS, HEAD_ID, SPOUSE_PHONE, *PLACE_PARTS})

NOISE = re.compile(r"[\s*:;.。、·#\"'“”‘’_|\u200b-\u200f\ufeff]+")
NUMBERING = re.compile(r"^(?:\(?\d{1,2}\)?[.、)]|[①-⑳])\s*")
BRACKETS = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]")
PIECES = re.compile(r"[/\\|,，;；\n]+")
LATIN = re.compile(r"[a-z#][a-z0-9 .'#_-]*")
OWN = re.compile(
    r"^(?:居民|人员|本人|个人|住户|(?:家庭)?成员(?:\d{1,2}|[一二三四五六七八九十])?|被登记人|登记人|常住人口|人口|填报人)"
)
COUNTED = re.compile(r"\(?\d{1,2}\)?$|(?<=成员)[一二三四五六七八九十]$")
TIME, DAY = re.compile("时间$"), re.compile("日期$")
WHETHER = re.compile("^是否(?:为|是|属于?)?")
ENDING = re.compile(r"(?:信息|情况|栏|填写|必填|选填|名称)$")
OTHER_PERSON = re.compile(  # 被监护人 and 被采集人 are the person
    "(?<!被)(?:户主|监护人|家长|配偶|爱人|丈夫|妻子|联系人|房主|房东|业主|产权人|子女|儿子|女儿|赡养人|父|母(?!语)|爸爸|妈妈|爷爷|奶奶|外公|外婆"
    "|家属|家人|亲属|亲友|亲人|邻居|紧急|应急|单位|户籍|户口|迁入前|原住|照料人|经办|网格|楼栋长|包保|负责人|填[表报]"
    "|登记[员人]|采集|录入|审核|走访|代领|代办|代理|委托|介绍人|推荐人|帮扶|责任人|结对|探访|护理员|看护"
    "|来访|访客|注册地|经营地|店铺|企业|公司|商户|商铺|门店|共有人|采样|检测人|调查员|普查员|核查人|排查人|护士|司机|值班|干部|犬|宠物"
    "|陪护|抚养|法人|法定代表|出租人|出租方|担保|老师|教师|班主任|医生|社工|民警|楼组?长|管理员|协管|专干"
    "|联络员|对接人|陪同|送养|收养|前夫|前妻|继承|受托|中介|物业)"
    "|create|creator|update|operator|collector"
    "|emergency|spouse|father|mother|guardian|owner|head|contact ?person"
)
# Parts of longer headings, the first that is found; each heading is about the person alone.
HOUSEHOLD_WORDS = re.compile("[与和同跟].{0,4}户主|户籍|户口|单位|head of|to head|householder")
LONGEST_HEADING = 30
TELLING = tuple(
    (re.compile(telling), field)
    for telling, field in (
        ("^(?:原|旧|老)(?:身份)?证", "not_taken"),
        ("^是否|有无|照片|复印|有效期|签发|截止|期限|日期止", "not_taken"),
        ("[与和同跟].{0,4}(?:户主|本户|房主).{0,3}(?:关系|称谓|称呼)|relation", "relation_to_head"),
        (
            "(?:身份证|证件|身份|证照|持证).{0,3}(?:号|编码)|身份证$"
            "|identity|citizen|id ?(?:no|num|card)",
            "id_number",
        ),
        ("^(?:曾用|别名)|former", "name_former"),
        ("户籍.*(?:地|址)|户口.*(?:地|址)|身份证.*址|regist.*address|hukou", "hukou_address"),
        ("(?:户籍|户口).*(?:性质|类)", "hukou_type"),
        ("工作单位|就业单位|单位(?:名称|及)|employer|company", "employer_name"),
        ("单位|迁|来源地|流出|原籍", "not_taken"),
        ("(?:固定|家庭|备用|其他|住宅|第二).{0,3}(?:电话|手机)|座机", PHONE_ALT),
        ("电话|手机|联[系络](?:方式|号)|phone|mobile|^tel|contact", "mobile"),
        ("地址|住址|门牌|居住地|住所|address|residence", ADDRESS),
        ("^出生.*(?:日|年|月|时)|birth(?!.*place)|生日", "birth_date"),
        ("姓名|^full ?name|^name", "name"),
        ("性别|gender", "sex"),
        ("民族|ethnic|^nation$", "ethnic_group"),
        ("学历|文化|教育|educat|school", "education_level"),
        ("婚姻|婚否|marital|marri", "marital_status"),
        ("政治|politic", "political_status"),
        ("(?:就业|失业|工作|从业).{0,2}(?:状|情|类)|就业/失业|employ", "emp_status"),
        ("^职业|occupation|profession", "occupation_major"),
        ("健康|health", "health_status"),
        ("户.?(?:编号|代码|序号|号)$|(?:household|family) ?(?:no|num|id|code)", HOUSEHOLD_KEY),
        ("备注|说明|remark|note", "remarks"),
    )
)
FILLED_IN = re.compile("、|一致|相同|为准|填写")
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
    HOUSEHOLD_KEY: "户号",
    ADDRESS: "居住地址",
    HEAD_ID: "户主证件号码",
    "head_name": "户主姓名",
    "head_phone": "户主电话",
    "is_head": "是否户主",
    SPOUSE_PHONE: "配偶电话",
    "serial": "序号",
    "remarks": "备注",
    "age": "年龄",
    "photo": "照片",
    "signature": "签名",
}


def squeezed(label: str) -> str:
    """One form for comparing: narrow, small letters, no spaces or marks."""
    return NOISE.sub("", narrow(label)).lower()


def narrow(label: str) -> str:
    return simplified(normalize("NFKC", label))


@lru_cache(maxsize=1)
def header_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for name, declared in FIELDS.items():
        if declared.type in ("fk", "uuid"):
            continue
        words.setdefault(squeezed(declared.label), name)
        words.setdefault(squeezed(declared.label_en), name)
    with SYNONYMS.open(encoding="utf-8", newline="") as file:
        words.update({squeezed(row["word"]): row["field"] for row in csv.DictReader(file)})
    words["现居住地址"] = ADDRESS
    words.pop("", None)
    return words


@lru_cache(maxsize=1)
def spelled_words() -> dict[str, str]:
    return spelled(header_words())


@lru_cache(maxsize=4096)
def field_of(label: str, group: str = "") -> str | None:
    """The field a header cell means, under the heading `group` of a second header row."""
    label, group = simplified(label), simplified(group)
    whose = OTHER_PERSON.search(GROUP_ENDING.sub("", group))
    if whose and not OTHER_PERSON.search(label):
        return named(whose[0] + label) or named(GROUP_ENDING.sub("", group) + label)
    found = named(label) or meant(label)
    bare = GROUP_ENDING.sub("", group.strip())
    return found or (named(bare + label) if bare else None)


def named(label: str) -> str | None:
    """By a word of the dictionary or of the synonyms, exactly."""
    bare = NUMBERING.sub("", narrow(label).strip().lower())
    for form in forms(bare):
        found = header_words().get(squeezed(form))
        if found:
            return found
    letters = squeezed(bare)
    if SPELLED.fullmatch(letters):
        return spelled_words().get(letters)
    return asked_whether(bare)


def asked_whether(label: str) -> str | None:
    """是否流动党员 asks for 流动党员, where that is a matter of yes and no."""
    asked = WHETHER.match(label)
    found = header_words().get(squeezed(label[asked.end() :]), "") if asked else ""
    declared = FIELDS.get(found)
    return found if declared and declared.type == "bool" else None


def meant(label: str) -> str | None:
    """By the telling part of a longer heading, when it speaks of nobody else."""
    bare = BRACKETS.sub("", words_apart(narrow(label).strip()).lower())
    if len(bare) > LONGEST_HEADING:
        return None
    if whose_in(narrow(label)) or OTHER_PERSON.search(HOUSEHOLD_WORDS.sub("", bare)):
        return None
    for telling, field in TELLING:
        if telling.search(bare):
            return field
    return None


def whose_in(label: str) -> str:
    """Another person named in brackets (联系电话(家属)); a list of choices names nobody."""
    for told in BRACKETS.findall(label):
        a_remark = PIECES.search(told) or FILLED_IN.search(told)
        found = None if a_remark else OTHER_PERSON.search(told)
        if found:
            return found[0]
    return ""


def forms(label: str) -> list[str]:
    """The label whole, without brackets, by its pieces, in each script, without filler words.

    A bracket that names another person is never dropped.
    """
    bare = BRACKETS.sub("", label).strip()
    whose = whose_in(label)
    if whose:
        return [label, whose + bare]
    latin = " ".join(LATIN.findall(bare)).strip()
    chinese = LATIN.sub("", bare).strip()
    found = [label, bare, *PIECES.split(bare), chinese, *PIECES.split(chinese), latin]
    for word in (bare, chinese):
        found += [OWN.sub("", word), ENDING.sub("", word), ENDING.sub("", OWN.sub("", word))]
    found += [COUNTED.sub("", form) for form in (bare, chinese) if COUNTED.search(form)]
    found += [TIME.sub("日期", form) for form in (bare, chinese) if TIME.search(form)]
    found += [DAY.sub("时间", form) for form in (bare, chinese) if DAY.search(form)]
    return [form for form in found if form]
