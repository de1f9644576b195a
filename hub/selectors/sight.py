"""How much of each value one reader may see of one person: the masking rules, once.

Rules: the masks table and the access matrix of the data dictionary; a rule of one field stands
before the rule of its type.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from communities.access import right_to
from communities.actor import Actor
from communities.permissions import CLOSED_TO_FEED, LINE_FIELDS, LINES
from hub.fields import L3, L4, Declared


class Shows(StrEnum):
    FULL = "full"
    MASKED = "masked"
    FLAG = "flag"  # held or not held, nothing more
    HIDDEN = "hidden"  # not even as an empty line


NEVER = frozenset({"hf_smi"})
JUDICIAL = frozenset(LINE_FIELDS)
NEVER_IN_FULL = frozenset({"bank_account"})
HEALTH = frozenset({"health_status", "el_ability", "rt_care_type"})
BY_CLICK = "phone"
ID_NUMBER = "id18"
# A student number of the school register is "G" and the pupil's whole ID number.
OWN_NUMBER = frozenset({"id_number", "ed_student_no"})
CERTIFICATE = "ds_cert_no"
CERTIFICATE_MATTERS = frozenset({"M02", "M06", "M09"})
# Below L3, masked by their own rule: else a page tells beside the mask what it hides.
MASKED_ALWAYS_FOR_M = frozenset(
    {"name", "name_former", "hp_owner_name", "birth_date", "std_address", "room_no"}
)
OWN_GRID_SEES = frozenset({"name", "name_former", "residence_address"})
INCOME = frozenset({"household_income_month", "household_income_pc"})
HIDDEN_RIGHTS = frozenset({"-", "N", "L"})
CLEAR_RIGHTS = frozenset({"E", "V"})
CORRECTING_RIGHTS = frozenset({"E", "V", "M"})  # with the right to correct people at all
# Keys between rows and search keys: no profile shows them.
INTERNAL = frozenset(
    {"household_id", "dwelling_id", "head_resident_id", "household_dwelling_id"}
    | {"resident_id", "household_uid", "dwelling_uid", "name_pinyin"}
)


def is_health(declared: Declared) -> bool:
    return declared.name in HEALTH or declared.category == "c13_health_family"


@dataclass(slots=True)
class Sight:
    """One reader before one person: which rights hold here, which values show.

    `matter` is the code of the matter open at the reader's counter, "" when none is.
    """

    actor: Actor
    prefix: str
    under14: bool = False
    matter: str = ""
    reached: bool = False
    rights: dict[str, str] = field(default_factory=dict)

    def right(self, category: str) -> str:
        if category not in self.rights:
            self.rights[category] = right_to(
                self.actor,
                category,
                prefix=self.prefix,
                in_matter=bool(self.matter),
                reached=self.reached,
            )
        return self.rights[category]

    @property
    def own_grid(self) -> bool:
        return any(
            post.role == "GRID" and self.prefix.startswith(post.prefix) for post in self.actor.posts
        )

    def in_line(self, category: str) -> bool:
        """Whether the reader is an officer of the category's own line, over this row."""
        return any(
            post.role in ("STREET_LINE", "DISTRICT")
            and category in LINES.get(post.line, ())
            and self.prefix.startswith(post.prefix)
            for post in self.actor.posts
        )

    def is_street_line(self, line: str = "") -> bool:
        """Whether the reader is a street's officer over this row, of the line where one is told."""
        return any(
            post.role == "STREET_LINE"
            and line in ("", post.line)
            and self.prefix != ""
            and self.prefix.startswith(post.prefix)
            for post in self.actor.posts
        )

    def shows(self, declared: Declared) -> Shows:
        name = declared.name
        if name in NEVER:
            return Shows.HIDDEN
        if name in JUDICIAL:
            return Shows.FULL if self.is_street_line(LINE_FIELDS[name]) else Shows.HIDDEN
        if self.actor.is_consumer:
            granted = name in self.actor.consumer_fields
            is_open = declared.category not in CLOSED_TO_FEED
            return Shows.FULL if granted and is_open else Shows.HIDDEN
        right = self.right(declared.category)
        if right in HIDDEN_RIGHTS:
            return Shows.HIDDEN
        if right == "F":
            return Shows.FLAG
        return self.shows_of_field(declared, right)

    def shows_of_field(self, declared: Declared, right: str) -> Shows:
        name = declared.name
        if name in NEVER_IN_FULL or declared.type == BY_CLICK:
            return Shows.MASKED
        if is_health(declared) and declared.level == L4:
            return Shows.FLAG
        if declared.type == ID_NUMBER or name in OWN_NUMBER:
            return Shows.FULL if self.matter and right in CLEAR_RIGHTS else Shows.MASKED
        if name == CERTIFICATE:
            return Shows.FULL if self.matter in CERTIFICATE_MATTERS else Shows.MASKED
        if self.under14 and not self.matter and not self.in_line("c12_child"):
            return Shows.FULL if declared.level == "L1" else Shows.MASKED
        if right in CLEAR_RIGHTS:
            return Shows.FULL
        if name in OWN_GRID_SEES and self.own_grid:
            return Shows.FULL
        if name in INCOME and self.is_street_line("civil_affairs"):
            return Shows.FULL
        masked = declared.level in (L3, L4) or name in MASKED_ALWAYS_FOR_M
        return Shows.MASKED if masked else Shows.FULL

    def may_unmask(self, declared: Declared) -> bool:
        """Whether one click with a purpose may show this one value in full."""
        if declared.name in NEVER | NEVER_IN_FULL | JUDICIAL or not declared.stored:
            return False
        right = self.right(declared.category)
        if right in HIDDEN_RIGHTS or right == "F" or self.actor.is_consumer:
            return False
        if self.under14 and not self.matter:
            return self.in_line("c12_child")
        if declared.type == BY_CLICK:
            return True
        if declared.name in OWN_NUMBER:
            return self.is_street_line()
        if declared.name == CERTIFICATE:
            return self.in_line(declared.category)
        if is_health(declared):
            return self.in_line(declared.category) or self.is_street_line("health")
        return right in CLEAR_RIGHTS
