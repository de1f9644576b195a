"""The rows a rule names, of this report or another, of this period or the one before."""

from collections.abc import Iterator

from reports.language.nodes import Binary, Both, Comparison, Expr, Iff, Ref, Rule


def refs_in(rule: Rule) -> Iterator[Ref]:
    match rule:
        case Comparison(_, left, right):
            yield from refs_of(left)
            yield from refs_of(right)
        case Both(rules):
            for one in rules:
                yield from refs_in(one)
        case Iff(left, right):
            yield from refs_in(left)
            yield from refs_in(right)


def refs_of(expr: Expr) -> Iterator[Ref]:
    match expr:
        case Binary(_, left, right):
            yield from refs_of(left)
            yield from refs_of(right)
        case Ref():
            yield expr


def rows_in(rule: Rule) -> set[str]:
    """Rows of this report that a rule names."""
    return {ref.row for ref in refs_in(rule) if not ref.report}
