"""Reading conditions: field=1, 18<=age<=59, x in 1,2, x not in 01,97, x set, x in month."""

from reports.language.nodes import (
    SETS,
    Among,
    AnyMember,
    AnyOf,
    Birthday,
    Compare,
    Condition,
    InMonth,
    IsSet,
    Not,
    Range,
    Subject,
    Value,
    Within,
    Word,
)
from reports.language.tokens import Reader

OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
PARTS = ("province", "city")


def conditions(reader: Reader) -> tuple[Condition, ...]:
    """A list of conditions up to the closing bracket; all of them must hold."""
    found = [condition(reader)]
    while reader.accept(","):
        found.append(condition(reader))
    return tuple(found)


def condition(reader: Reader) -> Condition:
    if reader.accept("not", "("):
        inside = conditions(reader)
        reader.expect(")")
        return Not(inside)
    if reader.accept("any"):
        return any_of(reader)
    if reader.accept("birth", "month", "+"):
        return birthday(reader)
    if reader.peek().kind == "number":
        return number_first(reader)
    return about_field(reader, field_name(reader))


def any_of(reader: Reader) -> Condition:
    if reader.accept("member"):
        return AnyMember(condition(reader))
    reader.expect("(")
    name = reader.word()
    if name not in SETS:
        raise reader.wrong(f"“{name}”不是人口集合")
    reader.expect(")")
    return AnyOf(name)


def birthday(reader: Reader) -> Condition:
    years = int(reader.number())
    for word in ("years", "in", "month"):
        reader.expect(word)
    return Birthday(years)


def number_first(reader: Reader) -> Condition:
    """18<=age<=59, or a bare code such as 170."""
    low = reader.number()
    if not reader.accept("<="):
        return Subject(low)
    field = reader.word()
    reader.expect("<=")
    return Range(field, low, reader.number())


def field_name(reader: Reader) -> str:
    name = reader.word()
    return f"{name}.{reader.word()}" if reader.accept(".") else name


def about_field(reader: Reader, field: str) -> Condition:
    if reader.accept("set"):
        return IsSet(field)
    if reader.accept("not", "in"):
        return Among(field, listed(reader), negated=True)
    if reader.accept("in", "month"):
        return InMonth(field)
    if reader.accept("in"):
        return Among(field, listed(reader))
    if reader.accept("within"):
        return within(reader, field)
    if reader.accept("between"):
        return between(reader, field)
    part = reader.take().text if reader.peek().text in PARTS else ""
    if reader.peek().text in OPERATORS:
        return Compare(field, reader.take().text, value(reader), part)
    if part:
        raise reader.wrong("这里应为比较符号")
    return Subject(field)


def within(reader: Reader, field: str) -> Condition:
    months = int(reader.number())
    reader.expect("months")
    return Within(field, months)


def between(reader: Reader, field: str) -> Condition:
    low = reader.number()
    reader.expect("and")
    return Range(field, low, reader.number())


def listed(reader: Reader) -> tuple[str, ...]:
    """1,2,3: a comma goes on with the list only while a bare number follows it."""
    values = [reader.number()]
    while reader.sees(",") and reader.peek(1).kind == "number" and reader.peek(2).text != "<=":
        reader.take()
        values.append(reader.number())
    return tuple(values)


def value(reader: Reader) -> Value:
    if reader.peek().kind == "number":
        return reader.number()
    return Word(reader.word())
