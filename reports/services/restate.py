"""A new version of a locked month, and of every locked month after it."""

from datetime import datetime

from django.db import transaction

from communities import trail
from communities.actor import Actor
from communities.rowscope import every_row
from reports.errors import ChecksFailed, NotMadeYet, ReasonMissing
from reports.models import Submission
from reports.periods import Period, read_period
from reports.selectors.books import LOCKED, PENDING
from reports.services.confirm import lock, require_own_unit
from reports.services.make import make_run, order_run

STREET, CODE = 9, 12


@transaction.atomic
def restate(
    *, report: str, period: Period, unit: str, reason: str, actor: Actor, now: datetime
) -> list[Submission]:
    """Remake a community's locked month with its reason, and each locked month after it.

    The old versions stay readable as superseded; the new ones are locked at once, in one
    transaction, because every month goes on from the one before.
    Raises Refused, ReasonMissing, NotMadeYet, ChecksFailed (nothing is changed then).
    """
    require_own_unit(unit, actor=actor)
    if not reason.strip():
        raise ReasonMissing
    with every_row():
        months = locked_from(report, period, unit)
        if not months:
            raise NotMadeYet
        fresh = [new_version(old, reason, actor=actor, now=now) for old in supersede(months)]
    trail.note(actor, action="restate", purpose="P04", detail=f"{report} {period} {unit}")
    return fresh


def locked_from(report: str, period: Period, unit: str) -> list[Submission]:
    return list(
        Submission.objects.filter(report=report, unit=unit, state=LOCKED, period__gte=period.name)
        .order_by("period")
        .select_for_update()
    )


def supersede(months: list[Submission]) -> list[Submission]:
    """All of them first: a month being remade must not read its own old books."""
    one = months[0]
    Submission.objects.filter(
        report=one.report, unit=one.unit, period__gt=months[-1].period, state__in=PENDING
    ).delete()
    for month in [*months, *above(months)]:
        month.state = Submission.State.SUPERSEDED
        month.save(update_fields=["state"])
    return months


def above(months: list[Submission]) -> list[Submission]:
    """The street's own locked sums of these months: its head confirms the new sum."""
    street = months[0].unit[:STREET].ljust(CODE, "0")
    return list(
        Submission.objects.filter(
            report=months[0].report, unit=street, state=LOCKED,
            period__in=[month.period for month in months],
        ).select_for_update()
    )  # fmt: skip


def new_version(old: Submission, reason: str, *, actor: Actor, now: datetime) -> Submission:
    run = order_run(report=old.report, period=read_period(old.period), area=old.unit,
                    actor=actor, opening=old.opening)  # fmt: skip
    run.reason = reason[:200]
    make_run(run=run, actor=actor, now=now, units=[old.unit])
    fresh = Submission.objects.get(
        report=old.report, period=old.period, unit=old.unit, state__in=PENDING
    )
    if fresh.state != Submission.State.CHECKED:
        raise ChecksFailed
    fresh.reason = reason[:200]
    lock(fresh, actor=actor, now=now)
    return fresh
