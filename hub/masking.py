"""What of a value is shown to those who may see that it is there, but not what it is.

By type; the rows of `masks.csv` in the dictionary override by field. Every L3 and L4 field has a
mask; of the others only names of persons, addresses and the birth date.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from communities.permissions import LINE_FIELDS
from hub.cleaning.cells import PERSON_NAMES
from hub.cleaning.pinyin import COMPOUND
from hub.fields import Declared

Mask = Callable[[str], str]

FLAG_ONLY = frozenset({"health_status", "el_ability", "rt_care_type"})
BANDED = frozenset({"household_income_month", "household_income_pc", "sa_checked_income"})
TO_THE_COMMUNITY = frozenset({"residence_address", "std_address", "hs_address"})
TO_THE_DISTRICT = frozenset({"hukou_address", "hk_in_from", "hk_out_to"})
NAMES = PERSON_NAMES - {"ch_officer"} | {"hp_owner_name"}
NO_NAMES = frozenset({"none", "无", "0"})
PRIVATE = frozenset({"L3", "L4"})
STARS = "***"
# Minimum living guarantee of the city's main districts, yuan a month and head (product rule).
GUARANTEE = Decimal(1015)
COMMUNITY = re.compile(r".*?(?:社区|村委会|居委会|村)")
STREET = re.compile(r".*?(?:街道|街|镇|乡)")
DISTRICT = re.compile(r".*?[区县]")
CITY = re.compile(r".*?市")


def mask(declared: Declared, clear: object) -> str:
    """The masked form of a clear value; '' for no value and for fields that are never shown."""
    if clear is None or clear == "" or declared.name in LINE_FIELDS:
        return ""
    chosen = mask_of(declared)
    return chosen(text_of(clear)) if chosen else text_of(clear)


def is_masked(declared: Declared) -> bool:
    """Whether the field has a mask at all."""
    return declared.name in LINE_FIELDS or mask_of(declared) is not None


def in_lists(masked: str) -> str:
    """The shorter form of a masked number for lists and exports: its last four characters."""
    return "*" * max(len(masked) - 4, 0) + masked[-4:]


def text_of(clear: object) -> str:
    if isinstance(clear, bool):
        return "1" if clear else "0"
    if isinstance(clear, (list, tuple)):
        return ",".join(map(str, clear))
    return str(clear)


def mask_of(declared: Declared) -> Mask | None:
    by_field = mask_by_name(declared.name)
    if by_field or declared.level not in PRIVATE:
        return by_field
    return BY_TYPE.get(declared.type) or mask_by_kind(declared)


def mask_by_name(name: str) -> Mask | None:
    if name in FLAG_ONLY or name.startswith("hf_"):
        return flag_mask
    for names, chosen in BY_NAME:
        if name in names:
            return chosen
    return None


def mask_by_kind(declared: Declared) -> Mask:
    if declared.sealed:
        return account_mask
    if declared.type.startswith("str"):
        return text_mask
    return hidden_mask


def id_mask(number: str) -> str:
    """420190********0027"""
    if len(number) < 12:
        return account_mask(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def name_mask(name: str) -> str:
    """赵**, 赵*, 欧阳**, 阿***·买**"""
    parts = name.split("·")
    if len(parts) > 1:
        return "·".join(part[:1] + "*" * max(len(part) - 1, 1) for part in parts)
    kept = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:kept] + ("*" if len(name) == 2 else "**")


def phone_mask(number: str) -> str:
    """138****1234, 027-****0000"""
    area, dash, line = number.partition("-")
    if dash and len(area) <= 4:
        return f"{area}-****{line[-4:]}" if len(line) > 6 else f"{area}-****"
    return f"{number[:3]}****{number[-4:]}" if len(number) > 8 else "****" + number[-2:]


def account_mask(number: str) -> str:
    shown = 4 if len(number) > 6 else 0
    return "*" * (len(number) - shown) + number[len(number) - shown :]


def disability_certificate_mask(number: str) -> str:
    """Only the last two, type and grade: ******************43"""
    return "*" * max(len(number) - 2, 0) + number[-2:]


def address_mask(*levels: re.Pattern[str]) -> Mask:
    def masked(address: str) -> str:
        for level in levels:
            found = level.match(address)
            if found:
                return found[0] + STARS
        return STARS

    return masked


def year_mask(day: str) -> str:
    """1979-**-**, and 1979-** for a month"""
    return day[:4] + ("-**" if len(day) == 6 else "-**-**")


def band_mask(amount: str) -> str:
    """Income in bands of the minimum living guarantee."""
    held = Decimal(amount)
    if held < GUARANTEE:
        return "低于标准"
    return "1-1.5倍" if held <= GUARANTEE * Decimal("1.5") else "高于"


def flag_mask(text: str) -> str:
    return "无" if text in NO_NAMES else "有"


def text_mask(text: str) -> str:
    return text[:1] + "**"


def hidden_mask(_: str) -> str:
    return STARS


BY_NAME: tuple[tuple[frozenset[str], Mask], ...] = (
    (NAMES, name_mask),
    (frozenset({"birth_date"}), year_mask),
    (frozenset({"ds_cert_no"}), disability_certificate_mask),
    (TO_THE_COMMUNITY, address_mask(COMMUNITY, STREET, DISTRICT, CITY)),
    (TO_THE_DISTRICT, address_mask(DISTRICT, CITY)),
    (BANDED, band_mask),
    (frozenset({"room_no"}), hidden_mask),
)
BY_TYPE: dict[str, Mask] = {
    "id18": id_mask,
    "phone": phone_mask,
    "date": year_mask,
    "yyyymm": year_mask,
    "code": hidden_mask,
    "code[]": hidden_mask,
    "bool": hidden_mask,
    "int": hidden_mask,
}
