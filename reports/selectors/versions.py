"""Locked versions of one report of one unit, and what a new version changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from communities.actor import Actor
from communities.models import Area
from reports.catalogue import Definition, Indicator
from reports.engine.figures import from_json
from reports.engine.grid import Figures
from reports.errors import NoSuchVersion
from reports.models import Submission
from reports.periods import Period
from reports.selectors.books import LOCKED
from reports.selectors.small import Shown, ShownFigures, shown_together

CONFIRMED = (LOCKED, Submission.State.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Version:
    """One version as its reader may see it; small sensitive counts are hidden."""

    submission: Submission
    figures: ShownFigures


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of two versions; `by` is None where either is hidden or empty."""

    indicator: Indicator
    column: str
    before: Shown
    after: Shown

    @property
    def by(self) -> Shown:
        if self.before is None or self.after is None:
            return None
        if isinstance(self.before, str) or isinstance(self.after, str):
            return None
        return self.after - self.before


def versions_of(report: str, period: Period, unit: str) -> list[Submission]:
    """Every version that was ever confirmed, the first one first."""
    held = Submission.objects.filter(
        report=report, period=period.name, unit=unit, state__in=CONFIRMED
    )
    return list(held.select_related("sheet__run").order_by("version"))


def version_of(
    definition: Definition, period: Period, area: Area, number: int, actor: Actor
) -> Version:
    """Raises NoSuchVersion."""
    for one in versions_of(definition.code, period, area.code):
        if one.version == number:
            return Version(one, shown_figures(definition, area, one, actor))
    raise NoSuchVersion(number)


def shown_figures(
    definition: Definition, area: Area, submission: Submission, actor: Actor
) -> ShownFigures:
    """A row that the version does not have stays empty."""
    kept = submission.sheet.figures if submission.sheet else submission.figures
    held = from_json(kept or {})
    whole: Figures = {
        one.row: {column: held.get(one.row, {}).get(column) for column in definition.columns}
        for one in definition.indicators
    }
    return shown_together(definition, actor, area.prefix, whole, {})[0]


def differences(definition: Definition, old: Version, new: Version) -> Iterator[Difference]:
    """Figures that are not the same in both versions, in the order of the table."""
    for one in definition.indicators:
        for column in definition.columns:
            before, after = old.figures[one.row][column], new.figures[one.row][column]
            if before != after:
                yield Difference(one, column, before, after)
