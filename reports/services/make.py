"""Making drafts: one pass for every unit of an area, and for what it must go on from."""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.db import connection, transaction

from communities.actor import Actor
from communities.prefixes import prefix_of
from communities.selectors.areas import communities_of
from hub.fields import COUNTER, IMPORT
from hub.models import SourceState
from reports.catalogue import Definition, definition
from reports.engine.run import Books, Passed, Task, pass_over
from reports.engine.when import When
from reports.errors import MadeElsewhere, NoUnits, PeriodBeforeBooks, PeriodNotBegun
from reports.models import DefinitionText, Run
from reports.periods import LOCAL, Period
from reports.selectors.books import (
    beginnings,
    begun_after,
    drafted_books,
    locked_books,
    locked_units,
    waiting_openings,
)
from reports.selectors.elsewhere import figures_elsewhere
from reports.services.keep import keep
from reports.services.snapshot import one_snapshot

CITY = 4


@transaction.atomic
def order_run(
    *, report: str, period: Period, area: str, actor: Actor, opening: bool = False
) -> Run:
    """A run that waits to be made; `area` is any area's code or prefix."""
    run = new_run(report=report, period=period, area=area, actor=actor, opening=opening)
    run.save()
    return run


def new_run(*, report: str, period: Period, area: str, actor: Actor, opening: bool = False) -> Run:
    """A run to be made at once: it is kept when it is made, so that a refusal leaves nothing."""
    definition(report)
    return Run(
        report=report, period=period.name, area=prefix_of(area), actor=actor.name[:60],
        opening=opening,
    )  # fmt: skip


def make_run(*, run: Run, actor: Actor, now: datetime, units: Sequence[str] | None = None) -> Run:
    """Make the drafts of the units, by default of all the run's area, in one transaction.

    Units whose period before is not locked get a draft of that first (an opening where their
    books are empty), by the same position. A unit that is locked keeps its figures, and one whose
    opening of the period waits gets it made again as an opening. Killed at any point, nothing has
    happened and the drafts of before still stand.
    Raises NoUnits, PeriodNotBegun, PeriodBeforeBooks, MadeElsewhere.
    """
    begun = monotonic()
    wanted = units_of(run.area) if units is None else list(units)
    with one_snapshot() as position:
        hold(run)
        made = Making(definition(run.report), position, actor, now)
        made.drafts(run, Period(*map(int, run.period.split("-"))), wanted)
        run.seconds = monotonic() - begun
        run.save(update_fields=["seconds"])
    return run


def hold(run: Run) -> None:
    """Lock a kept run's row until the making ends, so that a living maker is not taken for dead;
    one that sleeps loses its session. Raises MadeElsewhere when the run was claimed again.
    """
    if run.pk is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("set local idle_in_transaction_session_timeout = '10min'")
    same = Run.objects.filter(pk=run.pk, attempts=run.attempts)
    if same.select_for_update(no_key=True).first() is None:
        raise MadeElsewhere


def units_of(area: str) -> list[str]:
    """The communities of an area; raises NoUnits."""
    units = communities_of(area)
    if not units:
        raise NoUnits(area)
    return units


class Making:
    """The passes of one snapshot: a period, and the periods before it that are not locked yet."""

    def __init__(self, asked: Definition, position: int, actor: Actor, now: datetime):
        self.definition = asked
        self.position = position
        self.actor = actor
        self.now = now

    def drafts(self, run: Run, period: Period, units: Sequence[str]) -> None:
        report = self.definition.code
        if period.first > self.now.astimezone(LOCAL).date():
            raise PeriodNotBegun(period.name)
        todo = sorted(self.with_books(period, units) - locked_units(report, period, units))
        if run.opening:
            self.pass_over(run, period, todo, {}, opening=True)
            return
        openings = waiting_openings(report, period, todo)
        self.pass_beside(period, sorted(openings), opening=True)
        months = sorted(set(todo) - openings)
        self.pass_over(run, period, months, self.books_before(period, months))

    def with_books(self, period: Period, units: Sequence[str]) -> set[str]:
        """Units whose books reach back to the period; raises PeriodBeforeBooks where none do."""
        later = begun_after(self.definition.code, period, units)
        if later and later.issuperset(units):
            raise PeriodBeforeBooks(period.name)
        return set(units) - later

    def books_before(self, period: Period, units: Sequence[str]) -> dict[str, Books]:
        """What each unit goes on from, made now where it is not locked."""
        before = period.previous
        books = locked_books(self.definition.code, before, units)
        missing = [unit for unit in units if unit not in books]
        if not missing:
            return books
        begun = beginnings(self.definition.code, missing, period)
        fresh = [unit for unit in missing if begun.get(unit, before) == before]
        going = sorted(set(missing) - set(fresh))
        books |= self.pass_beside(before, fresh, opening=True)
        return books | self.pass_beside(before, going, opening=False)

    def pass_beside(self, period: Period, units: list[str], *, opening: bool) -> dict[str, Books]:
        """A pass beside the one asked for, kept as a run of its own."""
        if not units:
            return {}
        run = Run.objects.create(
            report=self.definition.code, period=period.name, area=shared_prefix(units),
            actor=self.actor.name[:60], opening=opening,
        )  # fmt: skip
        books = {} if opening else self.books_before(period, units)
        passed = self.pass_over(run, period, units, books, opening=opening)
        return drafted_books(run, self.definition, passed.figures) if passed else {}

    def pass_over(
        self, run: Run, period: Period, units: list[str], books: dict[str, Books],
        *, opening: bool = False,
    ) -> Passed | None:  # fmt: skip
        when = When(
            self.position, self.definition.due.cut_off(period), settings.HUB_CITY_PREFIX[:CITY]
        )
        self.mark_made(run, when)
        if not units:
            return None
        others = figures_elsewhere(self.definition, period, sorted(units))
        task = Task(self.definition, period, units, when, books, opening, others)
        passed = pass_over(task, today=self.now.astimezone(LOCAL).date())
        run.digest = keep(run=run, task=task, passed=passed)
        run.save(update_fields=["digest"])
        return passed

    def mark_made(self, run: Run, when: When) -> None:
        text, _ = DefinitionText.objects.get_or_create(
            digest=self.definition.digest,
            defaults={"report": self.definition.code, "text": self.definition.text},
        )
        run.definition = text
        run.position = when.position
        run.cut_off = when.day
        run.freshness = freshness()
        run.made_at = self.now
        run.state = Run.State.MADE
        run.lease_until = run.next_at = None
        run.detail = ""
        run.save()


def shared_prefix(units: Sequence[str]) -> str:
    """The narrowest area that holds all the units, as a prefix of a whole level."""
    first, last = min(units), max(units)
    for digits in (12, 9, 6, 4, 2):
        if first[:digits] == last[:digits]:
            return first[:digits]
    return ""


def minute(at: datetime) -> str:
    """The local minute with its offset: 2026-11-01 08:00+08:00."""
    return at.astimezone(LOCAL).isoformat(" ", "minutes")


def freshness() -> dict[str, dict[str, str]]:
    """How old each source's data was, so that a figure can be judged by its inputs; what people
    enter in the hub itself is there at once."""
    return {
        one.source: {
            "state": one.state,
            "data_date": one.data_date.isoformat() if one.data_date else "",
            "last_success_at": minute(one.last_success_at) if one.last_success_at else "",
        }
        for one in SourceState.objects.exclude(source__in=(COUNTER, IMPORT))
    }
