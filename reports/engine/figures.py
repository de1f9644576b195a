"""From counts to the figures of a unit's sheet, and from sheets to the sheet of their street."""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from reports.catalogue import Definition, Indicator
from reports.engine.count import Counts, Number
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
    """Evaluates every indicator of one unit; each cell is made ready once for all units."""

    def __init__(self, plan: Plan, counts: Counts, period: Period):
        self.plan = plan
        self.period = period
        self.rows = [
            (
                one.row,
                [(column, self.maker(one, column, counts)) for column in plan.definition.columns],
            )
            for one in plan.definition.indicators
        ]

    def sheet(self, unit: str, previous: Figures | None) -> Figures:
        """`previous` is None for an opening: what went before is nought, year to date begins."""
        figures: Figures = {}
        for row, makers in self.rows:
            cells = figures[row] = {}
            for column, make in makers:
                cells[column] = make(unit, previous, figures)
        return figures

    def maker(self, one: Indicator, column: str, counts: Counts) -> "Maker":
        if column == "ytd":
            return self.year_to_date(one)
        if column in ("male", "female") and isinstance(one.expr, Households):
            return no_figure
        made = maker_of(one.expr, column, counts)
        return in_cents(made) if one.kind == "amount" else made

    def year_to_date(self, one: Indicator) -> "Maker":
        """Flow and amount rows only; begins at nought with the books and again in January."""
        if one.kind not in SUMMED_BY_YEAR:
            return no_figure
        row, january = one.row, self.period.month == 1

        def make(_unit: str, previous: Figures | None, figures: Figures) -> Cell:
            month = figures[row]["month"] or 0
            if previous is None:
                return month - month
            return month if january else (previous[row]["ytd"] or 0) + month

        return make


Maker = Callable[[str, Figures | None, Figures], Cell]


def no_figure(_unit: str, _previous: Figures | None, _figures: Figures) -> Cell:
    return None


def in_cents(make: Maker) -> Maker:
    def amount(unit: str, previous: Figures | None, figures: Figures) -> Cell:
        value = make(unit, previous, figures)
        return None if value is None else Decimal(value).quantize(CENT, ROUND_HALF_UP)

    return amount


def maker_of(expr: Expr, column: str, counts: Counts) -> Maker:
    match expr:
        case Literal(text):
            number = Decimal(text)
            return lambda unit, previous, figures: number
        case Ref(row):
            return lambda unit, previous, figures: figures[row][column]
        case Previous(row):
            # The closing figure of the period before; an opening has none.
            return lambda unit, previous, figures: previous[row][column] if previous else None
        case Binary(op, left, right):
            return joined(op, maker_of(left, column, counts), maker_of(right, column, counts))
        case Blank(inside, when):
            return blank_when(
                maker_of(inside, column, counts), maker_of(when.left, column, counts),
                maker_of(when.right, column, counts),
            )  # fmt: skip
    counted = counts.get(expr)  # type: ignore[arg-type]  # what is left is a measure
    if counted is None:
        return lambda unit, previous, figures: 0
    return lambda unit, previous, figures: counted.number(unit, column)


def joined(op: str, left: Maker, right: Maker) -> Maker:
    return lambda unit, previous, figures: arithmetic(
        op, left(unit, previous, figures), right(unit, previous, figures)
    )


def blank_when(inside: Maker, left: Maker, right: Maker) -> Maker:
    def make(unit: str, previous: Figures | None, figures: Figures) -> Cell:
        if left(unit, previous, figures) == right(unit, previous, figures):
            return None
        return inside(unit, previous, figures)

    return make


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


def to_json(figures: Figures) -> str:
    """As stored: whole numbers as numbers, amounts as text, so that no cent is lost."""
    return json.dumps(figures, default=str)


def from_json(stored: Mapping) -> Figures:
    """The figures of a stored sheet; amounts are numbers again."""
    figures: Figures = dict(stored)
    for cells in figures.values():
        for column, number in cells.items():
            if isinstance(number, str):
                cells[column] = Decimal(number)
    return figures
