"""What a reader's office owes this period: due, made, blocked, and who can clear it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from communities.access import may
from communities.actor import Actor
from communities.language import is_english
from communities.models import Area, Posting
from communities.models.area import Level
from communities.permissions import Permission
from communities.selectors.areas import areas_within
from reports.catalogue import Definition, definitions
from reports.models import Submission
from reports.periods import Period
from reports.selectors.books import begun_units
from reports.selectors.earlier import Earlier, earlier_waiting
from reports.selectors.standing import (
    Standing,
    blocked,
    community_standings,
    upper_standing,
    with_books,
)
from reports.workdays import DueDay

S = Submission.State
MOST_UNITS = 60


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the list. `why` says what blocks it, `who` who can clear it."""

    standing: Standing
    due: DueDay
    why: str
    who: str


@dataclass(frozen=True, slots=True)
class ReportOverview:
    definition: Definition
    period: Period
    cut_off: date
    upper: tuple[UnitLine, ...]
    units: tuple[UnitLine, ...]
    counts: dict[str, int]
    has_books: bool
    comes_first: str

    @property
    def own(self) -> UnitLine | None:
        """The line of the reader's unit: the street's own, else the first community's."""
        lines = self.upper if len(self.upper) == 1 else self.units
        return lines[0] if lines else None

    @property
    def blocked(self) -> int:
        return self.counts[S.DRAFT]

    @property
    def ready(self) -> int:
        return self.counts[S.CHECKED]

    @property
    def locked(self) -> int:
        return self.counts[S.LOCKED]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def prefixes_of(actor: Actor) -> tuple[str, ...]:
    """Where the actor may see reports."""
    if actor.is_system:
        return ("",)
    if actor.is_consumer:
        return actor.consumer_areas
    return tuple(
        sorted({post.prefix for post in actor.posts
                if may(actor, Permission.REPORT_SEE, area=post.prefix)})
    )  # fmt: skip


def overviews(actor: Actor, now: datetime, today: date) -> list[ReportOverview]:
    """Every shipped report for the actor's own units: earlier months that still wait, oldest
    first, then the newest ended one."""
    prefixes = prefixes_of(actor)
    areas = list(areas_within(prefixes, level=Level.COMMUNITY))
    streets = list(areas_within(prefixes, level=Level.STREET))
    shown = []
    for one in definitions().values():
        newest = one.due.last_ended(now)
        earlier = earlier_waiting(one.code, newest, areas, streets)
        for period in (*earlier.months, newest):
            shown.append(overview(one, period, areas, streets, today, earlier))
    return shown


def overview(
    definition: Definition, period: Period, areas: Sequence[Area], streets: Sequence[Area],
    today: date, earlier: Earlier,
) -> ReportOverview:  # fmt: skip
    reported = with_books(definition.code, period.name, areas)
    standings = community_standings(definition.code, period.name, reported)
    made = [one for one in standings if one.figures is not None]
    shown = standings if len(standings) <= MOST_UNITS else made[:MOST_UNITS]
    due = definition.due.due(period, "community")
    heads = heads_of([one.area.code for one in shown] + [street.code for street in streets], today)
    turns = Turns(
        first_reasons(definition, shown), heads, without_books(definition, shown), earlier
    )
    return ReportOverview(
        definition=definition,
        period=period,
        cut_off=definition.due.cut_off(period),
        upper=tuple(street_lines(definition, period, streets, standings, heads)),
        units=tuple(turns.line(one, due, period) for one in shown),
        counts={state: sum(one.state == state for one in standings) for state in
                (S.OPEN, S.DRAFT, S.CHECKED, S.LOCKED)},
        has_books=bool(made),
        comes_first=month_that_comes_first(standings, earlier, period),
    )  # fmt: skip


def month_that_comes_first(standings: Sequence[Standing], earlier: Earlier, period: Period) -> str:
    """The oldest month that keeps a unit from confirming this one; "" when none does."""
    ready = [one.area.code for one in standings if one.state == S.CHECKED]
    return min(filter(None, (earlier.before(unit, period) for unit in ready)), default="")


def street_lines(
    definition: Definition, period: Period, streets: Sequence[Area],
    standings: Sequence[Standing], heads: dict[str, str],
) -> list[UnitLine]:  # fmt: skip
    due = definition.due.due(period, "street")
    lines = []
    for street in streets:
        children = [one for one in standings if one.area.prefix.startswith(street.prefix)]
        if not any(child.figures for child in children):
            continue
        own = upper_standing(definition, period.name, street, children)
        left = sum(not child.is_locked for child in children)
        why_not = _("还有 %(n)s 个社区没有确认") % {"n": left} if left else ""
        head = {"name": heads.get(street.code, "")}
        turn = _("各社区书记") if left else _("街道负责人%(name)s") % head
        clears = "" if own.is_locked else turn
        lines.append(UnitLine(own, due, why_not, clears))
    return lines


def first_reasons(definition: Definition, standings: Sequence[Standing]) -> dict[str, str]:
    """The first failed check of each unit, with the number of records to look at."""
    reasons: dict[str, str] = {}
    failed = [one for one in standings if one.failed]
    for one in blocked(definition, failed):
        if not one.warns and one.unit not in reasons:
            told = {"check": one.label_en if is_english() else one.label, "n": one.records}
            reasons[one.unit] = _("%(check)s（%(n)s 条记录待核实）") % told
    return reasons


def without_books(definition: Definition, standings: Sequence[Standing]) -> set[str]:
    """Units without an opening: the clock makes nothing of theirs."""
    empty = {one.area.code for one in standings if one.state == S.OPEN}
    return empty - begun_units(definition.code, empty)


@dataclass(frozen=True, slots=True)
class Turns:
    """What the lines of a list read: failed checks, heads, empty books, months that come first."""

    reasons: dict[str, str]
    heads: dict[str, str]
    unopened: set[str]
    earlier: Earlier

    def line(self, standing: Standing, due: DueDay, period: Period) -> UnitLine:
        unit = standing.area.code
        first = self.earlier.before(unit, period)
        if unit in self.unopened:
            return UnitLine(standing, due, _("尚未建账"), _("系统管理员期初建账"))
        if first and standing.state in (S.OPEN, S.CHECKED):
            told = {"period": first, "name": self.heads.get(unit, "")}
            return UnitLine(
                standing, due, _("%(period)s 还没有确认，须先确认") % told,
                _("社区书记%(name)s先确认 %(period)s") % told,
            )  # fmt: skip
        return UnitLine(standing, due, self.why(standing), who(standing, self.heads))

    def why(self, standing: Standing) -> str:
        if standing.state == S.OPEN:
            return _("尚未生成")
        return self.reasons.get(standing.area.code, "")


def who(standing: Standing, heads: dict[str, str]) -> str:
    """Whose turn it is: by role, with the name of who holds the post today."""
    head = {"name": heads.get(standing.area.code, "")}
    return {
        S.OPEN: _("系统到期自动生成"),
        S.DRAFT: _("社区窗口、社区书记%(name)s核实所列记录") % head,
        S.CHECKED: _("社区书记%(name)s确认") % head,
        S.LOCKED: "",
    }[S(standing.state)]


def heads_of(codes: Sequence[str], today: date) -> dict[str, str]:
    """The head of each unit who holds the post today, as "（name）"."""
    posts = Posting.objects.on(today).filter(area_id__in=codes, role__in=["SEC", "STREET_HEAD"])
    named = posts.order_by("area_id", "starts_on").values_list("area_id", "staff__name")
    return {code: _("（%(name)s）") % {"name": name} for code, name in named}
