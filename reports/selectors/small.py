"""Small counts of the most sensitive facts: hidden from anyone outside the line."""

from collections.abc import Mapping, Sequence

from communities.access import right_to
from communities.actor import Actor
from hub.dictionary import FIELDS
from reports.catalogue import Definition, Indicator
from reports.engine.grid import Cell, Figures
from reports.engine.plan import fields_of_members, fields_read, measures

HIDDEN = "<3"
SMALL = (1, 2)
FULL_RIGHTS = ("E", "V")
Shown = Cell | str
ShownFigures = dict[str, dict[str, Shown]]


def sensitive_categories(indicator: Indicator) -> set[str]:
    """Categories of the fields of level L4 that the indicator reads, also of a member."""
    names = {
        name
        for measure in measures(indicator.expr)
        for name in (*fields_read(measure), *fields_of_members(measure))
        if name in FIELDS
    }
    return {FIELDS[name].category for name in names if FIELDS[name].level == "L4"}


def rows_to_hide(definition: Definition, actor: Actor, prefix: str) -> set[str]:
    """Rows whose small counts the actor may not see exactly in this unit."""
    return {
        one.row
        for one in definition.indicators
        if any(right_to(actor, category, prefix=prefix) not in FULL_RIGHTS
               for category in sensitive_categories(one))
    }  # fmt: skip


def shown_together(
    definition: Definition, actor: Actor, prefix: str, total: Figures,
    parts: Mapping[str, Figures],
) -> tuple[ShownFigures, dict[str, ShownFigures]]:  # fmt: skip
    """A sum and its parts as they may be shown side by side.

    One and two become "<3". Where exactly one part is hidden and the sum is shown, the next
    smallest part is hidden too, because the sum would give the first away. Product rule after
    the mask table of the dictionary.
    """
    hidden = rows_to_hide(definition, actor, prefix)
    shown_total: ShownFigures = {row: dict(cells) for row, cells in total.items()}
    shown_parts: dict[str, ShownFigures] = {
        unit: {row: dict(cells) for row, cells in figures.items()}
        for unit, figures in parts.items()
    }
    for row in sorted(hidden):
        for column in definition.columns:
            cells = {unit: figures[row].get(column) for unit, figures in parts.items()}
            whole, pieces = hide(total[row].get(column), cells)
            shown_total[row][column] = whole
            for unit, piece in pieces.items():
                shown_parts[unit][row][column] = piece
    for figures in (shown_total, *shown_parts.values()):
        hide_columns(definition, hidden, figures)
    return shown_total, shown_parts


def hide(total: Cell, parts: Mapping[str, Cell]) -> tuple[Shown, dict[str, Shown]]:
    shown: dict[str, Shown] = {unit: HIDDEN if part in SMALL else part
                               for unit, part in parts.items()}  # fmt: skip
    if total in SMALL:
        return HIDDEN, shown
    if sum(part == HIDDEN for part in shown.values()) == 1:
        others = [(part, unit) for unit, part in parts.items() if part and part not in SMALL]
        if others:
            shown[min(others)[1]] = HIDDEN
    return total, shown


def hide_columns(
    definition: Definition, rows: Sequence[str] | set[str], figures: ShownFigures
) -> None:
    """Men and women of one total: one hidden sex hides the other."""
    if "male" not in definition.columns:
        return
    for row in rows:
        pair = [figures[row]["male"], figures[row]["female"]]
        if HIDDEN in pair:
            figures[row]["male"] = figures[row]["female"] = HIDDEN
