"""A matter over the counter, read from its data file: nothing here knows any one matter."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from communities.language import is_english
from hub.dictionary import FIELDS
from hub.errors import MatterUnknown
from hub.services.matters.expressions import Expression, read_rule

FOLDER = Path(__file__).resolve().parents[2] / "matters" / "data"
PREFILLED, COMPUTED, TYPED, ASKED, SIGNED = "pre", "der", "key", "ask", "sign"


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in Chinese, and in English where a second locale asks for it."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        english = is_english()
        return self.en if english and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Ask:
    """An asked item: `kind` is text, amount, months (first and last) or choice."""

    name: str
    label: Words
    kind: str = "text"
    hint: Words = Words("")
    longest: int = 100
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    field: str
    mode: str
    ask: Ask | None = None

    @property
    def words(self) -> Words:
        """The item's name; in English an asked one's own, else that of its field."""
        if self.ask:
            return self.ask.label
        return Words(self.label, FIELDS[self.field].label_en if self.field in FIELDS else "")


@dataclass(frozen=True, slots=True)
class Line:
    """One condition of eligibility, or one check of an asked item, with its sentence.

    `no` says why not where the condition fails, `shows` names further values that explain it.
    A check `as_of` an answered month reads computed fields as they were when that month began.
    """

    rule: Expression
    text: str
    words: Words
    ask: str = ""
    no: Words = Words("")
    shows: tuple[str, ...] = ()
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    code: str
    label: Words
    owner: str
    route: Words
    items: tuple[Item, ...]
    lines: tuple[Line, ...] = ()
    checks: tuple[Line, ...] = ()
    promise: Words = Words("")
    line: str = ""
    fields: tuple[str, ...] = field(default=())

    def of_mode(self, *modes: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.mode in modes)

    @property
    def asks(self) -> tuple[Ask, ...]:
        return tuple(item.ask for item in self.items if item.ask)

    @property
    def counts(self) -> dict[str, int]:
        """Items that carry data, by how they come; `held` is what nobody types."""
        count = {mode: len(self.of_mode(mode)) for mode in (TYPED, PREFILLED, COMPUTED, ASKED)}
        return {
            "all": sum(count.values()),
            "typed": count[TYPED],
            "prefilled": count[PREFILLED],
            "computed": count[COMPUTED],
            "asked": count[ASKED],
            "held": count[PREFILLED] + count[COMPUTED],
        }


def words(row: Mapping, name: str = "label") -> Words:
    return Words(str(row.get(name, "")), str(row.get(f"{name}_en", "")))


def read_ask(label: str, told: Mapping) -> Ask:
    return Ask(
        name=told.get("name") or label,
        label=Words(label, told.get("label_en", "")),
        kind=told.get("kind", "text"),
        hint=words(told, "hint"),
        longest=int(told.get("longest", 100)),
        choices=tuple(told.get("choices", ())),
        required=bool(told.get("required", True)),
    )


def read_line(row: Mapping) -> Line:
    return Line(
        rule=read_rule(row["rule"]),
        text=row["rule"],
        words=Words(row["zh"], row.get("en", "")),
        ask=row.get("ask", ""),
        no=Words(row.get("no_zh", ""), row.get("no_en", "")),
        shows=tuple(row.get("shows", ())),
        as_of=row.get("as_of", ""),
    )


def matter_of(head: Mapping, items: Iterable[tuple[str, str, str]]) -> Matter:
    """Make a matter from its head and its rows (label, field, mode).

    `head` holds matter, label, owner and, where the matter has them, asks, lines, checks and
    promise. Modes: key, pre, der, ask, sign, doc. Raises RuleUnreadable.
    """
    told = head.get("asks", {})
    read = tuple(
        Item(label, name, mode, read_ask(label, told.get(label, {})) if mode == ASKED else None)
        for label, name, mode in items
    )
    return Matter(
        code=head["matter"],
        label=words(head),
        owner=head["owner"],
        route=words(head, "route"),
        items=read,
        lines=tuple(read_line(row) for row in head.get("lines", ())),
        checks=tuple(read_line(row) for row in head.get("checks", ())),
        promise=Words(head.get("promise", {}).get("zh", ""), head.get("promise", {}).get("en", "")),
        line=head.get("line", ""),
        fields=tuple(item.field for item in read if item.field),
    )


def read_matter(path: Path) -> Matter:
    head = tomllib.loads(path.read_text(encoding="utf-8"))
    return matter_of(head, (tuple(row) for row in head["items"]))


def matters_in(folder: Path) -> dict[str, Matter]:
    read = (read_matter(path) for path in sorted(folder.glob("*.toml")))
    return {matter.code: matter for matter in read}


@cache
def shipped_matters() -> Mapping[str, Matter]:
    return matters_in(FOLDER)


def matter_named(code: str) -> Matter:
    """The matter of that code. Raises MatterUnknown."""
    try:
        return shipped_matters()[code]
    except KeyError as missing:
        raise MatterUnknown from missing
