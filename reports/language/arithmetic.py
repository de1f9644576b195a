"""Sums and products, read alike in formulas and in checks."""

from collections.abc import Callable

from reports.language.nodes import Binary, Expr, Number
from reports.language.tokens import Reader

Operand = Callable[[Reader], Expr]


def additions(reader: Reader, operand: Operand) -> Expr:
    """All up to the next sign that is no arithmetic; `operand` reads what is reckoned with."""
    found = products(reader, operand)
    while reader.peek().text in ("+", "-"):
        found = Binary(reader.take().text, found, products(reader, operand))
    return found


def products(reader: Reader, operand: Operand) -> Expr:
    found = single(reader, operand)
    while reader.peek().text in ("*", "/"):
        found = Binary(reader.take().text, found, single(reader, operand))
    return found


def single(reader: Reader, operand: Operand) -> Expr:
    if reader.accept("("):
        found = additions(reader, operand)
        reader.expect(")")
        return found
    if reader.peek().kind == "number":
        return Number(reader.number())
    return operand(reader)
