"""Making a unit's draft again by today's data, at the wish of a person."""

from datetime import datetime

from django.db import transaction

from communities.access import require
from communities.actor import Actor
from communities.permissions import Permission
from reports.errors import AlreadyLocked
from reports.models import Run, Submission
from reports.periods import Period
from reports.selectors.books import LOCKED, PENDING
from reports.services.make import make_run, order_run, units_of


@transaction.atomic
def remake(*, report: str, period: Period, area: str, actor: Actor, now: datetime) -> Run:
    """Make every unlocked draft of the area again; locked units keep their figures.

    Raises Refused without the right to see reports of the area, AlreadyLocked when nothing is
    left to make.
    """
    require(actor, Permission.REPORT_SEE, area=area)
    units = units_of(area)
    held = Submission.objects.filter(report=report, period=period.name, unit__in=units)
    if held.filter(state=LOCKED).count() == len(units):
        raise AlreadyLocked
    waiting = set(held.filter(state__in=PENDING).values_list("opening", flat=True))
    run = order_run(report=report, period=period, area=area, actor=actor,
                    opening=waiting == {True})  # fmt: skip
    return make_run(run=run, actor=actor, now=now, units=units)
