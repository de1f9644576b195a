"""What was typed into the asked items, read by their kinds."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from django.utils.translation import gettext as _

from hub.services.matters.definition import Ask, Matter

MONTH = re.compile(r"((?:19|20)\d\d)(?:\s*[-–—/年.]\s*(0?[1-9]|1[0-2])\s*月?|(0[1-9]|1[0-2]))")
AMOUNT = re.compile(r"\d{1,8}(\.\d{1,2})?")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(slots=True)
class Answers:
    """Cleaned answers by name, and a sentence for each that is missing or wrong."""

    given: dict[str, object] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def facts(self) -> dict[str, object]:
        """What the rules may ask of the answers: months also as their count."""
        facts: dict[str, object] = dict(self.given)
        for name in list(self.given):
            if name.endswith("_from"):
                stem = name.removesuffix("_from")
                facts[f"{stem}_months"] = months_between(
                    str(self.given[name]), str(self.given.get(f"{stem}_to") or "")
                )
            if isinstance(facts[name], str) and AMOUNT.fullmatch(str(facts[name])):
                facts[name] = Decimal(str(facts[name]))
        return facts


def months_between(first: str, last: str) -> int | None:
    if not first or not last:
        return None
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[4:]) - int(first[4:]) + 1


def read_answers(matter: Matter, posted: Mapping[str, object], *, today: date) -> Answers:
    """Read every asked item and hold the matter's own checks against them."""
    answers = Answers()
    for ask in matter.asks:
        READERS[ask.kind](ask, posted, answers)
    return answers


def check_answers(
    matter: Matter, answers: Answers, facts: Mapping[str, object],
    computed_in: Callable[[str], Mapping[str, object]],
) -> None:  # fmt: skip
    """Add the sentence of each of the matter's checks that says no.

    `computed_in` gives the computed fields as they were in a month (202607).
    """
    for check in matter.checks:
        if check.ask in answers.wrong:
            continue
        month = answers.given.get(check.as_of)
        known = {**facts, **computed_in(str(month))} if month else facts
        if check.rule.ask(known) is False:
            answers.wrong[check.ask] = str(check.words)


def typed(posted: Mapping[str, object], name: str) -> str:
    return CONTROL.sub("", normalize("NFKC", str(posted.get(name) or ""))).strip()


def read_text(ask: Ask, posted: Mapping[str, object], answers: Answers) -> None:
    told = typed(posted, ask.name)
    if not told and ask.required:
        answers.wrong[ask.name] = _("请填写。")
    elif len(told) > ask.longest:
        answers.wrong[ask.name] = _("太长了，请不超过%(most)s个字。") % {"most": ask.longest}
    elif told:
        answers.given[ask.name] = told


def read_amount(ask: Ask, posted: Mapping[str, object], answers: Answers) -> None:
    told = typed(posted, ask.name).replace(",", "").removesuffix("元")
    if not told and not ask.required:
        return
    try:
        if not AMOUNT.fullmatch(told):
            raise InvalidOperation
        answers.given[ask.name] = str(Decimal(told))
    except InvalidOperation:
        answers.wrong[ask.name] = _("请填写金额，单位为元，如 3200。")


def read_months(ask: Ask, posted: Mapping[str, object], answers: Answers) -> None:
    for end in ("from", "to"):
        name = f"{ask.name}_{end}"
        found = MONTH.fullmatch(typed(posted, name))
        if found:
            answers.given[name] = f"{found[1]}{int(found[2] or found[3]):02d}"
        elif ask.required or typed(posted, name):
            answers.wrong[ask.name] = _("请填写起止月份，如 2026-07 至 2026-09。")


def read_choice(ask: Ask, posted: Mapping[str, object], answers: Answers) -> None:
    told = typed(posted, ask.name)
    if told in ask.choices:
        answers.given[ask.name] = told
    elif ask.required or told:
        answers.wrong[ask.name] = _("请选择一项。")


READERS = {
    "text": read_text,
    "amount": read_amount,
    "months": read_months,
    "choice": read_choice,
}
