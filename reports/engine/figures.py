"""From counts to the figures of a unit's sheet, and from sheets to the sheet of their street."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from reports.catalogue import Definition, Indicator
from reports.engine.count import Counts, Number, of
from reports.engine.plan import Plan
from reports.errors import DefinitionWrong
from reports.language.nodes import (
    Binary,
    Blank,
    Expr,
    Households,
    Previous,
    Ref,
)
from reports.language.nodes import Number as Literal
from reports.periods import Period

Cell = Number | None
Figures = dict[str, dict[str, Cell]]
"""row -> column -> number, or None where the row has no such column."""

SUMMED_BY_YEAR = ("flow", "amount")
CENT = Decimal("0.01")


class UnitFigures:
    """Evaluates every indicator of one unit."""

    def __init__(self, plan: Plan, counts: Counts, period: Period):
        self.plan = plan
        self.counts = counts
        self.period = period

    def sheet(self, unit: str, previous: Figures | None) -> Figures:
        """`previous` is None for an opening: what went before is nought, year to date begins."""
        figures: Figures = {}
        for one in self.plan.definition.indicators:
            cells = figures[one.row] = {}
            for column in self.plan.definition.columns:
                cells[column] = self.cell(one, column, unit, previous, figures)
        return figures

    def cell(
        self, one: Indicator, column: str, unit: str, previous: Figures | None, figures: Figures
    ) -> Cell:
        if column == "ytd":
            return self.year_to_date(one, previous, figures)
        if column in ("male", "female") and isinstance(one.expr, Households):
            return None
        value = self.value(one.expr, column, unit, previous, figures)
        if one.kind == "amount" and value is not None:
            return Decimal(value).quantize(CENT, ROUND_HALF_UP)
        return value

    def year_to_date(self, one: Indicator, previous: Figures | None, figures: Figures) -> Cell:
        """Flow and amount rows only; begins at nought with the books and again in January."""
        if one.kind not in SUMMED_BY_YEAR:
            return None
        if previous is None:
            return type(figures[one.row]["month"] or 0)(0)
        before = 0 if self.period.month == 1 else previous[one.row]["ytd"] or 0
        return before + (figures[one.row]["month"] or 0)

    def value(
        self, expr: Expr, column: str, unit: str, previous: Figures | None, figures: Figures
    ) -> Cell:
        match expr:
            case Literal(text):
                return Decimal(text)
            case Ref(row):
                return figures[row][column]
            case Previous(row):
                return opening_value(previous, figures, row, column)
            case Binary(op, left, right):
                sides = [
                    self.value(side, column, unit, previous, figures) for side in (left, right)
                ]
                return arithmetic(op, *sides)
            case Blank(inside, when):
                if self.value(when.left, column, unit, previous, figures) == self.value(
                    when.right, column, unit, previous, figures
                ):
                    return None
                return self.value(inside, column, unit, previous, figures)
        return of(self.counts, expr, unit).get(column, 0)


def opening_value(previous: Figures | None, figures: Figures, row: str, column: str) -> Cell:
    """The closing figure of the period before; an opening has none."""
    return previous[row][column] if previous is not None else None


def arithmetic(op: str, left: Cell, right: Cell) -> Cell:
    if left is None or right is None:
        return None
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    if op == "/" and right:
        return Decimal(left) / Decimal(right)
    return None


def add_up(definition: Definition, sheets: Iterable[Mapping]) -> Figures:
    """The sum of the sheets; a ratio is worked out again from the sums, never averaged."""
    total: Figures = {one.row: dict.fromkeys(definition.columns) for one in definition.indicators}
    for figures in sheets:
        for row, cells in figures.items():
            for column, number in cells.items():
                if number is not None and row in total:
                    total[row][column] = (total[row][column] or 0) + number
    for one in definition.indicators:
        if one.kind == "ratio":
            total[one.row] = {column: ratio(one.expr, total, column) for column in total[one.row]}
    return total


def ratio(expr: Expr, figures: Figures, column: str) -> Cell:
    match expr:
        case Blank(inside, _):
            return ratio(inside, figures, column)
        case Binary(op, left, right):
            return arithmetic(op, ratio(left, figures, column), ratio(right, figures, column))
        case Ref(row):
            return figures[row][column]
        case Literal(text):
            return Decimal(text)
    raise DefinitionWrong("比率只能由行号计算。", "A ratio is made of rows only.")


def to_json(figures: Figures) -> dict:
    """As stored: whole numbers as numbers, amounts as text, so that no cent is lost."""
    return {
        row: {column: str(number) if isinstance(number, Decimal) else number
              for column, number in cells.items()}
        for row, cells in figures.items()
    }  # fmt: skip


def from_json(stored: Mapping) -> Figures:
    return {
        row: {column: Decimal(number) if isinstance(number, str) else number
              for column, number in cells.items()}
        for row, cells in stored.items()
    }  # fmt: skip
