"""A living address told by people, cut into building, unit, floor and room."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hub.cleaning.cleaned import BLANK_WORDS, as_text, plain, simplified

HAN_DIGITS = "〇零○一二三四五六七八九"
TO_DIGITS = str.maketrans(HAN_DIGITS, "000123456789")
HAN_NUMBER = re.compile(rf"[{HAN_DIGITS}十百]+(?=[栋幢座号层楼室门房#]|单元)")
DASHES = re.compile(r"[—–－_~～−/\\]+")
ORDINAL = re.compile(r"第(?=[A-Z\d]{1,4}(?:[栋幢座层楼室户门]|号楼|#|单元))")  # 第3栋第2单元501室
LOOSE_DASH = re.compile(r"(?<=[栋幢座楼层元#])-|-(?=单元)")
# A room and its part (501-1, 101-102); a unit has no number of three digits.
ROOM, UNIT = r"\d{3,4}-\d{1,4}|[A-Z]?\d+[A-Z]?", r"\d{1,2}|[A-Z]|[甲乙丙丁]"
BUILDING_WORD = "(?:栋|幢|座|号楼|#楼|#)"
WHOLE = re.compile(
    rf"(?P<head>.*?)(?P<building>[A-Z]?\d+[A-Z]?|[A-Z]){BUILDING_WORD}"
    rf"(?:(?P<unit>{UNIT})(?:单元|门|-|#))?"
    rf"(?:(?P<floor>\d{{1,2}})(?:层|楼))?(?P<room>{ROOM})?(?:室|号|房|户)?"
)
DASHED = re.compile(
    r"(?P<head>(?:.*[^\dA-Z-])?)(?P<building>[A-Z]?\d+[A-Z]?|[A-Z])-"
    rf"(?:(?P<unit>\d{{1,2}}|[A-Z])-)?(?P<floor>)(?P<room>{ROOM})(?:室|号|房|户)?"
)
UNIT_ONLY = re.compile(
    r"(?P<head>.*?)(?:(?<!\d)(?P<building>\d+)[号-])?(?P<unit>\d+|[A-Z])单元"
    r"(?:(?P<floor>\d{1,2})(?:层|楼))?(?P<room>[A-Z]?\d+[A-Z]?)?(?:室|号|房|户)?"
)
ROOM_ONLY = re.compile(
    r"(?P<head>.*\d+号)(?P<building>)(?P<unit>)(?:(?P<floor>\d{1,2})(?:层|楼))?"
    r"(?P<room>[A-Z]?\d+[A-Z]?)(?:室|房|户)?"
)
# 301室(租住): how somebody lives there is no part of where.
REMARK = re.compile(
    r"\s*\((?:[^()\d]*(?:租|住|空|挂户|自有|产权|外出|房东|房改|公房|户主|本人)[^()\d]*)\)$"
)
SHAPES = (WHOLE, DASHED, UNIT_ONLY, ROOM_ONLY)
LEVEL = (
    "(?:街道办事处|社区居民委员会|社区居委会|村民委员会|居民委员会|居委会|村委会"
    r"|街道|社区|省|市|区|县|镇|乡|街(?!\d+号)|村)"
)
FULL_HEAD = re.compile(r".+?省.+?市.+?[区县].+?(?:街道|镇|乡).+?(?:社区|村)")
PROVINCE = re.compile(
    r"(?:[\u4e00-\u9fff]{2,3}省)?(?:[\u4e00-\u9fff]{2,4}市)?(?:[\u4e00-\u9fff]{1,4}(?<![小社园校厂片院营住新])区)?"
)
STREET = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}街道(?:办事处)?|[\u4e00-\u9fff]{2,4}[镇乡])?(?:[\u4e00-\u9fff]{2,8}(?:社区|居委会|村)(?:居委会|居民委员会)?)?"
)


PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川"
    "|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
IN_PROVINCE = re.compile(rf"({PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)")
# 深圳市南山区; 新都市花园 and 东湖城市花园 are estates.
IN_CITY = re.compile(
    r"([\u4e00-\u9fff]{2,3})(?<![城都超夜菜闹])市(?=[\u4e00-\u9fff]{1,4}(?<![小社园校厂片院营住新])[区县])"
)
IN_DISTRICT = re.compile(r"([\u4e00-\u9fff]{2,3})(?<![小社园校厂片院营住新东南西北])[区县]")


@dataclass(frozen=True, slots=True)
class Address:
    """`key` names the dwelling within its community ('1栋2单元301'); '' when no dwelling is named.

    `head` is what stands before the building (estate, road and number). `flag` is Q10 unless the
    address was told in full from province to room.
    """

    building: str = ""
    unit: str = ""
    floor: int | None = None
    room: str = ""
    key: str = ""
    flag: str = ""
    text: str = ""
    head: str = ""


NO_ADDRESS = Address()


def parse_address(raw: object, *, community: str = "", names: tuple[str, ...] = ()) -> Address:
    """Cut one address.

    `names` are those of the areas around it, from province to community, with or without their
    kind (江腾, 江腾社区, 江腾社区居委会): only known names are cut off where the kind is missing
    (汉阳江堤江腾1-2-301). `community` is kept apart: keys are unique within a community.
    """
    return parsed(as_text(raw), names)


@lru_cache(maxsize=131072)
def parsed(raw: str, names: tuple[str, ...]) -> Address:
    text = REMARK.sub("", plain(raw))
    if text in BLANK_WORDS or "**" in text:
        return NO_ADDRESS
    if is_elsewhere(even(text), names):
        return Address(text=text)
    rest = without_areas(even(text), names)
    for shape in SHAPES:
        found = shape.fullmatch(rest)
        if found:
            return put_together(found, text, raw)
    key = rest if any(letter.isdigit() for letter in rest) else ""
    return Address(key=key, flag="Q10", text=text, head=rest)


def even(text: str) -> str:
    """Simplified, no spaces, one dash, capital letters, numbers in digits."""
    text = DASHES.sub("-", simplified(text).replace(" ", "").upper().replace("＃", "#"))
    text = ORDINAL.sub("", HAN_NUMBER.sub(lambda found: in_digits(found[0]), text))
    return LOOSE_DASH.sub("", text).rstrip("。,，;；")


def in_digits(number: str) -> str:
    """三〇一, 十二, 二十三 and 一百零二 in digits."""
    if "十" not in number and "百" not in number:
        return number.translate(TO_DIGITS)
    hundreds, hundred, rest = number.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = int(hundreds.translate(TO_DIGITS) or 1) * 100 if hundred else 0
    total += int(tens.translate(TO_DIGITS).strip("0") or 1) * 10 if ten else 0
    return str(total + int(ones.translate(TO_DIGITS) or 0))


def is_elsewhere(text: str, names: tuple[str, ...]) -> bool:
    """Whether an address that begins with its province or city names another than those around:
    a home in 深圳市南山区 is none of this community, nor is one in another district of the city.
    """
    around = {short(name) for name in names}
    if not around:
        return False
    province = IN_PROVINCE.match(text)
    if province and province[1] not in around:
        return True
    rest = text[province.end() :] if province else text
    city = IN_CITY.match(rest)
    if city is None:
        return False
    district = IN_DISTRICT.match(rest[city.end() :])
    return city[1] not in around or (district is not None and district[1] not in around)


def without_areas(text: str, names: tuple[str, ...]) -> str:
    pattern = area_names(names)
    while pattern is not None:
        found = pattern.match(text)
        if found is None or not found.end():
            break
        text = text[found.end() :]
    text = text[PROVINCE.match(text).end() :]  # type: ignore[union-attr]  # every part is optional
    return text[STREET.match(text).end() :].lstrip("-,，")  # type: ignore[union-attr]  # as above


@lru_cache(maxsize=4096)
def area_names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern of one area name followed by its kind, another name, a digit or the end."""
    bare = sorted({short(name) for name in names if name} - {""}, key=len, reverse=True)
    if not bare:
        return None
    any_name = "|".join(map(re.escape, bare))
    return re.compile(rf"(?:{any_name})(?:{LEVEL}+|(?=\d|[A-Z]|#|$|{any_name}))")


def short(name: str) -> str:
    return re.sub(rf"{LEVEL}+$", "", name.strip())


def put_together(found: re.Match[str], text: str, raw: str) -> Address:
    head, building = found["head"], (found["building"] or "").lstrip("0")
    unit, room = (found["unit"] or "").lstrip("0"), (found["room"] or "").lstrip("0")
    if building and found.re is UNIT_ONLY and head:
        head, building = f"{head}{building}号", ""
    key = head + (f"{building}栋" if building else "") + (f"{unit}单元" if unit else "") + room
    in_full = raw.endswith(key) and FULL_HEAD.match(raw) is not None
    floor = int(found["floor"]) if found["floor"] else floor_of(room)
    flag = "" if in_full else "Q10"
    return Address(building, unit, floor, room, key, flag, text, head)


def floor_of(room: str) -> int | None:
    digits = "".join(letter for letter in room.partition("-")[0] if letter.isdigit())
    return int(digits[:-2]) if len(digits) in (3, 4) else None
