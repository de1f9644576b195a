"""The form of one matter for one person, filled from what the hub holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.dictionary import FIELDS
from hub.selectors.profile import Profile, Value
from hub.selectors.profile_query import Held
from hub.selectors.value_text import named
from hub.services.matters.definition import (
    COMPUTED,
    PREFILLED,
    Item,
    Line,
    Matter,
    Words,
)
from hub.services.matters.expressions import Answer, names_in, read_rule

FILLED = frozenset({PREFILLED, COMPUTED})  # what the hub fills, whoever told it
IS_ALIVE = "alive_status != 2"
ALIVE = Line(
    rule=read_rule(IS_ALIVE),
    text=IS_ALIVE,
    words=Words("本人在世", "The person is alive"),
    no=Words("本人已登记死亡", "The person is recorded as deceased"),
    shows=("death_date",),
)


@dataclass(frozen=True, slots=True)
class FilledItem:
    """`today`: what the hub holds now, where a form already sent says something else."""

    item: Item
    value: Value | None
    today: str = ""

    @property
    def is_held(self) -> bool:
        return self.value is not None and bool(self.value.text)


@dataclass(frozen=True, slots=True)
class EligibilityLine:
    """One condition with its answer and, where it is not yes, the values it was read from."""

    words: Words
    answer: Answer
    reasons: tuple[tuple[str, str], ...]
    no: Words = Words("")

    @property
    def refusal(self) -> str:
        """Why not, as a sentence."""
        return f"{str(self.no) or self.words}。"


@dataclass(frozen=True, slots=True)
class Form:
    matter: Matter
    items: tuple[FilledItem, ...]
    lines: tuple[EligibilityLine, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How the form came to be: of all data items, how many nobody typed."""
        held = [one for one in self.items if one.is_held]
        return {
            **self.matter.counts,
            "prefilled_now": sum(one.item.mode == PREFILLED for one in held),
            "computed_now": sum(one.item.mode == COMPUTED for one in held),
            "filled_now": sum(one.item.mode in FILLED for one in held),
        }

    @property
    def refusals(self) -> tuple[EligibilityLine, ...]:
        return tuple(line for line in self.lines if line.answer is False)

    @property
    def unknown(self) -> tuple[EligibilityLine, ...]:
        return tuple(line for line in self.lines if line.answer is None)

    @property
    def systems(self) -> list[tuple[str, int]]:
        """Which systems filled how many of the items nobody typed, most first."""
        counted: dict[str, int] = {}
        for one in self.items:
            if one.value is not None and one.is_held and one.item.mode in FILLED:
                counted[one.value.voice.source] = counted.get(one.value.voice.source, 0) + 1
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def facts_of(held: Held, today: date) -> dict[str, Any]:
    """Every unsealed value of the person by field, whatever the reader may see, and this month."""
    facts: dict[str, Any] = {"this_month": today.strftime("%Y%m")}
    for name, declared in FIELDS.items():
        if declared.sealed:
            continue
        if declared.stored:
            facts[name] = held.rows.get(declared.category, {}).get(declared.column)
        else:
            facts[name] = held.computed.get(name)
    return facts


def fill(matter: Matter, profile: Profile) -> Form:
    """The filled form with its eligibility lines."""
    values = profile.values
    facts = facts_of(profile.held, profile.day)
    items = tuple(FilledItem(item, values.get(item.field)) for item in matter.items)
    lines = tuple(
        EligibilityLine(
            line.words,
            line.rule.ask(facts),
            reasons((*sorted(names_in(line.rule)), *line.shows), values, facts),
            line.no,
        )
        for line in (*of_the_living(facts), *matter.lines)
    )
    return Form(matter, items, lines)


def of_the_living(facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """Nothing is filed for the dead; of the living nobody asks."""
    return (ALIVE,) if ALIVE.rule.ask(facts) is False else ()


def reasons(
    names: Iterable[str], values: Mapping[str, Value], facts: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """Label and shown text of each value a line speaks of; an empty text is a value not held."""
    told = []
    for name in dict.fromkeys(names):
        if name in FIELDS and name in facts:
            value = values.get(name)
            told.append((named(FIELDS[name]), value.text if value else ""))
    return tuple(told)
