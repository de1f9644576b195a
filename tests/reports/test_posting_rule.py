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

from reports.catalogue import Definition, definition
from reports.engine.grid import Figures
from reports.engine.run import Books, Task, pass_over
from reports.periods import Period, read_period
from tests.reports.make import ALWAYS, BRIDGE, NOON, RIVER, make_person, make_step, run_sql, when

pytestmark = pytest.mark.django_db
UNITS = (RIVER, BRIDGE)
FIRST = read_period("2026-07")
MONTHS = 4
HISTORIES = int(os.environ.get("POSTING_HISTORIES", "40"))
CAUSES = {
    ("REG", 1): ("register", "correct", "merge"), ("REG", -1): ("cancel", "hk_out", "undo"),
    ("RES", 1): ("arrive", "correct"), ("RES", -1): ("leave", "split"),
    ("RET", 1): ("transfer_in", "merge"), ("RET", -1): ("transfer_out", "death", "undo"),
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A report with its sets: which row is the stock, which checks are its balance."""

    definition: Definition
    stocks: dict[str, str]
    balance: tuple[int, ...]

    def cut_off(self, period: Period) -> date:
        return self.definition.due.cut_off(period)


POPULATION = Report(definition("R01"), {"REG": "06", "RES": "14"}, (1, 3, 8))
RETIREES = Report(definition("R03"), {"RET": "05"}, (1, 4, 5))


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
    day: date
    moment: int


def periods() -> list[Period]:
    found = [FIRST]
    while len(found) < MONTHS:
        found.append(found[-1].next)
    return found


@st.composite
def histories(draw, sets):
    """Steps in and out that alternate for each person and set; a run's moment for each month."""
    facts, moment = [], 100
    days = st.integers(0, 150).map(lambda n: date(2026, 6, 1) + timedelta(days=n))
    for person in range(draw(st.integers(1, 5))):
        for member_set in sets:
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
    if fact.on <= opening.day and fact.moment < opening.moment:
        return None
    first = next((one.period for one in [opening, *locks, drafted] if one.day >= fact.on), None)
    for lock in locks:
        if lock.day >= fact.on and fact.moment < lock.moment:
            return lock.period, lock.period != first
    if drafted.day >= fact.on and fact.moment < drafted.moment:
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
    run_sql(
        "insert into hub_c08_retiree (subject_id, rt_status, member_ret, source)"
        " select resident_id, '1', max(unit) filter (where here > 0), 'SI'"
        " from (select resident_id, unit, sum(sign) as here from hub_event"
        " where member_set = 'RET' group by 1, 2) s group by 1"
    )
    return events


def passed(report: Report, lock: Lock, books: dict[str, Books], *, opening: bool = False):
    clocks = when(lock.moment, lock.day.isoformat())
    task = Task(report.definition, lock.period, UNITS, clocks, books, opening)
    return pass_over(task, today=NOON.date())


def books_of(figures: dict[str, Figures], lock: Lock) -> dict[str, Books]:
    return {unit: Books(0, figures[unit], lock.moment, lock.day) for unit in UNITS}


def balance_faults(report: Report, found) -> list[str]:
    """Checks of the balance and of the carried row; the breakdowns are another test's matter."""
    return [one.broken.footing.label for unit in UNITS for one in found.faults.get(unit, ())
            if one.broken.footing.number in report.balance]  # fmt: skip


def members(facts: list[Fact], member_set: str, unit: str, lock: Lock) -> int:
    return sum(
        fact.sign for fact in facts
        if (fact.member_set, fact.unit) == (member_set, unit)
        and fact.moment < lock.moment and fact.on <= lock.day
    )  # fmt: skip


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(("REG", "RES")), random=st.randoms(use_true_random=False))
def test_every_month_of_people_balances_and_every_event_posts_as_the_rule_says(history, random):
    play(POPULATION, *history, random)


@settings(max_examples=HISTORIES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories(("RET",)), random=st.randoms(use_true_random=False))
def test_every_month_of_retirees_balances_and_every_event_posts_as_the_rule_says(history, random):
    play(RETIREES, *history, random)


def play(report: Report, facts: list[Fact], moments: list[int], random) -> None:
    with transaction.atomic():
        live(report, shuffled(facts, random), moments)
        connection.set_rollback(True)


def live(report: Report, facts: list[Fact], moments: list[int]) -> None:
    events = write(facts)
    opening = Lock(FIRST, report.cut_off(FIRST), moments[0])
    found = passed(report, opening, {}, opening=True)
    last, locks = opening, []
    for period, moment in zip(periods()[1:], moments[1:], strict=True):
        drafted = Lock(period, report.cut_off(period), moment)
        found = passed(report, drafted, books_of(dict(found.figures), last))

        assert balance_faults(report, found) == []
        assert posted() == expected(facts, events, opening, locks, drafted)
        assert stocks(report, found) == {
            (unit, member_set): members(facts, member_set, unit, drafted)
            for unit in UNITS for member_set in report.stocks
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


def stocks(report: Report, found) -> dict[tuple[str, str], int]:
    first = report.definition.first_column
    return {(unit, member_set): found.figures[unit][row][first]
            for unit in UNITS for member_set, row in report.stocks.items()}  # fmt: skip
