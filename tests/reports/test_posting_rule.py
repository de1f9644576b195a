"""Whatever happens, and whenever it is told: every month balances and every event posts once.

Random histories of one unit and its neighbour: people come, go, die, are corrected; each fact has
an effective day and the moment it was written; months are locked at random moments, some with
drafts before. The rule is written out here a second time in Python, word for word, and held
against the SQL.
"""

import os
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.catalogue import definition
from reports.engine.figures import Figures
from reports.engine.run import Books, Task, pass_over
from reports.periods import Period, read_period
from tests.reports.make import ALWAYS, BRIDGE, NOON, RIVER, make_person, make_step, run_sql, when

pytestmark = pytest.mark.django_db
R01 = definition("R01")
UNITS = (RIVER, BRIDGE)
FIRST = read_period("2026-07")
MONTHS = 4
HISTORIES = int(os.environ.get("POSTING_HISTORIES", "40"))
CAUSES = {("REG", 1): ("register", "correct", "merge"), ("REG", -1): ("cancel", "hk_out", "undo"),
          ("RES", 1): ("arrive", "correct"), ("RES", -1): ("leave", "split")}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A step as the world has it: whose, where, from which day, written in which moment."""

    person: int
    member_set: str
    unit: str
    sign: int
    code: str
    on: date
    moment: int


@dataclass(frozen=True)
class Lock:
    """A month of a unit as it was locked: its cut-off and the moment of its run."""

    period: Period
    moment: int


def periods() -> list[Period]:
    found = [FIRST]
    while len(found) < MONTHS:
        found.append(found[-1].next)
    return found


@st.composite
def histories(draw):
    """Steps in and out that alternate for each person and set; a run's moment for each month."""
    facts, moment = [], 100
    days = st.integers(0, 150).map(lambda n: date(2026, 6, 1) + timedelta(days=n))
    for person in range(draw(st.integers(1, 5))):
        for member_set in ("REG", "RES"):
            on, sign, unit = date.fromisoformat(ALWAYS), 1, draw(st.sampled_from(UNITS))
            code = "opening"
            for _ in range(draw(st.integers(0, 5))):
                moment += draw(st.integers(1, 40))
                facts.append(Fact(person, member_set, unit, sign, code, on, moment))
                sign = -sign
                unit = unit if sign < 0 else draw(st.sampled_from(UNITS))
                on = max(on, draw(days))
                code = draw(st.sampled_from(CAUSES[member_set, sign]))
    moments = sorted(draw(st.lists(st.integers(50, moment + 60), min_size=MONTHS, max_size=MONTHS)))
    return facts, moments


def shuffled(facts, random):
    """Moments mixed between persons, kept in order within each person's own set."""
    by_line: dict = {}
    for fact in facts:
        by_line.setdefault((fact.person, fact.member_set), []).append(fact)
    found = []
    for line in by_line.values():
        moments = sorted(random.sample(range(100, 1000), len(line)))
        found += [replace(fact, moment=at) for fact, at in zip(line, moments, strict=True)]
    return found


def posts_to(
    fact: Fact, opening: Lock, locks: list[Lock], drafted: Lock
) -> tuple[Period, bool] | None:
    """DECISIONS 2 in its own words; None while it waits, or where the opening saw it."""
    if fact.on <= opening.period.last and fact.moment < opening.moment:
        return None
    first = next(
        (one.period for one in [opening, *locks, drafted] if one.period.last >= fact.on), None
    )
    for lock in locks:
        if lock.period.last >= fact.on and fact.moment < lock.moment:
            return lock.period, lock.period != first
    if drafted.period.last >= fact.on and fact.moment < drafted.moment:
        return drafted.period, drafted.period != first
    return None


def write(facts: list[Fact]) -> dict[int, int]:
    people = {person: make_person() for person in sorted({fact.person for fact in facts})}
    events = {}
    for n, fact in enumerate(facts):
        events[make_step(people[fact.person], fact.unit, fact.member_set, fact.sign, fact.code,
                         on=fact.on.isoformat(), xid=fact.moment,
                         facts='{"reason": "9", "residence_type": "1"}')] = n  # fmt: skip
    run_sql(
        "update hub_resident r set member_reg = m.reg, member_res = m.res from (select resident_id,"
        " max(unit) filter (where member_set = 'REG') as reg,"
        " max(unit) filter (where member_set = 'RES') as res from (select resident_id, member_set,"
        " unit from hub_event group by 1, 2, 3 having sum(sign) > 0) s group by 1) m"
        " where m.resident_id = r.id"
    )
    return events


def passed(period: Period, moment: int, books: dict[str, Books], *, opening: bool = False):
    task = Task(R01, period, UNITS, when(moment, period.last.isoformat()), books, opening)
    return pass_over(task, today=NOON.date())


def books_of(figures: dict[str, Figures], lock: Lock) -> dict[str, Books]:
    return {unit: Books(0, figures[unit], lock.moment, lock.period.last) for unit in UNITS}


def balance_faults(found) -> list[str]:
    """Checks of the balance and of the carried row; the breakdowns are another test's matter."""
    return [one.broken.footing.label for unit in UNITS for one in found.faults.get(unit, ())
            if one.broken.footing.number in (1, 3, 8)]  # fmt: skip


def members(facts: list[Fact], member_set: str, unit: str, lock: Lock) -> int:
    return sum(
        fact.sign for fact in facts
        if (fact.member_set, fact.unit) == (member_set, unit)
        and fact.moment < lock.moment and fact.on <= lock.period.last
    )  # fmt: skip


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(), random=st.randoms(use_true_random=False))
def test_every_month_balances_and_every_event_posts_as_the_rule_says(history, random):
    facts, moments = history
    facts = shuffled(facts, random)
    with transaction.atomic():
        play(facts, moments)
        connection.set_rollback(True)


def play(facts: list[Fact], moments: list[int]) -> None:
    events = write(facts)
    opening = Lock(FIRST, moments[0])
    found = passed(opening.period, opening.moment, {}, opening=True)
    last, locks = opening, []
    for period, moment in zip(periods()[1:], moments[1:], strict=True):
        drafted = Lock(period, moment)
        found = passed(period, moment, books_of(dict(found.figures), last))

        assert balance_faults(found) == []
        assert posted() == expected(facts, events, opening, locks, drafted)
        assert stocks(found) == {
            (unit, row): members(facts, member_set, unit, drafted)
            for unit in UNITS for row, member_set in (("06", "REG"), ("14", "RES"))
        }  # fmt: skip
        last = drafted
        locks.append(drafted)


def posted() -> set[tuple[int, str, bool]]:
    return set(run_sql("select id, unit, late from report_posted"))


def expected(facts, events, opening, locks, drafted) -> set[tuple[int, str, bool]]:
    found = set()
    for event, n in events.items():
        answer = posts_to(facts[n], opening, locks, drafted)
        if answer and answer[0] == drafted.period:
            found.add((event, facts[n].unit, answer[1]))
    return found


def stocks(found) -> dict[tuple[str, str], int]:
    return {
        (unit, row): found.figures[unit][row]["total"] for unit in UNITS for row in ("06", "14")
    }
