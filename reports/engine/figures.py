"""From counts to the figures of a unit's sheet, and from sheets to the sheet of their street."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from operator import add, mul, sub

from reports.catalogue import Definition, Indicator
from reports.engine.count import Counts
from reports.engine.grid import Before, Cell, Column, Figures, Grid
from reports.engine.plan import Plan
from reports.errors import DefinitionWrong
from reports.language.nodes import Binary, Blank, Expr, Number, Previous, Ref
from reports.periods import Period

SUMMED_BY_YEAR = ("flow", "amount")
IN_CENTS = ("amount", "ratio")
CENT = Decimal("0.01")


class Reckoning:
    """Evaluates every indicator for all units at once, one column after the other."""

    def __init__(
        self, plan: Plan, counts: Counts, period: Period, units: Sequence[str], before: Before
    ):
        self.plan = plan
        self.counts = counts
        self.period = period
        self.before = before
        self.units = units
        self.cells: dict[tuple[str, str], Column] = {}

    def grid(self) -> Grid:
        """A unit without books before it has nought carried over; its year to date begins."""
        for one in self.plan.definition.indicators:
            for column in self.plan.definition.columns:
                self.cells[one.row, column] = self.column_of(one, column)
        return Grid(self.units, self.cells)

    def column_of(self, one: Indicator, column: str) -> Column:
        if column == "ytd":
            return self.year_to_date(one)
        made = self.numbers(one.expr, column)
        return list(map(in_cents, made)) if one.kind in IN_CENTS else made

    def year_to_date(self, one: Indicator) -> Column:
        """Flow and amount rows only; begins at nought with the books and again in January."""
        if one.kind not in SUMMED_BY_YEAR:
            return self.no_figures()
        months = [0 if month is None else month for month in self.cells[one.row, "month"]]
        before = self.before.year_so_far(one.row)
        if self.period.month == 1:
            before = [None if so_far is None else 0 for so_far in before]
        return [month - month if so_far is None else so_far + month
                for so_far, month in zip(before, months, strict=True)]  # fmt: skip

    def numbers(self, expr: Expr, column: str) -> Column:
        match expr:
            case Number(text):
                return [Decimal(text)] * len(self.units)
            case Ref(row):
                return self.row_above(row, column)
            case Previous(row):
                return self.before.column(row, column)
            case Binary(op, left, right):
                return joined(op, self.numbers(left, column), self.numbers(right, column))
            case Blank(inside, when):
                return blank_when(
                    self.numbers(inside, column), self.numbers(when.left, column),
                    self.numbers(when.right, column),
                )  # fmt: skip
        return self.counted(expr, column)

    def row_above(self, row: str, column: str) -> Column:
        try:
            return self.cells[row, column]
        except KeyError:
            raise DefinitionWrong(
                f"第 {row} 行须排在引用它的行之前。", f"Row {row} must stand above what reads it."
            ) from None

    def counted(self, expr: Expr, column: str) -> Column:
        """Nought for what an opening does not count; no figure for a sex of what has none."""
        found = self.counts.get(expr)  # type: ignore[arg-type]  # what is left is a measure
        if self.plan.is_of_nobody(expr) and column in ("male", "female"):
            return self.no_figures()
        return list(found[column]) if found else [0] * len(self.units)

    def no_figures(self) -> Column:
        return [None] * len(self.units)


def in_cents(value: Cell) -> Cell:
    return None if value is None else Decimal(value).quantize(CENT, ROUND_HALF_UP)


def joined(op: str, left: Column, right: Column) -> Column:
    operate = OPERATIONS[op]
    return [None if a is None or b is None else operate(a, b)
            for a, b in zip(left, right, strict=True)]  # fmt: skip


def blank_when(inside: Column, left: Column, right: Column) -> Column:
    return [None if a == b else number
            for number, a, b in zip(inside, left, right, strict=True)]  # fmt: skip


def divided(a: int | Decimal, b: int | Decimal) -> Cell:
    return Decimal(a) / Decimal(b) if b else None


OPERATIONS: Mapping[str, Callable[[int | Decimal, int | Decimal], Cell]] = {
    "+": add, "-": sub, "*": mul, "/": divided
}  # fmt: skip


def arithmetic(op: str, left: Cell, right: Cell) -> Cell:
    if left is None or right is None:
        return None
    return OPERATIONS[op](left, right)


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
            total[one.row] = {column: in_cents(ratio(one.expr, total, column))
                              for column in total[one.row]}  # fmt: skip
    return total


def ratio(expr: Expr, figures: Figures, column: str) -> Cell:
    match expr:
        case Blank(inside, _):
            return ratio(inside, figures, column)
        case Binary(op, left, right):
            return arithmetic(op, ratio(left, figures, column), ratio(right, figures, column))
        case Ref(row):
            return figures[row][column]
        case Number(text):
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
