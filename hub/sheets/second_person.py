"""A head, husband or wife told in columns of somebody's row: a person too, with a number."""

import re

from hub.cleaning import clean, clean_id_number, clean_name
from hub.dictionary import FIELDS
from hub.sheets.header import Header
from hub.sheets.households import HEADS, Said, cell_of, number_key, relation_in
from hub.sheets.words import ADDRESS, HEAD_ID, HOUSEHOLD_KEY, OF_A_HEAD, SPOUSE_PHONE
from hub.sheets.workbook import Cell

NUMBER, NAME = "mf_spouse_id", "mf_spouse_name"
# A widow's, widower's or divorced person's spouse lives here no more.
NO_SPOUSE = frozenset({"10", "30", "40"})
GONE = re.compile("故|亡|逝|离|前[夫妻]")


def head_told(row: list[Cell], header: Header) -> Said:
    """The head's columns of a table whose rows are of members."""
    if header.heads or HEAD_ID not in header.columns:
        return {}
    told = {field: cell_of(row, header, name) for name, field in OF_A_HEAD.items()}
    return {name: cell for name, cell in told.items() if cell != ""} | {"relation_to_head": "户主"}


def tells_head(row: list[Cell], header: Header) -> bool:
    """Whether a line tells a head and no member: it is the head's."""
    if HEAD_ID not in header.columns or cell_of(row, header, "name"):
        return False
    return not cell_of(row, header, "id_number") and is_whole(head_told(row, header))


def head_in(said: Said, head: Said) -> Said | None:
    """The head told beside the row's person; the row is the head's own where it names nobody."""
    if not head or not is_whole(head):
        return None
    if not said.get("name") and not said.get("id_number"):
        said |= head
        return None
    if same_number(head, said):
        return None
    return head | {name: said[name] for name in (HOUSEHOLD_KEY, ADDRESS) if name in said}


def spouse_in(said: Said) -> Said | None:
    """What the row says of the spouse; the row's own household is named where it had no name."""
    phone = said.pop(SPOUSE_PHONE, "")
    if NUMBER not in said:
        return None
    spouse: Said = {"name": said.get(NAME, ""), "id_number": said[NUMBER]}
    if not is_whole(spouse) or same_number(spouse, said) or has_no_spouse(said):
        return None
    relation = relation_in(said.get("relation_to_head", ""))
    leads = relation is None or relation in HEADS
    if leads and HOUSEHOLD_KEY not in said:
        both = (clean_id_number(said.get(name)).number or "" for name in ("id_number", NUMBER))
        said[HOUSEHOLD_KEY] = number_key(min(both))
    spouse |= {name: said[name] for name in (HOUSEHOLD_KEY, ADDRESS) if name in said}
    if leads:
        spouse["relation_to_head"] = "配偶"
    if phone:
        spouse["mobile"] = phone
    return spouse


def is_whole(told: Said) -> bool:
    """Whether a name and the number of a person are told."""
    if not isinstance(clean_name(told.get("name", "")).value, str):
        return False
    number, _flag, problem = clean_id_number(told.get("id_number", ""))
    return bool(number) and not problem


def same_number(one: Said, other: Said) -> bool:
    numbers = {clean_id_number(told.get("id_number", "")).number for told in (one, other)}
    return len(numbers) == 1


def has_no_spouse(said: Said) -> bool:
    married = clean(FIELDS["marital_status"], said.get("marital_status")).value
    return married in NO_SPOUSE or GONE.search(str(said.get(NAME, ""))) is not None
