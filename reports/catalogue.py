"""Report definitions: read from files, held against the language and the catalogue's rules."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.errors import DefinitionWrong, NoSuchColumn, NoSuchReport
from reports.language import parse_check, parse_formula
from reports.language.nodes import Check, Expr
from reports.periods import Deadline, DueRule

FOLDER = Path(__file__).parent / "definitions"
BY_SEX = ("total", "male", "female")
BY_YEAR = ("month", "ytd")
COLUMN_LABELS = {"total": "合计", "male": "男", "female": "女", "month": "本月", "ytd": "本年累计"}


@dataclass(frozen=True, slots=True)
class Indicator:
    row: str
    label: str
    label_en: str
    kind: str
    formula: str
    expr: Expr
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Footing:
    """A check and the sentence that says it in the receiver's words."""

    number: int
    label: str
    label_en: str
    check: Check


@dataclass(frozen=True, slots=True)
class Definition:
    """One report as its file says it. `digest` names exactly this text."""

    code: str
    title: str
    title_en: str
    purpose: str
    line: str
    table: str
    columns: tuple[str, ...]
    restriction: str
    due: DueRule
    indicators: tuple[Indicator, ...]
    checks: tuple[Footing, ...]
    digest: str
    text: str

    def indicator(self, row: str) -> Indicator:
        """Raises DefinitionWrong for a row the report does not have."""
        for indicator in self.indicators:
            if indicator.row == row:
                return indicator
        raise DefinitionWrong(f"{self.code} 没有第 {row} 行。", f"{self.code} has no row {row}.")

    def require_column(self, column: str) -> None:
        """Raises NoSuchColumn for a column the report does not have."""
        if column not in self.columns:
            raise NoSuchColumn(self.code)

    @property
    def first_column(self) -> str:
        return self.columns[0]


def read_definition(text: str) -> Definition:
    """A definition from its TOML text. Raises FormulaWrong or DefinitionWrong."""
    said = tomllib.loads(text)
    columns = tuple(said["columns"])
    if columns not in (BY_SEX, BY_YEAR, ("total",)):
        raise DefinitionWrong(f"{said['code']} 的列不受支持。", f"{said['code']}: unknown columns.")
    found = Definition(
        code=said["code"],
        title=said["title"],
        title_en=said.get("title_en", said["title"]),
        purpose=said.get("purpose", ""),
        line=said["line"],
        table=said.get("table", said["title"]),
        columns=columns,
        restriction=said.get("restriction", ""),
        due=due_rule(said.get("due", {})),
        indicators=tuple(indicator(entry) for entry in said["indicators"]),
        checks=tuple(footing_of(n, entry) for n, entry in enumerate(said.get("checks", ()), 1)),
        digest=hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
    )
    rows = [entry.row for entry in found.indicators]
    if len(rows) != len(set(rows)):
        raise DefinitionWrong(f"{found.code} 有重复的行号。", f"{found.code} repeats a row.")
    return found


def due_rule(said: Mapping) -> DueRule:
    return DueRule(
        period=said.get("period", "month"),
        cutoff_day=said.get("cutoff_day", 0),
        community=Deadline(**said.get("community", {"working_day": 3})),
        street=Deadline(**said.get("street", {"working_day": 5})),
    )


def footing_of(number: int, said: Mapping[str, str]) -> Footing:
    """A check without words is shown as its rule."""
    rule = said["rule"]
    label = said.get("label", rule)
    return Footing(number, label, said.get("label_en", rule), parse_check(rule))


def indicator(said: Mapping) -> Indicator:
    return Indicator(
        row=said["row"],
        label=said["label"],
        label_en=said.get("label_en", said["label"]),
        kind=said.get("kind", "stock"),
        formula=said["formula"],
        expr=parse_formula(said["formula"]),
        unit=said.get("unit", ""),
    )


@cache
def definitions() -> dict[str, Definition]:
    """Every report the product ships, by code. One table per business line and period (N09)."""
    found = [read_definition(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    tables: dict[tuple[str, str], str] = {}
    for one in found:
        key = (one.line, one.due.period)
        if tables.setdefault(key, one.table) != one.table:
            raise DefinitionWrong(
                f"业务条线 {one.line} 每期只能有一张表，{one.code} 是第二张。",
                f"Line {one.line} keeps one table per period; {one.code} is a second one.",
            )
    return {one.code: one for one in found}


def definition(code: str) -> Definition:
    """Raises NoSuchReport."""
    try:
        return definitions()[code.upper()]
    except KeyError:
        raise NoSuchReport(code) from None
