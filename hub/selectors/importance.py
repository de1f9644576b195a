"""Which disagreements are looked at first: who somebody is, then what rights hang on, phones last.

Product rule: identity, place and key facts, difficulty and subsidised facts, the rest, phones.
"""

from hub.fields import Declared

IDENTITY = frozenset(
    {"id_number", "id_type", "name", "sex", "birth_date", "alive_status", "nationality"}
)
KEY = frozenset(
    {"hukou_division", "hukou_address", "household_id", "dwelling_id", "relation_to_head"}
    | {"move_in_date", "move_out_date", "hk_cancel_date", "hk_cancel_reason"}
)
SUPPORTED = frozenset(
    {"c04_housing_security", "c05_employment", "c06_social_insurance", "c07_medical_insurance"}
    | {"c08_retiree", "c09_social_assistance", "c10_elderly", "c11_disability", "c12_child"}
)
PHONE = "phone"


def weight(declared: Declared) -> int:
    """0 is looked at first."""
    if declared.type == PHONE:
        return 4
    if declared.name in IDENTITY:
        return 0
    if declared.name in KEY:
        return 1
    return 2 if declared.category in SUPPORTED else 3
