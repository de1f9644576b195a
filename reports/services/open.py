"""Opening the books of an area: the stocks of a period become what the next one goes on from."""

from datetime import datetime

from django.db.models import QuerySet

from communities.actor import Actor
from communities.rowscope import every_row
from communities.selectors.areas import communities_of
from reports.models import Run, Submission
from reports.periods import Period
from reports.selectors.books import PENDING, begun_units
from reports.selectors.news import units_with_news
from reports.services.confirm import Confirmation, confirm
from reports.services.make import make_run, new_run, shared_prefix


def open_area(*, report: str, period: Period, area: str, actor: Actor, now: datetime) -> Run | None:
    """Make the opening (期初建账) of every community under the area whose books are empty.

    Gives the run, or None when every community's books are open already.
    """
    units = communities_of(area)
    begun = begun_units(report, units)
    again = set(waiting(report, period, units).filter(opening=True).values_list("unit", flat=True))
    todo = [unit for unit in units if unit not in begun or unit in again]
    if not todo:
        return None
    run = new_run(report=report, period=period, area=area, actor=actor, opening=True)
    return make_run(run=run, actor=actor, now=now, units=todo)


def confirm_area(
    *, report: str, period: Period, area: str, actor: Actor, now: datetime
) -> list[Confirmation]:
    """Confirm every community of the area whose checks hold, in code order.

    For the first set-up, when one person answers for the whole street; the others stay drafts.
    """
    units = communities_of(area)
    refresh(report=report, period=period, units=units, actor=actor, now=now)
    return [
        confirm(report=report, period=period.name, unit=one.unit, run_id=one.sheet.run_id,
                actor=actor, now=now)
        for one in waiting(report, period, units).filter(state=Submission.State.CHECKED)
        if one.sheet
    ]  # fmt: skip


def refresh(
    *, report: str, period: Period, units: list[str], actor: Actor, now: datetime
) -> set[str]:
    """Make the drafts again that do not know all they count, all in one pass; gives the units."""
    drafts = list(waiting(report, period, units))
    with every_row():
        stale = units_with_news(one.sheet for one in drafts if one.sheet)
    again = [one for one in drafts if one.unit in stale]
    for opening in {one.opening for one in again}:
        run = new_run(report=report, period=period, area=shared_prefix(sorted(stale)),
                      actor=actor, opening=opening)  # fmt: skip
        make_run(run=run, actor=actor, now=now,
                 units=[one.unit for one in again if one.opening == opening])  # fmt: skip
    return stale


def waiting(report: str, period: Period, units: list[str]) -> QuerySet[Submission]:
    held = Submission.objects.filter(
        report=report, period=period.name, unit__in=units, state__in=PENDING
    )
    return held.select_related("sheet__run").order_by("unit")
