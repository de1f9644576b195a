"""What the dictionary says of a field and of a category, and the words it says it with."""

from dataclasses import dataclass, field
from functools import cache

L1, L2, L3, L4 = "L1", "L2", "L3", "L4"
IN, OUT, BOTH, NONE = "in", "out", "both", "none"
RESIDENT, HOUSEHOLD, DWELLING = "resident", "household", "dwelling"

# Who owns a field: codes of hub/codes/data/external_system.csv.
HUB, DERIVED = "HUB", "DERIVED"
PSB_HJ, PSB_LDRK, NR_BDC, HOUSING = "PSB_HJ", "PSB_LDRK", "NR_BDC", "HOUSING"
EMP, SI, HSA = "EMP", "SI", "HSA"
MCA_SA, MCA_YL, MCA_ET, MCA_HY = "MCA_SA", "MCA_YL", "MCA_ET", "MCA_HY"
CDPF, NHC, EDU, VA, ORG, ZZ = "CDPF", "NHC", "EDU", "VA", "ORG", "ZZ"

# Sources that are no outside system: a person at work, and a sheet.
COUNTER, IMPORT = "COUNTER", "IMPORT"

# What nobody tells, though it is not computed: a home's community comes with its address, the
# state of a record with births, deaths, moves and merges.
SETTLED_BY_DOOR = frozenset({"dwelling_community", "record_status"})
# What a home is found and shared by; for one of its people it changes by moving house.
PARTS_OF_ADDRESS = frozenset(
    {"std_address", "building_no", "unit_no", "floor_no", "room_no", "dwelling_community"}
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One field of the dictionary.

    `type` is as in hub/codes/data/fields.csv; `derived` is "yes" (computed, never entered),
    "cond" (computed while an 18-digit ID is held) or "no"; `stored` is false where the value is
    only an expression of `hub.derived`; `column` is the stem of a sealed field's three columns,
    `shown_column` the one that is read to be shown.
    """

    name: str
    label: str
    label_en: str
    category: str
    entity: str
    type: str
    code_list: str
    level: str
    owner: str
    direction: str
    derived: str
    fresh_months: int | None
    sealed: bool
    stored: bool
    column: str
    shown_column: str = field(init=False, default="")

    def __post_init__(self) -> None:
        shown = f"{self.column}_mask" if self.sealed else self.column
        object.__setattr__(self, "shown_column", shown)

    @property
    def is_entered(self) -> bool:
        """Whether somebody may tell the field at all."""
        return (
            self.derived != "yes"
            and self.type not in ("uuid", "fk")
            and self.name not in SETTLED_BY_DOOR
        )

    @property
    def is_correctable(self) -> bool:
        """Whether a person at work may correct the field by itself, or ask its owner to."""
        return self.is_entered and self.derived == "no" and self.name not in PARTS_OF_ADDRESS

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that hold the value: none, one, or the three of a sealed field."""
        if not self.stored:
            return ()
        return sealed_columns(self.column) if self.sealed else (self.column,)


@dataclass(frozen=True, slots=True)
class About:
    """One category of the dictionary, as its table's model declares it."""

    key: str
    label: str
    label_en: str
    entity: str
    owner: str
    rhythm: str
    direction: str = "-"


@cache
def owners_of(declared: Declared) -> frozenset[str]:
    """The voices that count as the owner's: what the hub owns, a counter may say too."""
    return frozenset({HUB, COUNTER} if declared.owner == HUB else {declared.owner}) - {DERIVED}


def sealed_columns(stem: str) -> tuple[str, str, str]:
    """The columns of a sealed field: the sealed value, its keyed hash, its masked form."""
    return f"{stem}_sealed", f"{stem}_hash", f"{stem}_mask"


DECLARED: dict[str, dict[str, Declared]] = {}
"""Category key to its fields in the order of declaration; filled as the models are imported."""


def declare(declared: Declared) -> None:
    fields = DECLARED.setdefault(declared.category, {})
    if declared.name in fields:
        raise ValueError(f"{declared.name} is declared twice")
    fields[declared.name] = declared
