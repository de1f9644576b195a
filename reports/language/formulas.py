"""Reading an indicator's formula: flow(cancel, reason!=1, on_time) + flow(hk_out, on_time)."""

import re
from collections.abc import Callable
from dataclasses import replace

from reports.language.arithmetic import additions
from reports.language.conditions import condition, conditions
from reports.language.nodes import (
    SETS,
    Birthday,
    Blank,
    Compare,
    Comparison,
    Condition,
    Dwellings,
    Expr,
    Flow,
    Households,
    Measure,
    Net,
    Previous,
    Ref,
    Service,
    Steps,
    Stock,
    Sum,
)
from reports.language.tokens import Reader

ROW = re.compile(r"i(\d\d)")
TIMINGS = ("on_time", "off_time")
MEASURES = ("count", "persons", "amount")


def parse_formula(text: str) -> Expr:
    """The meaning of one indicator's formula.

    Raises FormulaWrong with the place and the reason. Source of the language: product rule,
    described for authors in reports/README.md.
    """
    reader = Reader(text)
    found = additions(reader, operand)
    if reader.accept(",", "blank", "when"):
        left = additions(reader, operand)
        reader.expect("=")
        found = Blank(found, Comparison("==", left, additions(reader, operand)))
    reader.end()
    return found


def operand(reader: Reader) -> Expr:
    if row := ROW.fullmatch(reader.peek().text):
        reader.take()
        return Ref(row.group(1))
    return measure(reader)


def measure(reader: Reader) -> Measure:
    name = reader.word()
    if name not in READERS:
        raise reader.wrong(f"“{name}”不是可用的统计方式")
    reader.expect("(")
    found = READERS[name](reader)
    reader.expect(")")
    return found


def member_set(reader: Reader) -> str:
    name = reader.word()
    if name not in SETS:
        raise reader.wrong(f"“{name}”不是人口集合")
    return name


def further(reader: Reader) -> tuple[Condition, ...]:
    return conditions(reader) if reader.accept(",") else ()


def stock(reader: Reader) -> Stock:
    return Stock(member_set(reader), further(reader))


def gain(reader: Reader) -> Steps:
    return Steps(member_set(reader), 1, further(reader))


def loss(reader: Reader) -> Steps:
    return Steps(member_set(reader), -1, further(reader))


def flow(reader: Reader) -> Flow | Stock:
    """flow(kind, ...): a set name, a timing and what is counted stand among the conditions.

    Births, deaths and eighteenth birthdays are said in the steps and stocks they are made of.
    """
    kind = reader.word()
    where: list[Condition] = []
    said = {"member_set": "", "timing": "", "counted": ""}
    while reader.accept(","):
        text = reader.peek().text
        if text in SETS:
            said["member_set"] = reader.word()
        elif text in TIMINGS:
            said["timing"] = reader.word()
        elif reader.accept("by", "household"):
            said["counted"] = "household"
        elif text == "persons":
            said["counted"] = reader.word()
        else:
            where.append(condition(reader))
    found = Flow(kind, tuple(where), said["member_set"], said["timing"], said["counted"])
    return LIFE[kind](found) if kind in LIFE else found


def born(said: Flow) -> Flow:
    """A birth is a step into the set with the reason 01; by default where the child lives."""
    place = said.member_set or "RES"
    kind = "register" if place == "REG" else "arrive"
    why = Compare("move_reason", "=", "01")
    return replace(said, kind=kind, member_set=place, conditions=(why, *said.conditions))


def died(said: Flow) -> Flow:
    """A death is a step out of the set; by default out of the register."""
    place = said.member_set or "REG"
    if place == "RET":
        return replace(said, member_set=place)
    kind, why = DEATHS[place]
    return replace(said, kind=kind, member_set=place, conditions=(why, *said.conditions))


def came_of_age(said: Flow) -> Stock:
    """Nothing is written on a birthday: those whose it was are counted at the cut-off."""
    return Stock(said.member_set or "RES", (Birthday(18), *said.conditions))


DEATHS = {
    "REG": ("cancel", Compare("reason", "=", "1")),
    "RES": ("leave", Compare("move_reason", "=", "11")),
}
LIFE: dict[str, Callable[[Flow], Flow | Stock]] = {
    "birth": born, "death": died, "birthday18": came_of_age
}  # fmt: skip


def net(reader: Reader) -> Net:
    name = member_set(reader)
    if not reader.accept(","):
        return Net(name)
    timing = reader.word()
    if timing not in TIMINGS:
        raise reader.wrong("这里应为 on_time 或 off_time")
    return Net(name, timing)


def service(reader: Reader) -> Service:
    item = reader.number()
    reader.expect(",")
    measure_name = reader.word()
    if measure_name not in MEASURES:
        raise reader.wrong("这里应为 count、persons 或 amount")
    return Service(item, measure_name)


def households(reader: Reader) -> Households:
    return Households(conditions(reader))


def dwellings(reader: Reader) -> Dwellings:
    return Dwellings(conditions(reader))


def total(reader: Reader) -> Sum | Flow:
    """sum(field, stock(...)), sum(field, kind in month) or sum(kind.amount in month).

    An event has one amount: whatever the field is called, it is the sum of that.
    """
    name = reader.word()
    if reader.accept("."):
        reader.word()
        return in_month(reader, name)
    reader.expect(",")
    if reader.peek(1).text == "(":
        over = measure(reader)
        if not isinstance(over, Stock | Households | Dwellings):
            raise reader.wrong("这里不能求和")
        return Sum(name, over)
    return in_month(reader, reader.word())


def in_month(reader: Reader, kind: str) -> Flow:
    for word in ("in", "month"):
        reader.expect(word)
    return Flow(kind, counted="amount")


def previous(reader: Reader) -> Previous:
    row = ROW.fullmatch(reader.word())
    if row is None:
        raise reader.wrong("这里应为行号，如 i06")
    return Previous(row.group(1))


READERS: dict[str, Callable[[Reader], Measure]] = {
    "stock": stock,
    "flow": flow,
    "svc": service,
    "gain": gain,
    "loss": loss,
    "net": net,
    "hh": households,
    "dw": dwellings,
    "sum": total,
    "prev": previous,
}
