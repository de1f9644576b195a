"""Which rows of a period the next one reads: carried figures, checks, the year so far."""

from reports.catalogue import Definition
from reports.engine.figures import SUMMED_BY_YEAR
from reports.engine.plan import measures
from reports.language.nodes import Binary, Both, Comparison, Expr, Iff, Previous, Ref, Rule


def carried_rows(definition: Definition) -> set[str]:
    """Rows whose figures of the period before are read by this definition."""
    rows = {
        part.row
        for one in definition.indicators
        for part in measures(one.expr)
        if isinstance(part, Previous)
    }
    rows |= {row for one in definition.checks for row in previous_in(one.check.rule)} - {"NN"}
    if "ytd" in definition.columns:
        rows |= {one.row for one in definition.indicators if one.kind in SUMMED_BY_YEAR}
    return rows


def previous_in(rule: Rule) -> set[str]:
    match rule:
        case Comparison(_, left, right):
            return named_in(left) | named_in(right)
        case Both(rules):
            return {row for one in rules for row in previous_in(one)}
        case Iff(left, right):
            return previous_in(left) | previous_in(right)
    return set()


def named_in(expr: Expr) -> set[str]:
    match expr:
        case Binary(_, left, right):
            return named_in(left) | named_in(right)
        case Ref(row) if expr.previous:
            return {row}
    return set()
