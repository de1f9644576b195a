"""Every right and every role on one page.

Sources: the access matrix of the data dictionary (`data/access_matrix.csv`) and the national
rule that system, security and audit administrators are three different people.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

DATA = Path(__file__).parent / "data"


class Permission(StrEnum):
    AREA_SEE = "area_see"
    AREA_MANAGE = "area_manage"
    RESIDENT_FIND = "resident_find"
    RESIDENT_SEE = "resident_see"
    RESIDENT_CORRECT = "resident_correct"
    RESIDENT_CREATE = "resident_create"
    RESIDENT_UNMASK = "resident_unmask"
    MATTER_FILE = "matter_file"
    IMPORT_SHEET = "import_sheet"
    SET_ASIDE_SEE = "set_aside_see"
    QUESTION_SEE = "question_see"
    QUESTION_SETTLE = "question_settle"
    REPORT_SEE = "report_see"
    REPORT_CONFIRM = "report_confirm"
    EXPORT = "export"
    EXPORT_APPROVE = "export_approve"
    FEED_READ = "feed_read"
    OBSERVATION_SEND = "observation_send"
    SYSTEMS_SEE = "systems_see"
    SYSTEMS_RUN = "systems_run"
    STAFF_MANAGE = "staff_manage"
    KEYS_MANAGE = "keys_manage"
    TRAIL_SEE = "trail_see"


class Need(StrEnum):
    """Needs that are not a right: open to anyone, anyone signed in, a key only."""

    OPEN = "open"
    SIGNED_IN = "signed_in"
    KEY = "key"


OPEN, SIGNED_IN, KEY = Need.OPEN, Need.SIGNED_IN, Need.KEY

P = Permission
COUNTER = {
    P.AREA_SEE, P.RESIDENT_FIND, P.RESIDENT_SEE, P.RESIDENT_CORRECT, P.RESIDENT_CREATE,
    P.RESIDENT_UNMASK, P.QUESTION_SEE,
}  # fmt: skip
OFFICE = {P.AREA_SEE, P.REPORT_SEE, P.SYSTEMS_SEE}

ROLES: dict[str, frozenset[Permission]] = {
    "GRID": frozenset(COUNTER),
    "CLERK": frozenset(COUNTER | {P.MATTER_FILE, P.IMPORT_SHEET, P.SET_ASIDE_SEE}),
    "SEC": frozenset(
        COUNTER | OFFICE
        | {P.IMPORT_SHEET, P.SET_ASIDE_SEE, P.QUESTION_SETTLE, P.REPORT_CONFIRM, P.EXPORT}
    ),
    "STREET_LINE": frozenset(
        OFFICE
        | {P.RESIDENT_FIND, P.RESIDENT_SEE, P.RESIDENT_UNMASK, P.QUESTION_SEE, P.QUESTION_SETTLE}
        | {P.SET_ASIDE_SEE, P.EXPORT}
    ),
    "STREET_HEAD": frozenset(OFFICE | {P.REPORT_CONFIRM, P.EXPORT_APPROVE}),
    "DISTRICT": frozenset(OFFICE | {P.RESIDENT_FIND, P.RESIDENT_SEE, P.RESIDENT_UNMASK, P.EXPORT}),
    "FEED": frozenset(
        {P.AREA_SEE, P.RESIDENT_FIND, P.RESIDENT_SEE, P.FEED_READ, P.OBSERVATION_SEND}
        | {P.REPORT_SEE}
    ),
    "AUDIT": frozenset({P.AREA_SEE, P.TRAIL_SEE}),
    "SYSADM": frozenset({P.AREA_SEE, P.AREA_MANAGE, P.SYSTEMS_SEE, P.SYSTEMS_RUN}),
    "SECADM": frozenset({P.AREA_SEE, P.STAFF_MANAGE, P.KEYS_MANAGE}),
}  # fmt: skip

# Roles that never stand in front of a resident's row.
ROWLESS = frozenset({"STREET_HEAD", "AUDIT", "SYSADM", "SECADM"})

# Roles that no one person may hold together: who grants must not look, who watches must not act.
APART = ("SECADM", "SYSADM", "AUDIT")

LINES: dict[str, tuple[str, ...]] = {
    "civil_affairs": (
        "c09_social_assistance", "c10_elderly", "c12_child", "c17_marriage_funeral",
    ),
    "labour": ("c05_employment", "c06_social_insurance", "c08_retiree"),
    "medical": ("c07_medical_insurance",),
    "housing": ("c03_property", "c04_housing_security"),
    "health": ("c13_health_family",),
    "police": ("c01_hukou", "c02_floating"),
    "disability": ("c11_disability",),
    "education": ("c14_education",),
    "veterans": ("c15_veteran",),
    "party": ("c16_party_volunteer",),
    "judicial": (),
}  # fmt: skip

LINE_LABELS: dict[str, tuple[str, str]] = {
    "civil_affairs": ("民政", "Civil affairs"),
    "labour": ("人社", "Labour and social security"),
    "medical": ("医保", "Medical insurance"),
    "housing": ("住房", "Housing"),
    "health": ("卫健", "Health"),
    "police": ("公安", "Public security"),
    "disability": ("残联", "Disability"),
    "education": ("教育", "Education"),
    "veterans": ("退役军人", "Veterans"),
    "party": ("党建", "Party building"),
    "judicial": ("司法", "Judicial"),
}

# Fields that one line alone may see, wherever they are stored.
LINE_FIELDS: dict[str, str] = {"gg_special": "judicial", "gg_special_to": "judicial"}

RIGHTS = ("E", "V", "M", "F", "N", "S", "L", "-")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the access matrix: the right, and under which condition it holds."""

    right: str
    in_matter: bool = False
    own_line: bool = False


def _cell(text: str) -> Cell:
    right, _, condition = text.strip().partition(" ")
    return Cell(right, in_matter=condition == "matter", own_line=condition == "own line")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


MATRIX: dict[str, dict[str, Cell]] = {
    row["category"]: {role: _cell(cell) for role, cell in row.items() if role != "category"}
    for row in _rows("access_matrix.csv")
}

# Categories of which no downstream system is told anything, whatever its key names.
CLOSED_TO_FEED = frozenset(
    category for category, cells in MATRIX.items() if cells["FEED"].right == "-"
)

ROLE_LABELS: dict[str, tuple[str, str]] = {
    row["code"]: (row["label_zh"], row["label_en"]) for row in _rows("role.csv")
}

PURPOSES: dict[str, tuple[str, str]] = {
    row["code"]: (row["label_zh"], row["label_en"]) for row in _rows("purpose.csv")
}

# What a person at work may look at a person for; of the others the hub itself speaks.
ASKED_AT_COUNTER = ("P01", "P02", "P03", "P05", "P06", "P07")
