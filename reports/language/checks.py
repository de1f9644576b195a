"""Reading a footing check: i06 == i01 + i02 - i04, prev.iNN, iff, for every row except i07."""

import re

from reports.language.arithmetic import additions
from reports.language.nodes import (
    Binary,
    Both,
    Check,
    Column,
    Comparison,
    Expr,
    Iff,
    Ref,
    Rule,
)
from reports.language.tokens import Reader

ROW = re.compile(r"i(\d\d|NN)")
REPORT = re.compile(r"R\d\d")
COMPARISONS = ("==", "<=", ">=", "<", ">", "!=")
KINDS = {"svc", "flow", "amount", "stock", "prev", "adjust", "ratio"}
EVERY = ("every",)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def parse_check(text: str) -> Check:
    """The meaning of one check. Raises FormulaWrong with the place and the reason."""
    reader = Reader(text)
    said: dict = {"text": text, "warns": reader.accept("warn", "only", ":")}
    if reader.accept("every"):
        said["every"] = kinds(reader)
        reader.expect("row")
        reader.expect(":")
    said["rule"] = rule(reader)
    for ending in ENDINGS:
        ending(reader, said)
    reader.end()
    if names_columns(said["rule"]):
        said.setdefault("every", EVERY)
    return Check(**said)


def names_columns(rule: Rule) -> bool:
    """total == male + female speaks of every row, said or not."""
    match rule:
        case Comparison(_, left, right):
            return is_of_columns(left) or is_of_columns(right)
        case Both(rules):
            return any(names_columns(one) for one in rules)
        case Iff(left, right):
            return names_columns(left) or names_columns(right)


def is_of_columns(expr: Expr) -> bool:
    match expr:
        case Binary(_, left, right):
            return is_of_columns(left) or is_of_columns(right)
    return isinstance(expr, Column)


def rule(reader: Reader) -> Rule:
    found = both(reader)
    return Iff(found, both(reader)) if reader.accept("iff") else found


def both(reader: Reader) -> Rule:
    """All parts joined by `and`; a chain a <= b and b <= c is two parts."""
    found = [test(reader)]
    while reader.accept("and"):
        found.append(test(reader))
    return found[0] if len(found) == 1 else Both(tuple(found))


def test(reader: Reader) -> Comparison:
    left = additions(reader, operand)
    if reader.accept("above"):
        return Comparison("<=", left, additions(reader, operand))
    if reader.peek().text not in COMPARISONS:
        raise reader.wrong("这里应为比较符号")
    return Comparison(reader.take().text, left, additions(reader, operand))


def operand(reader: Reader) -> Expr:
    if reader.accept("prev", "."):
        return row(reader, previous=True)
    if REPORT.fullmatch(reader.peek().text):
        report = reader.word()
        reader.expect(".")
        return row(reader, report=report)
    if reader.peek().text == "ytd" or ROW.fullmatch(reader.peek().text):
        return row(reader)
    return Column(reader.word())


def row(reader: Reader, *, report: str = "", previous: bool = False) -> Ref:
    if reader.accept("ytd", "("):
        name = row_name(reader)
        reader.expect(")")
        return Ref(name, report, previous, ytd=True)
    return Ref(row_name(reader), report, previous)


def row_name(reader: Reader) -> str:
    match = ROW.fullmatch(reader.word())
    if match is None:
        raise reader.wrong("这里应为行号，如 i06")
    return match.group(1)


def kinds(reader: Reader) -> tuple[str, ...]:
    found = [reader.word()]
    while reader.accept("and"):
        found.append(reader.word())
    if unknown := set(found) - KINDS:
        raise reader.wrong(f"“{sorted(unknown)[0]}”不是行的类别")
    return tuple(found)


def ending_for(reader: Reader, said: dict) -> None:
    """for every row except i07; for flow and amount rows."""
    if reader.accept("for", "every", "row"):
        said["every"] = EVERY
    elif reader.accept("for"):
        said["every"] = kinds(reader)
        reader.expect("rows")
    if reader.accept("except"):
        said["apart_from"] = (row_name(reader),)


def ending_resets(reader: Reader, said: dict) -> None:
    if reader.accept(",", "reset", "in", "January"):
        said["resets"] = True


def ending_on(reader: Reader, said: dict) -> None:
    if reader.accept("expected", "at"):
        day = int(reader.number())
        month = reader.word()
        if month not in MONTHS:
            raise reader.wrong("这里应为月份")
        said["on"] = (MONTHS.index(month) + 1, day)
        said["warns"] = True


def ending_note(reader: Reader, _said: dict) -> None:
    """A note in brackets after the rule is for people."""
    if reader.accept("("):
        while not reader.accept(")"):
            if reader.take().kind == "end":
                raise reader.wrong("括号没有结束")


ENDINGS = (ending_for, ending_resets, ending_on, ending_note)
