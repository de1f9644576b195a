"""A report of one unit as a table to print: words and numbers, ready for any format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from communities.actor import Actor
from communities.selectors.staff import names_of_accounts
from reports.catalogue import COLUMN_LABELS, Definition
from reports.selectors.small import Shown, ShownFigures, shown_together
from reports.selectors.standing import Standing

DRAFT = "草稿"


@dataclass(frozen=True, slots=True)
class Line:
    row: str
    label: str
    label_en: str
    unit: str
    columns: tuple[str, ...]
    cells: tuple[Shown, ...]

    @property
    def pairs(self) -> list[tuple[str, Shown]]:
        return list(zip(self.columns, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `draft` says that nobody has confirmed it yet."""

    code: str
    title: str
    title_en: str
    area_code: str
    area_name: str
    period: str
    cut_off: date
    version: int
    draft: bool
    opening: bool
    columns: tuple[str, ...]
    column_labels: tuple[str, ...]
    lines: tuple[Line, ...]
    confirmed_by: str
    confirmed_on: date | None

    @property
    def state_words(self) -> str:
        words = "期初建账" if self.opening else ""
        return f"{words}{DRAFT}" if self.draft else words

    @property
    def file_name(self) -> str:
        return f"{self.area_code}_{self.code}_{self.period}_v{self.version}"


def tables(
    definition: Definition, cut_off: date, own: Standing, children: Sequence[Standing],
    period: str, actor: Actor,
) -> list[Table]:  # fmt: skip
    """The unit's table first, then one of each community that has figures, in code order."""
    if own.figures is None:
        return []
    made = [child for child in children if child.figures is not None]
    total, parts = shown_together(
        definition, actor, own.area.prefix, own.figures,
        {child.area.code: child.figures for child in made if child.figures},
    )  # fmt: skip
    heads = names_of_accounts(head_of(one) for one in (own, *made))
    first = table(definition, cut_off, own, total, period, heads)
    return [first, *(table(definition, cut_off, child, parts[child.area.code], period, heads)
                     for child in made)]  # fmt: skip


def head_of(standing: Standing) -> str:
    """The account that confirmed the unit's report, "" while nobody has."""
    return standing.submission.confirmed_by if standing.submission else ""


def table(
    definition: Definition, cut_off: date, standing: Standing, figures: ShownFigures, period: str,
    heads: Mapping[str, str],
) -> Table:  # fmt: skip
    submission = standing.submission
    confirmed = submission.confirmed_at if submission else None
    return Table(
        code=definition.code,
        title=definition.title,
        title_en=definition.title_en,
        area_code=standing.area.code,
        area_name=standing.area.short_name,
        period=period,
        cut_off=cut_off,
        version=standing.version,
        draft=not standing.is_locked,
        opening=bool(submission and submission.opening),
        columns=definition.columns,
        column_labels=tuple(COLUMN_LABELS[column] for column in definition.columns),
        lines=lines_of(definition, figures),
        confirmed_by=heads.get(head_of(standing), head_of(standing)),
        confirmed_on=timezone.localdate(confirmed) if confirmed else None,
    )  # fmt: skip


def lines_of(definition: Definition, figures: ShownFigures) -> tuple[Line, ...]:
    return tuple(
        Line(one.row, one.label, one.label_en, one.unit, definition.columns,
             tuple(figures[one.row][column] for column in definition.columns))
        for one in definition.indicators
    )  # fmt: skip
