"""A husband or wife told in columns of somebody's row: a person too, where the number is one."""

import re

from hub.cleaning import clean, clean_id_number, clean_name
from hub.dictionary import FIELDS
from hub.sheets.households import HEADS, Said, number_key, relation_in
from hub.sheets.words import ADDRESS, HOUSEHOLD_KEY, SPOUSE_PHONE

NUMBER, NAME = "mf_spouse_id", "mf_spouse_name"
# A widow's, widower's or divorced person's spouse lives here no more.
NO_SPOUSE = frozenset({"10", "30", "40"})
GONE = re.compile("故|亡|逝|离|前[夫妻]")


def spouse_in(said: Said) -> Said | None:
    """What the row says of the spouse; the row's own household is named where it had no name."""
    phone = said.pop(SPOUSE_PHONE, "")
    if NUMBER not in said or not is_a_person(said):
        return None
    relation = relation_in(said.get("relation_to_head", ""))
    leads = relation is None or relation in HEADS
    if leads and HOUSEHOLD_KEY not in said:
        both = (clean_id_number(said.get(name)).number or "" for name in ("id_number", NUMBER))
        said[HOUSEHOLD_KEY] = number_key(min(both))
    spouse: Said = {"name": said[NAME], "id_number": said[NUMBER]}
    spouse |= {name: said[name] for name in (HOUSEHOLD_KEY, ADDRESS) if name in said}
    if leads:
        spouse["relation_to_head"] = "配偶"
    if phone:
        spouse["mobile"] = phone
    return spouse


def is_a_person(said: Said) -> bool:
    """Whether name and number are somebody's of today, and not the row's own."""
    told = said.get(NAME, "")
    if not isinstance(clean_name(told).value, str) or GONE.search(str(told)):
        return False
    if clean(FIELDS["marital_status"], said.get("marital_status")).value in NO_SPOUSE:
        return False
    number, _flag, problem = clean_id_number(said[NUMBER])
    return bool(number) and not problem and number != clean_id_number(said.get("id_number")).number
