"""Opening the books of an area: the stocks of a period become what the next one goes on from."""

from datetime import datetime

from communities.actor import Actor
from communities.selectors.areas import communities_of
from reports.models import Run, Submission
from reports.periods import Period
from reports.selectors.books import PENDING, begun_units
from reports.services.confirm import Confirmation, confirm
from reports.services.make import make_run, order_run


def open_area(*, report: str, period: Period, area: str, actor: Actor, now: datetime) -> Run | None:
    """Make the opening (期初建账) of every community under the area whose books are empty.

    Gives the run, or None when every community's books are open already.
    """
    units = communities_of(area)
    begun = begun_units(report, units)
    waiting = Submission.objects.filter(
        report=report, period=period.name, unit__in=units, opening=True, state__in=PENDING
    )
    again = set(waiting.values_list("unit", flat=True))
    todo = [unit for unit in units if unit not in begun or unit in again]
    if not todo:
        return None
    run = order_run(report=report, period=period, area=area, actor=actor, opening=True)
    return make_run(run=run, actor=actor, now=now, units=todo)


def confirm_area(
    *, report: str, period: Period, area: str, actor: Actor, now: datetime
) -> list[Confirmation]:
    """Confirm every community of the area whose checks hold, in code order.

    For the first set-up, when one person answers for the whole street; the others stay drafts.
    """
    ready = Submission.objects.filter(
        report=report, period=period.name, unit__in=communities_of(area),
        state=Submission.State.CHECKED,
    )  # fmt: skip
    return [
        confirm(report=report, period=period.name, unit=one.unit, run_id=one.sheet.run_id,
                actor=actor, now=now)
        for one in ready.select_related("sheet").order_by("unit") if one.sheet
    ]  # fmt: skip
