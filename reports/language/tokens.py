"""Words of a formula. Numbers stay text, because a code is not a quantity: 01 is not 1."""

import re
from dataclasses import dataclass

from reports.errors import FormulaWrong

PATTERN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>\d+(?:\.\d+)?)
      | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<mark>==|!=|<=|>=|[-+*/=<>(),.:])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # "number", "word", "mark" or "end"
    text: str
    at: int


def tokens_of(text: str) -> list[Token]:
    """Cut a formula into tokens; the last one is the end. Raises FormulaWrong."""
    found, at = [], 0
    while at < len(text):
        match = PATTERN.match(text, at)
        if match is None:
            raise FormulaWrong(text, at, f"不认识“{text[at]}”")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match.group(), at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


class Reader:
    """A place in the list of tokens, with what every rule of the language needs."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens_of(text)
        self.place = 0

    def peek(self, ahead: int = 0) -> Token:
        return self.tokens[min(self.place + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        token = self.peek()
        self.place += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the coming tokens are exactly these."""
        return all(self.peek(n).text == text for n, text in enumerate(texts))

    def accept(self, *texts: str) -> bool:
        if not self.sees(*texts):
            return False
        self.place += len(texts)
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.wrong(f"这里应为“{text}”")

    def word(self) -> str:
        if self.peek().kind != "word":
            raise self.wrong("这里应为名称")
        return self.take().text

    def number(self) -> str:
        if self.peek().kind != "number":
            raise self.wrong("这里应为数字")
        return self.take().text

    def end(self) -> None:
        if self.peek().kind != "end":
            raise self.wrong(f"多出“{self.peek().text}”")

    def wrong(self, why: str) -> FormulaWrong:
        return FormulaWrong(self.text, self.peek().at, why)
