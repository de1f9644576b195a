"""The report language's conditions, asked of one person: yes, no or unknown."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from hub.errors import RuleUnreadable

Facts = Mapping[str, object]
Answer = bool | None  # None: a value the rule needs is not held

TOKEN = re.compile(
    r"\s*(?:(?P<sign><=|>=|!=|=|<|>)|(?P<mark>[(),])|(?P<word>[^\s()<>=!,]+))",
)
SIGNS: dict[str, Callable[[object, object], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,  # type: ignore[operator]  # both made comparable first
    "<=": lambda left, right: left <= right,  # type: ignore[operator]  # both made comparable first
    ">": lambda left, right: left > right,  # type: ignore[operator]  # both made comparable first
    ">=": lambda left, right: left >= right,  # type: ignore[operator]  # both made comparable first
}


def comparable(value: object) -> Decimal | str | None:
    """A value as the language compares it: numbers as numbers, all else as text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def same_kind(left: Decimal | str, right: Decimal | str) -> tuple[object, object]:
    if isinstance(left, Decimal) == isinstance(right, Decimal):
        return left, right
    try:
        return Decimal(left), Decimal(right)
    except InvalidOperation:
        return str(left), str(right)


@dataclass(frozen=True, slots=True)
class Compare:
    field: str
    sign: str
    word: str

    def ask(self, facts: Facts) -> Answer:
        left = comparable(facts.get(self.field))
        if left is None:
            return True if self.sign == "!=" else None
        right = comparable(facts[self.word]) if self.word in facts else self.word
        if right is None:
            return None
        return SIGNS[self.sign](*same_kind(left, right))


@dataclass(frozen=True, slots=True)
class Among:
    field: str
    words: tuple[str, ...]
    inside: bool

    def ask(self, facts: Facts) -> Answer:
        held = facts.get(self.field)
        if held is None or held == "":
            return None if self.inside else True
        values = held if isinstance(held, list | tuple) else [held]
        found = any(str(comparable(value)) in self.words for value in values)
        return found is self.inside


@dataclass(frozen=True, slots=True)
class Held:
    field: str
    wanted: bool

    def ask(self, facts: Facts) -> Answer:
        return (comparable(facts.get(self.field)) is not None) is self.wanted


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple["Expression", ...]

    def ask(self, facts: Facts) -> Answer:
        answers = [part.ask(facts) for part in self.parts]
        if False in answers:
            return False
        return None if None in answers else True


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Expression", ...]

    def ask(self, facts: Facts) -> Answer:
        answers = [part.ask(facts) for part in self.parts]
        if True in answers:
            return True
        return None if None in answers else False


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"

    def ask(self, facts: Facts) -> Answer:
        answer = self.part.ask(facts)
        return None if answer is None else not answer


Expression = Compare | Among | Held | Every | Any | Not


@dataclass(slots=True)
class Reader:
    """Reads `emp_status=1 and emp_form in 022,023 or si_flexible set` by descent; no eval."""

    text: str
    tokens: list[str]
    at: int = 0

    def here(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.here()
        if not token or (wanted and token != wanted):
            raise RuleUnreadable(self.text)
        self.at += 1
        return token

    def either(self) -> Expression:
        parts = [self.both()]
        while self.here() == "or":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self) -> Expression:
        parts = [self.single()]
        while self.here() == "and":
            self.take()
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def single(self) -> Expression:
        if self.here() == "not":
            self.take()
            return Not(self.single())
        if self.here() == "(":
            self.take()
            inner = self.either()
            self.take(")")
            return inner
        return self.condition()

    def condition(self) -> Expression:
        field = self.take()
        sign = self.take()
        if sign in SIGNS:
            return Compare(field, sign, self.take())
        if sign in ("set", "unset"):
            return Held(field, sign == "set")
        inside = sign == "in"
        if not inside and (sign != "not" or self.take() != "in"):
            raise RuleUnreadable(self.text)
        words = [self.take()]
        while self.here() == ",":
            self.take()
            words.append(self.take())
        return Among(field, tuple(words), inside)


def tokens_of(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            raise RuleUnreadable(text)
        found.append(match.group(match.lastgroup or 0))
        at = match.end()
    return found


def read_rule(text: str) -> Expression:
    """Read one rule.

    Comparisons `= != < <= > >=`, `in a,b`, `not in a,b`, `set`, `unset`, joined by `and`, `or`,
    `not` and brackets; the right side is a code or number, or the name of another fact. As in
    the report language `!=` and `not in` hold for an empty value (product rule).

    Raises RuleUnreadable.
    """
    reader = Reader(text, tokens_of(text))
    rule = reader.either()
    if reader.here():
        raise RuleUnreadable(text)
    return rule


def names_in(rule: Expression) -> frozenset[str]:
    """The facts a rule asks for."""
    if isinstance(rule, Every | Any):
        return frozenset().union(*(names_in(part) for part in rule.parts))
    if isinstance(rule, Not):
        return names_in(rule.part)
    return frozenset({rule.field})
